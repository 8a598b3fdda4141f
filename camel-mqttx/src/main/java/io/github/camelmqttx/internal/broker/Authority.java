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

import java.util.regex.Pattern;

/**
 * Host and port as they stand between the scheme and the path of an address.
 *
 * @param host a name, an IPv4 literal, or an IPv6 literal without brackets; not empty
 * @param port 1 to 65535
 */
record Authority(String host, int port) {

    /** Instead of a default port: the port must be written. */
    static final int NO_DEFAULT_PORT = 0;

    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}\\p{M}_.-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%[\\w.-]+)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /**
     * Reads {@code host}, {@code host:port}, or either with an IPv6 literal in brackets, which may end in a zone
     * ({@code %eth0}). Underscores in host names are accepted.
     *
     * @throws IllegalArgumentException if it is none of them; the message is the rule, and quotes nothing
     */
    static Authority parse(String text, int defaultPort) {
        int hostEnd = hostEnd(text);
        return new Authority(host(text.substring(0, hostEnd)), port(text.substring(hostEnd), defaultPort));
    }

    private static int hostEnd(String text) {
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 0) {
                throw new IllegalArgumentException("the bracket of an IPv6 address is not closed");
            }
            return bracket + 1;
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException(
                    "there is more than one colon; an IPv6 address must stand in brackets, as in [::1]:1883");
        }
        return colon < 0 ? text.length() : colon;
    }

    private static String host(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (host.startsWith("[")) {
            String literal = host.substring(1, host.length() - 1);
            if (!IPV6.matcher(literal).matches()) {
                throw new IllegalArgumentException("there is no IPv6 address between the brackets");
            }
            return literal;
        }
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("the host contains a character that host names do not have");
        }
        return host;
    }

    private static int port(String colonAndPort, int defaultPort) {
        if (colonAndPort.isEmpty() && defaultPort != NO_DEFAULT_PORT) {
            return defaultPort;
        }
        String digits = colonAndPort.isEmpty() ? "" : colonAndPort.substring(1);
        int port = colonAndPort.startsWith(":") && PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port must be a number from 1 to 65535");
        }
        return port;
    }
}
