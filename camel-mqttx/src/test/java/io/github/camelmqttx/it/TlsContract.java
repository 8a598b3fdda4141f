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
package io.github.camelmqttx.it;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TlsPort;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * TLS with one broker that has a listener for each kind of certificate: what works, and what is said when it does not.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TlsContract {

    static final String REFUSED_STRANGER = "does not accept our client certificate CN=strange-client";

    private final Map<String, TlsPort> ports = new LinkedHashMap<>();
    private Certificates certificates;
    private Broker broker;

    /** The broker, not started, with its usual TLS listener and more. */
    abstract Broker create(BrokerOptions options, List<TlsPort> more);

    /** Listeners that only this broker can have. */
    abstract Map<String, TlsPort> special(Certificates identities);

    /** What is said about a client certificate of an authority that the broker does not know. */
    abstract String strangeClientRefusal();

    abstract Stream<Arguments> specialRefusals();

    @BeforeAll
    void start() {
        certificates = Certificates.create();
        port("good", certificates.server());
        port("expired", certificates.expiredServer());
        port("future", certificates.authority().futureServer("future-server", "127.0.0.1"));
        port("wrongHost", certificates.wrongHostServer());
        port("strange", certificates.strangeServer());
        port("selfSigned", certificates.authority().selfSignedServer("self-signed-server", "127.0.0.1"));
        port("revoked", certificates.authority().server("revoked-server", "127.0.0.1"));
        ports.put("mutual", TlsPort.of(certificates.authority(), certificates.server()).withClientCertificates());
        ports.put("newest", TlsPort.of(certificates.authority(), certificates.server()).withProtocol("TLSv1.3"));
        ports.putAll(special(certificates));
        broker = create(BrokerOptions.plain().withTls(certificates), List.copyOf(ports.values()));
        broker.start();
    }

    private void port(String name, Identity server) {
        ports.put(name, TlsPort.of(certificates.authority(), server));
    }

    @AfterAll
    void stop() {
        if (broker != null) {
            broker.close();
        }
        certificates.close();
    }

    private String uri(String port) {
        return ports.get(port).uri();
    }

    final String trust() {
        return "&trustStore=file:" + certificates.authority().identity().certificatePem();
    }

    private static String keys(Path store) {
        return "&keyStore=file:" + store + "&keyStorePassword=" + Certificates.PASSWORD;
    }

    private String revocation(String mode) {
        Path list = certificates.authority().revocationList(ports.get("revoked").server());
        return trust() + "&certificateRevocation=" + mode + "&crlFile=file:" + list;
    }

    /** A message from route to route. */
    private void roundTrip(ItSupport it, String options) throws Exception {
        Recorder in = it.record("in", "mqttx:tls/#?qos=1" + options);
        it.start();
        it.send("mqttx:tls/a?qos=1" + options, "secure");
        assertThat(in.awaitFirst().text()).isEqualTo("secure");
    }

    private void roundTrip(String uri, String options) throws Exception {
        try (ItSupport it = new ItSupport(uri)) {
            roundTrip(it, options);
        }
    }

    /** What a route that tests its connection says at start. */
    private static AbstractThrowableAssert<?, ?> refusal(String uri, String options) throws Exception {
        try (ItSupport it = new ItSupport(uri)) {
            it.record("in", "mqttx:tls/#?testConnectionOnStartup=true" + options);
            Throwable failure = catchThrowable(it::start);
            while (failure != null && !(failure instanceof MqttxConnectException)) {
                failure = failure.getCause();
            }
            return assertThat(failure).isNotNull().hasMessageContaining(uri.substring(uri.lastIndexOf(':')))
                    .hasMessageNotContaining(Certificates.PASSWORD);
        }
    }

    Stream<Arguments> refusals() {
        String stranger = keys(certificates.strangeClient().keyStore("PKCS12"));
        String late = keys(certificates.authority().expiredClient("expired-client").keyStore("PKCS12"));
        String rsa = "&tlsProtocols=TLSv1.2&tlsCipherSuites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        String trust = trust();
        return Stream.concat(specialRefusals(), Stream.of(
                Arguments.of("M36 F22 revoked, strict", "revoked", revocation("strict"),
                        "CN=revoked-server,O=camel-mqttx test bed (serial number", "has been revoked on"),
                Arguments.of("M36 F22 revoked, soft", "revoked", revocation("soft"), "has been revoked on", "issued by CN="),
                Arguments.of("M36 strict, without any list", "good", trust + "&certificateRevocation=strict",
                        "it cannot be found out whether", "CN=server"),
                Arguments.of("F22 expired", "expired", trust, "CN=expired-server", "has expired on 20"),
                Arguments.of("F22 not valid yet", "future", trust, "CN=future-server", "is not valid yet, but from 20"),
                Arguments.of("F22 wrong host", "wrongHost", trust, "not for host 127.0.0.1, it is for elsewhere.example",
                        "tlsServerName"),
                Arguments.of("M31 unknown CA", "strange", trust, "CN=strange-server",
                        "issued by CN=strange-authority,O=camel-mqttx test bed) is not signed by an authority we trust"),
                Arguments.of("M31 self-signed", "selfSigned", trust, "CN=self-signed-server", "is self-signed"),
                Arguments.of("M32 the JVM's trust store does not know it", "good", "&tlsAlpn=mqtt",
                        "is not signed by an authority we trust", "CN=server"),
                Arguments.of("M35 no TLS version in common", "newest", trust + "&tlsProtocols=TLSv1.2",
                        "takes none of our TLS versions TLSv1.2 (", "check tlsProtocols"),
                Arguments.of("M35 no cipher suite in common", "good", trust + rsa, "takes none of our cipher suites",
                        "Check tlsCipherSuites"),
                Arguments.of("M34 client certificate demanded, TLS 1.3", "mutual", trust + "&tlsProtocols=TLSv1.3",
                        "demands a client certificate", "keyStore"),
                Arguments.of("M34 client certificate demanded, TLS 1.2", "mutual", trust + "&tlsProtocols=TLSv1.2",
                        "demands a client certificate", "keyStore"),
                Arguments.of("M34 client certificate of an unknown CA", "mutual", trust + stranger, strangeClientRefusal(), ""),
                Arguments.of("M34 client certificate expired", "mutual", trust + late,
                        "does not accept our client certificate CN=expired-client", "valid from 20")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    @DisplayName("F22 M31 M32 M34 M35 M36 each failure of TLS has its own message")
    void failure_start_saysItsReason(String row, String port, String options, String said, String more) throws Exception {
        refusal(uri(port), options).hasMessageContaining(said).hasMessageContaining(more);
    }

    @Test
    @DisplayName("M07 TLS to a plain port: the message names the other scheme")
    void tlsToPlainPort_start_namesTheOtherScheme() throws Exception {
        try (ItSupport it = new ItSupport("mqtts://127.0.0.1:" + broker.port(Scheme.MQTT))) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:tls/#?connectionTimeout=2s" + trust());
            it.start();
            Its.until(() -> watch.problem("in").contains("mqtt://"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "auto", "3.1.1" })
    @DisplayName("M07 MQTT without TLS to a TLS port: the message names the other scheme")
    void plainToTlsPort_start_namesTheOtherScheme(String version) throws Exception {
        refusal(uri("good").replace("mqtts", "mqtt"), "&connectionTimeout=3s&mqttVersion=" + version)
                .hasMessageContaining("mqtts://");
    }

    @ParameterizedTest
    @ValueSource(strings = { "PEM", "JKS", "PKCS12" })
    @DisplayName("M31 M34 trust and key stores of each kind: mutual TLS, found by content")
    void stores_ofEachKind_roundTrip(String kind) throws Exception {
        Identity authority = certificates.authority().identity();
        Identity client = certificates.client();
        if ("PEM".equals(kind)) {
            Path pem = Files.writeString(client.directory().resolve("client-chain.pem"),
                    Files.readString(client.certificatePem()) + Files.readString(client.keyPem()));
            roundTrip(uri("mutual"), trust() + "&keyStore=file:" + pem);
        } else {
            roundTrip(uri("mutual"), "&trustStore=file:" + authority.trustStore(kind) + "&trustStorePassword="
                                     + Certificates.PASSWORD + keys(client.keyStore(kind)));
        }
    }

    @Test
    @DisplayName("M34 keyAlias selects one of two keys in a store: with the right one the broker opens, with the other not")
    void keyAlias_twoKeysInOneStore_decides() throws Exception {
        Path file = certificates.client().directory().resolve("two-keys.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = Certificates.PASSWORD.toCharArray();
        for (Identity each : List.of(certificates.strangeClient(), certificates.client())) {
            store.setKeyEntry(each.name(), each.key(), password, new Certificate[] { each.certificate(), each.issuer() });
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        roundTrip(uri("mutual"), trust() + keys(file) + "&keyAlias=client");
        refusal(uri("mutual"), trust() + keys(file) + "&keyAlias=strange-client").hasMessageContaining(strangeClientRefusal());
    }

    @Test
    @DisplayName("M31 M34 M35 mutual TLS by SSLContextParameters, protocols included")
    void sslContextParameters_mutualTls_roundTrip() throws Exception {
        try (ItSupport it = new ItSupport(uri("mutual"))) {
            it.context().getRegistry().bind("tls", parameters("TLSv1.2"));
            roundTrip(it, "&sslContextParameters=#tls");
        }
        try (ItSupport it = new ItSupport(uri("newest"))) {
            it.context().getRegistry().bind("tls", parameters("TLSv1.2"));
            it.record("in", "mqttx:tls/#?testConnectionOnStartup=true&sslContextParameters=#tls");
            assertThat(catchThrowable(it::start)).hasStackTraceContaining("takes none of our TLS versions TLSv1.2");
        }
    }

    private SSLContextParameters parameters(String protocol) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(certificates.authority().identity().trustStore("PKCS12")));
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store(certificates.client().keyStore("PKCS12")));
        keys.setKeyPassword(Certificates.PASSWORD);
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(List.of(protocol));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        parameters.setKeyManagers(keys);
        parameters.setSecureSocketProtocols(protocols);
        return parameters;
    }

    private static KeyStoreParameters store(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setType("PKCS12");
        store.setPassword(Certificates.PASSWORD);
        return store;
    }

    @Test
    @DisplayName("M33 insecureTls accepts any certificate and warns")
    void insecureTls_anyCertificate_worksAndWarns() throws Exception {
        for (String port : List.of("strange", "wrongHost", "expired", "selfSigned")) {
            try (LogCapture log = LogCapture.start()) {
                roundTrip(uri(port), "&insecureTls=true");
                assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line).contains("insecureTls=true"));
            }
        }
    }

    @Test
    @DisplayName("M35 X14 tlsProtocols, tlsCipherSuites, tlsServerName and tlsAlpn: the broker agrees")
    void handshakeOptions_thatFit_roundTrip() throws Exception {
        roundTrip(uri("newest"), trust() + "&tlsProtocols=TLSv1.3,TLSv1.2&tlsCipherSuites=TLS_AES_256_GCM_SHA384");
        roundTrip(uri("wrongHost"), trust() + "&tlsServerName=elsewhere.example&tlsAlpn=mqtt");
    }

    @ParameterizedTest
    @ValueSource(strings = { "soft", "strict" })
    @DisplayName("M36 a certificate that crlFile does not name is accepted")
    void certificateRevocation_goodCertificate_roundTrip(String mode) throws Exception {
        roundTrip(uri("good"), revocation(mode));
    }
}
