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
package io.github.camelmqttx.testbed;

import org.jspecify.annotations.Nullable;

/**
 * A TLS listener of a broker, beside its usual one.
 *
 * @param port                      reserved
 * @param authority                 issues the client certificates that it accepts
 * @param server                    its own identity
 * @param clientCertificateRequired refuses clients without a certificate
 * @param protocol                  TLS versions by their JSSE names, separated by commas; null: the broker's choice
 */
public record TlsPort(int port, Authority authority, Identity server, boolean clientCertificateRequired,
        @Nullable String protocol) {

    /** Takes everybody. */
    public static TlsPort of(Authority authority, Identity server) {
        return new TlsPort(Ports.reserve(), authority, server, false, null);
    }

    public TlsPort withClientCertificates() {
        return new TlsPort(port, authority, server, true, protocol);
    }

    public TlsPort withProtocol(String tlsVersion) {
        return new TlsPort(port, authority, server, clientCertificateRequired, tlsVersion);
    }

    public String uri() {
        return Scheme.MQTTS.uri("127.0.0.1", port);
    }
}
