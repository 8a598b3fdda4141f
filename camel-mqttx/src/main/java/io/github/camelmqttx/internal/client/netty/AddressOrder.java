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
package io.github.camelmqttx.internal.client.netty;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * In which order the addresses of a host are tried: the one that led to the last MQTT connection first, and last the
 * one that was reached but led to none at the last attempt (a dead broker behind a live balancer, for example); the
 * others as resolved. Only addresses that the host has now are tried. One for each client; confined to its serial
 * context.
 */
final class AddressOrder {

    private final Map<String, InetAddress> proven = new HashMap<>();
    private final Map<String, InetAddress> suspects = new HashMap<>();
    private @Nullable String latestHost;

    /** The addresses, in the order they are to be tried. */
    InetAddress[] arrange(String host, InetAddress[] resolved) {
        latestHost = host;
        InetAddress suspect = suspects.get(host);
        InetAddress first = proven.get(host);
        List<InetAddress> order = new ArrayList<>(List.of(resolved));
        if (first != null && order.remove(first)) {
            order.add(0, first);
        }
        if (suspect != null && order.remove(suspect)) {
            order.add(suspect);
        }
        return order.toArray(InetAddress[]::new);
    }

    /** An address of the host was reached; it is a suspect until the broker has accepted the connection. */
    void reached(String host, InetAddress address) {
        suspects.put(host, address);
    }

    /** The broker reached last has accepted the connection. */
    void accepted() {
        InetAddress address = suspects.remove(latestHost);
        if (latestHost != null && address != null) {
            proven.put(latestHost, address);
        }
    }
}
