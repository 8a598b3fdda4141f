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
package io.github.camelmqttx.internal.tls;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the client's first message of a TLS handshake says.
 *
 * @param protocols    TLS versions to offer, by their JSSE names; empty for those that the JVM enables
 * @param cipherSuites to offer, by their JSSE names; empty for those that the JVM enables
 * @param serverName   host name to send (SNI) and to expect in the broker's certificate; null for the broker's host
 * @param alpn         application protocols to offer; empty for none
 */
public record TlsHandshake(List<String> protocols, List<String> cipherSuites, @Nullable String serverName, List<String> alpn) {

    /** As the JVM does. */
    public static final TlsHandshake DEFAULT = new TlsHandshake(List.of(), List.of(), null, List.of());

    public TlsHandshake {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        alpn = List.copyOf(alpn);
    }
}
