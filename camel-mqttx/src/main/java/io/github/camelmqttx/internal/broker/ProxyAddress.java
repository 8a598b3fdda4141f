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
 * The address of a proxy between us and the brokers. Immutable; never holds user info.
 *
 * @param protocol how the proxy is asked for a connection
 * @param host     a name in lower case, an IPv4 literal, or an IPv6 literal without brackets
 * @param port     1 to 65535
 */
public record ProxyAddress(Protocol protocol, String host, int port) {

    /** How a proxy is asked to connect to a broker. */
    public enum Protocol {
        /** Method CONNECT. Spec: RFC 9110 section 9.3.6. */
        HTTP,
        /** Command CONNECT. Spec: RFC 1928. */
        SOCKS5
    }

    private static final String FORMS = "Write http://host:port for an HTTP proxy, or socks5://host:port";
    private static final String SCHEME_END = "://";

    public ProxyAddress {
        host = host.toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code http://host:port} and {@code socks5://host:port}; {@code socks5h} means socks5. A slash may follow.
     *
     * @throws IllegalArgumentException if the text is anything else, has user info or no port; the message names the
     *                                  proxy without user info, the rule, and the forms
     */
    public static ProxyAddress parse(String text) {
        String stripped = text.strip();
        int schemeEnd = stripped.indexOf(SCHEME_END);
        if (stripped.indexOf('@') >= 0 || stripped.contains("%40")) {
            throw refused(stripped, "user info is not accepted here (it is not shown): use proxyUserName and proxyPassword");
        }
        if (schemeEnd < 0) {
            throw refused(stripped, "the scheme is missing");
        }
        Protocol protocol = protocol(stripped, stripped.substring(0, schemeEnd).toLowerCase(Locale.ROOT));
        String authority = stripped.substring(schemeEnd + SCHEME_END.length());
        try {
            Authority address = Authority.parse(
                    authority.endsWith("/") ? authority.substring(0, authority.length() - 1) : authority,
                    Authority.NO_DEFAULT_PORT);
            return new ProxyAddress(protocol, address.host(), address.port());
        } catch (IllegalArgumentException e) {
            throw refused(stripped, String.valueOf(e.getMessage()));
        }
    }

    private static Protocol protocol(String text, String scheme) {
        return switch (scheme) {
            case "http" -> Protocol.HTTP;
            case "socks5", "socks5h" -> Protocol.SOCKS5;
            case "https" -> throw refused(text, "proxies that are reached by TLS are not supported");
            case "socks4", "socks4a", "socks" -> throw refused(text, "of SOCKS only version 5 is supported");
            default -> throw refused(text, "unknown scheme");
        };
    }

    private static IllegalArgumentException refused(String text, String rule) {
        return new IllegalArgumentException(
                "Invalid proxy '" + BrokerAddressParser.shown(text) + "': " + rule + ". " + FORMS + ".");
    }

    /** For example {@code http://proxy.example:3128}, {@code socks5://[::1]:1080}. */
    @Override
    public String toString() {
        return protocol.name().toLowerCase(Locale.ROOT) + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
               + port;
    }
}
