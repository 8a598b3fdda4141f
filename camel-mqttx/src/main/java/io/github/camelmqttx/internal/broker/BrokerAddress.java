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

import java.util.Locale;

/**
 * The address of a broker. Immutable. Never holds user info; the query of a WebSocket path may hold a token, so
 * {@link #toString()} hides it.
 *
 * @param transport what carries MQTT
 * @param host      a name in lower case, an IPv4 literal, or an IPv6 literal without brackets; not empty
 * @param port      1 to 65535
 * @param path      path and query of the WebSocket handshake, beginning with a slash; empty for other transports
 */
public record BrokerAddress(Transport transport, String host, int port, String path) {

    /** The path that is meant when a WebSocket address names none. */
    public static final String DEFAULT_PATH = "/mqtt";

    /**
     * Lower-cases the host; an empty path of a WebSocket address becomes {@link #DEFAULT_PATH}.
     *
     * @throws IllegalArgumentException if the host is empty, the port is out of range, or the path does not suit the
     *                                  transport
     */
    public BrokerAddress {
        host = host.toLowerCase(Locale.ROOT);
        if (transport.isWebSocket() && path.isEmpty()) {
            path = DEFAULT_PATH;
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("The host of a broker must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port of broker " + host + " must be in 1 to 65535, but is " + port);
        }
        if (transport.isWebSocket() ? !path.startsWith("/") : !path.isEmpty()) {
            throw new IllegalArgumentException(
                    "The path of broker " + host + " must begin with a slash for ws and wss and be empty for other transports");
        }
    }

    /**
     * Reads {@code host}, {@code host:port}, or either with one of the schemes tcp and mqtt (TCP), ssl, tls and mqtts
     * (TLS), ws, wss in any case. IPv6 literals stand in brackets; blanks around the text are ignored; underscores in
     * host names are accepted. Default ports: 1883 TCP, 8883 TLS, 80 ws, 443 wss.
     *
     * @param  defaultTransport         what is meant when the text has no scheme
     * @throws IllegalArgumentException if the text has user info, an unknown scheme, no host, a bad host or port, or a
     *                                  path without ws or wss; the message names the broker without user info and
     *                                  query, the rule and the schemes
     */
    public static BrokerAddress parse(String text, Transport defaultTransport) {
        return new BrokerAddressParser(text).parse(defaultTransport);
    }

    /** The host without the zone of an IPv6 literal, which means something to this machine only. Spec: RFC 6874. */
    public String hostWithoutZone() {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    /**
     * For example {@code tcp://a.example:1883}, {@code tls://[::1]:8883}, {@code ws://a.example:80/mqtt}; a query shows
     * as {@code ?***}.
     */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return transport.scheme() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port
               + (query < 0 ? path : path.substring(0, query) + "?***");
    }
}
