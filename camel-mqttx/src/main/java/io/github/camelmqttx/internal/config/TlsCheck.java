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
package io.github.camelmqttx.internal.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SNIHostName;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.tls.TlsNames;
import org.jspecify.annotations.Nullable;

/** Checks the options of TLS: names that the JVM must know, and what contradicts each other. Reads no file. */
final class TlsCheck {

    /** Spec: RFC 7301 section 3.1. */
    private static final int MAX_ALPN_BYTES = 255;
    private static final long MIN_ROTATION_CHECK_MILLIS = 1_000;

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    TlsCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        sslContextParameters();
        stores();
        handshake();
        revocation();
        rotation();
    }

    private void sslContextParameters() {
        if (configuration.getSslContextParameters() == null) {
            return;
        }
        List<String> others = new ArrayList<>();
        addIf(others, "trustStore", configuration.getTrustStore() != null);
        addIf(others, "keyStore", configuration.getKeyStore() != null);
        addIf(others, "insecureTls", configuration.isInsecureTls());
        addIf(others, "tlsProtocols", configuration.getTlsProtocols() != null);
        addIf(others, "tlsCipherSuites", configuration.getTlsCipherSuites() != null);
        addIf(others, "certificateRevocation", !"none".equals(configuration.getCertificateRevocation()));
        mistakes.addIf(!others.isEmpty(), "sslContextParameters and " + String.join(", ", others)
                                          + " exclude each other: set it all in sslContextParameters, or remove that");
    }

    private static void addIf(List<String> names, String name, boolean given) {
        if (given) {
            names.add(name);
        }
    }

    private void stores() {
        notBlank("trustStore", configuration.getTrustStore());
        notBlank("keyStore", configuration.getKeyStore());
        mistakes.addIf(configuration.getTrustStorePassword() != null && configuration.getTrustStore() == null,
                "trustStorePassword is given without trustStore: add trustStore");
        mistakes.addIf(configuration.getKeyStorePassword() != null && configuration.getKeyStore() == null,
                "keyStorePassword is given without keyStore: add keyStore");
        mistakes.addIf(configuration.getKeyAlias() != null && configuration.getKeyStore() == null,
                "keyAlias is given without keyStore: add keyStore");
        mistakes.addIf(configuration.isInsecureTls() && configuration.getTrustStore() != null,
                "insecureTls=true trusts every certificate, so trustStore has no effect: remove insecureTls");
    }

    private void notBlank(String option, @Nullable String value) {
        mistakes.addIf(value != null && value.isBlank(), option + " is empty: name a file or a resource, or remove it");
    }

    private void handshake() {
        String protocols = configuration.getTlsProtocols();
        String suites = configuration.getTlsCipherSuites();
        List<String> protocolNames = protocols == null ? List.of() : TlsNames.split(protocols);
        List<String> suiteNames = suites == null ? List.of() : TlsNames.split(suites);
        List<String> problems = new ArrayList<>(TlsNames.protocolProblems(protocolNames));
        problems.addAll(TlsNames.cipherSuiteProblems(suiteNames));
        problems.forEach(mistakes::add);
        mistakes.addIf(problems.isEmpty() && !TlsNames.fit(protocolNames, suiteNames),
                "tlsCipherSuites=" + suites + " has no cipher suite for tlsProtocols=" + protocols
                                                                                       + ": TLSv1.3 has suites of its own (TLS_AES_256_GCM_SHA384 for"
                                                                                       + " one), older versions those with _WITH_ in their names");
        serverName(configuration.getTlsServerName());
        String alpn = configuration.getTlsAlpn();
        for (String name : alpn == null ? List.<String> of() : TlsNames.split(alpn)) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            mistakes.addIf(length == 0 || length > MAX_ALPN_BYTES,
                    "tlsAlpn=" + alpn + " has an element of " + length + " bytes: separate names of 1 to " + MAX_ALPN_BYTES
                                                                   + " bytes by single commas, for example mqtt");
        }
    }

    private void serverName(@Nullable String name) {
        if (name == null) {
            return;
        }
        boolean address = name.matches("[0-9.]+") || name.contains(":");
        try {
            new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            address = true;
        }
        mistakes.addIf(address, "tlsServerName=" + name + " is not a host name: write it without scheme, port and address,"
                                + " for example broker.example.com");
    }

    private void revocation() {
        String mode = configuration.getCertificateRevocation();
        boolean checks = !"none".equals(mode);
        mistakes.oneOf("certificateRevocation", mode, "none", "soft", "strict");
        notBlank("crlFile", configuration.getCrlFile());
        mistakes.addIf(configuration.getCrlFile() != null && !checks,
                "crlFile has no effect with certificateRevocation=none: add certificateRevocation=strict, or soft");
        mistakes.addIf(configuration.isInsecureTls() && checks,
                "insecureTls=true accepts every certificate, so certificateRevocation=" + mode
                                                                + " has no effect: remove insecureTls");
    }

    private void rotation() {
        long millis = configuration.getRotationCheckInterval();
        mistakes.addIf(millis != 0 && millis < MIN_ROTATION_CHECK_MILLIS,
                "rotationCheckInterval=" + millis + " is out of range: use 0, or 1000 or more milliseconds, for example 30s");
        boolean files = configuration.getSslContextParameters() != null || !RotationOptions.files(configuration).isEmpty();
        mistakes.addIf(millis > 0 && !files && !RotationOptions.mayHaveGlobalStores(configuration),
                "rotationCheckInterval has no effect, because there is no file to look at: give keyStore, trustStore, crlFile or"
                                                                                                    + " passwordFile as files, or remove it");
    }
}
