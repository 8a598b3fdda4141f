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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsCheckTest {

    private static final String SECRET = "s3cret";

    @TempDir
    private static Path directory;
    private static Path token;

    @BeforeAll
    static void write() throws IOException {
        token = Files.writeString(directory.resolve("token"), SECRET);
    }

    private static Arguments row(String said, Consumer<MqttxConfiguration> change) {
        return Arguments.of(said, change);
    }

    private static Arguments withParameters(String option, Consumer<MqttxConfiguration> change) {
        return row("sslContextParameters and " + option + " exclude each other",
                change.andThen(c -> c.setSslContextParameters(new SSLContextParameters())));
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                withParameters("trustStore", c -> c.setTrustStore("file:ca.pem")),
                withParameters("keyStore", c -> c.setKeyStore("file:key.pem")),
                withParameters("insecureTls", c -> c.setInsecureTls(true)),
                withParameters("tlsProtocols", c -> c.setTlsProtocols("TLSv1.3")),
                withParameters("tlsCipherSuites", c -> c.setTlsCipherSuites("TLS_AES_256_GCM_SHA384")),
                withParameters("certificateRevocation", c -> c.setCertificateRevocation("soft")),
                withParameters("trustStore, keyStore, tlsProtocols", c -> {
                    c.setTrustStore("file:ca.pem");
                    c.setKeyStore("file:key.pem");
                    c.setTlsProtocols("TLSv1.3");
                }),
                row("trustStorePassword is given without trustStore", c -> c.setTrustStorePassword(SECRET)),
                row("keyStorePassword is given without keyStore", c -> c.setKeyStorePassword(SECRET)),
                row("keyAlias is given without keyStore", c -> c.setKeyAlias("a")),
                row("insecureTls=true trusts every certificate", c -> {
                    c.setInsecureTls(true);
                    c.setTrustStore("file:ca.pem");
                }),
                row("insecureTls=true accepts every certificate, so certificateRevocation=strict", c -> {
                    c.setInsecureTls(true);
                    c.setCertificateRevocation("strict");
                }),
                row("crlFile has no effect with certificateRevocation=none", c -> c.setCrlFile("file:ca.crl")),
                row("tlsCipherSuites=TLS_AES_256_GCM_SHA384 has no cipher suite for tlsProtocols=TLSv1.2", c -> {
                    c.setTlsProtocols("TLSv1.2");
                    c.setTlsCipherSuites("TLS_AES_256_GCM_SHA384");
                }),
                row("has no cipher suite for tlsProtocols=TLSv1.3", c -> {
                    c.setTlsProtocols("TLSv1.3");
                    c.setTlsCipherSuites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
                }),
                row("rotationCheckInterval has no effect", c -> {
                    c.setTlsProtocols("TLSv1.3");
                    c.setRotationCheckInterval(5_000);
                }),
                row("rotationCheckInterval has no effect", c -> {
                    c.setTrustStore("classpath:ca.pem");
                    c.setRotationCheckInterval(5_000);
                }));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                row("tlsProtocols: TLS1.3 is not a TLS version that this JVM supports", c -> c.setTlsProtocols("TLS1.3")),
                row("TLSv1.3, TLSv1.2", c -> c.setTlsProtocols("1.3")),
                row("tlsProtocols: TLSv1.1 is turned off in this JVM", c -> c.setTlsProtocols("TLSv1.2,TLSv1.1")),
                row("tlsProtocols has an empty element", c -> c.setTlsProtocols("TLSv1.2,,TLSv1.3")),
                row("tlsProtocols has an empty element", c -> c.setTlsProtocols("")),
                row("did you mean TLS_AES_256_GCM_SHA384", c -> c.setTlsCipherSuites("TLS_AES_256_GCM_SHA385")),
                row("did you mean TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        c -> c.setTlsCipherSuites("ECDHE-ECDSA-AES128-GCM-SHA256")),
                row("tlsServerName=https://a.example is not a host name", c -> c.setTlsServerName("https://a.example")),
                row("tlsServerName=a.example:8883 is not a host name", c -> c.setTlsServerName("a.example:8883")),
                row("tlsServerName=10.0.0.1 is not a host name", c -> c.setTlsServerName("10.0.0.1")),
                row("tlsServerName= is not a host name", c -> c.setTlsServerName("")),
                row("tlsAlpn=mqtt, has an element of 0 bytes", c -> c.setTlsAlpn("mqtt,")),
                row("an element of 256 bytes", c -> c.setTlsAlpn("m".repeat(256))),
                row("certificateRevocation=hard is unknown: use none, soft, strict", c -> c.setCertificateRevocation("hard")),
                row("crlFile is empty", c -> {
                    c.setCrlFile(" ");
                    c.setCertificateRevocation("soft");
                }),
                row("trustStore is empty", c -> c.setTrustStore("")),
                row("keyStore is empty", c -> c.setKeyStore("")),
                row("rotationCheckInterval=999 is out of range", c -> {
                    c.setTrustStore("ca.pem");
                    c.setRotationCheckInterval(999);
                }),
                row("rotationCheckInterval=-1 is out of range", c -> c.setRotationCheckInterval(-1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({ "contradictions", "values" })
    @DisplayName("M31 M34 M35 M36 X11 X12 a mistake in the TLS options is named with what to do")
    void mistake_inTlsOptions_isNamed(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("mqtts://a.example");
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a/#", Set.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said).hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of())).hasMessageContaining(said);
    }

    static Stream<Arguments> consistent() {
        return Stream.of(
                row("all shortcuts", c -> {
                    c.setTrustStore("file:ca.pem");
                    c.setKeyStore("file:client.p12");
                    c.setKeyStorePassword(SECRET);
                    c.setKeyAlias("client");
                    c.setTlsProtocols("TLSv1.3, TLSv1.2");
                    c.setTlsCipherSuites("TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
                    c.setTlsServerName("broker.example.com");
                    c.setTlsAlpn("x-amzn-mqtt-ca,mqtt");
                    c.setCertificateRevocation("strict");
                    c.setCrlFile("file:ca.crl");
                    c.setRotationCheckInterval(1_000);
                }),
                row("the JVM's trust store with OCSP", c -> c.setCertificateRevocation("soft")),
                row("server name beside sslContextParameters", c -> {
                    c.setSslContextParameters(new SSLContextParameters());
                    c.setTlsServerName("localhost");
                    c.setTlsAlpn("mqtt");
                    c.setSslHostnameVerification(false);
                    c.setRotationCheckInterval(60_000);
                }),
                row("maybe SSLContextParameters of the context", c -> c.setRotationCheckInterval(60_000)),
                row("a password without TLS", c -> {
                    c.setBrokers("a.example");
                    c.setUserName("u");
                    c.setPasswordFile("file:" + token);
                    c.setRotationCheckInterval(60_000);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consistent")
    @DisplayName("M31 M35 M36 X11 X12 TLS options that go together pass")
    void consistentOptions_check_pass(String what, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("mqtts://a.example");
        change.accept(configuration);
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "a/#", Set.of())).doesNotThrowAnyException();
    }
}
