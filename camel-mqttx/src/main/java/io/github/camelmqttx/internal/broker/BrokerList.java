/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.internal.broker;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads lists of broker addresses. Stateless, safe for use by many threads. */
public final class BrokerList {

    private BrokerList() {
    }

    /**
     * The addresses of a comma separated list in the order written, each once; at least one. The list is immutable. A
     * comma inside a WebSocket path is written {@code %2C}.
     *
     * @param  defaultTransport         what is meant by an address without a scheme
     * @throws IllegalArgumentException if the list is empty, has an empty element, or one of its addresses is refused
     *                                  by {@link BrokerAddress#parse}
     */
    public static List<BrokerAddress> parseAll(String commaSeparated, Transport defaultTransport) {
        if (commaSeparated.isBlank()) {
            throw new IllegalArgumentException(
                    "The option brokers must name at least one broker, for example broker.example:1883");
        }
        if (commaSeparated.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "Invalid option brokers, '" + BrokerAddressParser.shown(commaSeparated.strip()) + "': "
                                               + BrokerAddressParser.USER_INFO_RULE + ".");
        }
        Set<BrokerAddress> addresses = new LinkedHashSet<>();
        String[] elements = commaSeparated.split(",", -1);
        for (int i = 0; i < elements.length; i++) {
            if (elements[i].isBlank()) {
                throw new IllegalArgumentException(
                        "Element " + (i + 1) + " of " + elements.length
                                                   + " of the option brokers is empty: remove the comma or name a broker");
            }
            addresses.add(BrokerAddress.parse(elements[i], defaultTransport));
        }
        return List.copyOf(addresses);
    }
}
