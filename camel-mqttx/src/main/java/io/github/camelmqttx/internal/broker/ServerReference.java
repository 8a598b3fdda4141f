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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads Server References: {@code host}, {@code host:port} or {@code [v6]:port}, several separated by blanks; commas
 * are tolerated. Stateless. Spec: 5.0 section 4.11.
 */
final class ServerReference {

    static final int MAX_SERVERS = 8;

    private ServerReference() {
    }

    /**
     * The brokers named, each once, in their order; the first {@value #MAX_SERVERS} of them. What a reference does not
     * say is as at the broker that has sent it: transport and WebSocket path; the port is the default one of the
     * transport.
     *
     * @throws IllegalArgumentException if a broker is named in a way that {@link BrokerAddress#parse} refuses, or none
     *                                  is, or one without TLS although the sender was reached with TLS
     */
    static List<BrokerAddress> parse(String reference, BrokerAddress sender) {
        Set<BrokerAddress> named = new LinkedHashSet<>();
        for (String one : reference.split("[\\s,]+")) {
            if (!one.isEmpty() && named.size() < MAX_SERVERS) {
                named.add(resolve(BrokerAddress.parse(one, sender.transport()), one, sender));
            }
        }
        if (named.isEmpty()) {
            throw new IllegalArgumentException("It names no server");
        }
        return new ArrayList<>(named);
    }

    private static BrokerAddress resolve(BrokerAddress address, String text, BrokerAddress sender) {
        if (sender.transport().isSecure() && !address.transport().isSecure()) {
            throw new IllegalArgumentException(address + " is without TLS, but " + sender + " was reached with TLS");
        }
        boolean pathless = text.substring(text.indexOf("//") < 0 ? 0 : text.indexOf("//") + 2).indexOf('/') < 0;
        return address.transport().isWebSocket() && sender.transport().isWebSocket() && pathless
                ? new BrokerAddress(address.transport(), address.host(), address.port(), sender.path()) : address;
    }
}
