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
import java.util.regex.Pattern;

/**
 * Reads one broker address. Not {@code java.net.URI}, which loses hosts with underscores. For one use by one thread.
 * <p>
 * Invariant: what a message quotes has gone through {@link #shown}, so neither user info nor a query gets into a log.
 */
final class BrokerAddressParser {

    static final String USER_INFO_RULE
            = "user info is not accepted in an address (it is not shown here): use userName and password";

    private static final String SCHEMES
            = "Allowed are host, host:port, and the schemes tcp:// mqtt:// (TCP), ssl:// tls:// mqtts:// (TLS), ws://, wss://; "
              + "for example mqtts://broker.example:8883";
    private static final String SCHEME_END = "://";
    private static final Pattern SCHEME = Pattern.compile("[\\w+.-]*");
    private static final Pattern USER_INFO = Pattern.compile("^.*(@|%40)", Pattern.DOTALL);
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final String text;

    BrokerAddressParser(String text) {
        this.text = text.strip();
    }

    BrokerAddress parse(Transport defaultTransport) {
        int schemeEnd = text.indexOf(SCHEME_END);
        String rest = schemeEnd < 0 ? text : text.substring(schemeEnd + SCHEME_END.length());
        int authorityEnd = authorityEnd(rest);
        String authority = rest.substring(0, authorityEnd);
        if (text.indexOf('@') >= 0 || authority.contains("%40")) {
            throw refused(USER_INFO_RULE);
        }
        Transport transport = schemeEnd < 0 ? defaultTransport : transport(text.substring(0, schemeEnd));
        Authority hostAndPort = hostAndPort(authority, transport);
        return new BrokerAddress(
                transport, hostAndPort.host(), hostAndPort.port(), path(rest.substring(authorityEnd), transport));
    }

    private static int authorityEnd(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private Transport transport(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "tcp", "mqtt" -> Transport.TCP;
            case "tls", "ssl", "mqtts" -> Transport.TLS;
            case "ws" -> Transport.WS;
            case "wss" -> Transport.WSS;
            default -> throw refused("unknown scheme");
        };
    }

    private Authority hostAndPort(String authority, Transport transport) {
        try {
            return Authority.parse(authority, transport.defaultPort());
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private String path(String path, Transport transport) {
        if (path.indexOf('#') >= 0) {
            throw refused("an address has no fragment ('#')");
        }
        if (transport.isWebSocket()) {
            return path.startsWith("?") ? BrokerAddress.DEFAULT_PATH + path : path;
        }
        if (!path.isEmpty() && !path.equals("/")) {
            throw refused("only ws:// and wss:// addresses have a path");
        }
        return "";
    }

    private IllegalArgumentException refused(String rule) {
        return new IllegalArgumentException("Invalid broker '" + shown(text) + "': " + rule + ". " + SCHEMES + ".");
    }

    /** The text without user info (all before the last at sign, except a scheme), query and invisible characters. */
    static String shown(String text) {
        int schemeEnd = text.indexOf(SCHEME_END);
        boolean hasScheme = schemeEnd >= 0 && SCHEME.matcher(text.substring(0, schemeEnd)).matches();
        String scheme = hasScheme ? text.substring(0, schemeEnd + SCHEME_END.length()) : "";
        String rest = USER_INFO.matcher(text.substring(scheme.length())).replaceFirst("***@");
        int query = rest.indexOf('?');
        return INVISIBLE.matcher(scheme + (query < 0 ? rest : rest.substring(0, query) + "?***")).replaceAll("?");
    }
}
