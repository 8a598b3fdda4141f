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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Promise 11: routes over TLS, and what is said when it fails. */
@Timeout(30)
class TlsIT {

    private static final String WRONG_SECRET = "wr0ng-s3cret";

    private static Certificates certificates;
    private static MosquittoBroker plain;
    private static MosquittoBroker mutual;
    private static MosquittoBroker wrongHost;
    private static MosquittoBroker expired;
    private static MosquittoBroker strange;
    private static MosquittoBroker newest;

    @BeforeAll
    static void startBrokers() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        certificates = Certificates.create();
        BrokerOptions tls = BrokerOptions.plain().withTls(certificates);
        plain = MosquittoBroker.create(tls);
        mutual = MosquittoBroker.builder(BrokerOptions.plain().withMutualTls(certificates)).build();
        wrongHost = MosquittoBroker.builder(tls).serverIdentity(certificates.wrongHostServer()).build();
        expired = MosquittoBroker.builder(tls).serverIdentity(certificates.expiredServer()).build();
        strange = MosquittoBroker.builder(tls).serverIdentity(certificates.strangeServer()).build();
        newest = MosquittoBroker.create(tls);
        all().forEach(MosquittoBroker::start);
    }

    private static Stream<MosquittoBroker> all() {
        return Stream.of(plain, mutual, wrongHost, expired, strange, newest);
    }

    @AfterAll
    static void stopBrokers() {
        if (certificates != null) {
            all().forEach(MosquittoBroker::close);
            certificates.close();
        }
    }

    private static ItSupport support(MosquittoBroker broker) {
        return new ItSupport(broker.uri(Scheme.MQTTS));
    }

    private static String trust() {
        return "&trustStore=file:" + certificates.authority().identity().certificatePem();
    }

    private static String keys(Identity identity) {
        return "&keyStore=file:" + identity.keyStore("PKCS12") + "&keyStorePassword=" + Certificates.PASSWORD;
    }

    /** A message from route to route. */
    private static void roundTrip(ItSupport it, String options) throws Exception {
        Recorder in = it.record("in", "mqttx:tls/#?qos=1" + options);
        it.start();
        it.send("mqttx:tls/a?qos=1" + options, "secure");
        assertThat(in.awaitFirst().text()).isEqualTo("secure");
    }

    /** What a route that tests its connection says at start; nothing of it may hold a password. */
    private static Throwable refusal(MosquittoBroker broker, String options) throws Exception {
        return refusal(broker.uri(Scheme.MQTTS), options);
    }

    private static Throwable refusal(String uri, String options) throws Exception {
        try (ItSupport it = new ItSupport(uri); LogCapture log = LogCapture.start()) {
            it.record("in", "mqttx:tls/#?testConnectionOnStartup=true" + options);
            Throwable failure = connectFailure(catchThrowable(it::start));
            assertThat(failure).hasMessageContaining(uri.substring(uri.lastIndexOf(':'))).hasMessageNotContainingAny(
                    Certificates.PASSWORD, WRONG_SECRET);
            assertThat(log.text()).doesNotContain(WRONG_SECRET, "Password=" + Certificates.PASSWORD);
            return failure;
        }
    }

    private static Throwable connectFailure(Throwable thrown) {
        Throwable found = thrown;
        while (found != null && !(found instanceof MqttxConnectException)) {
            found = found.getCause();
        }
        assertThat(found).as("start failed with %s", thrown).isNotNull();
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = { "PEM", "JKS", "PKCS12" })
    @DisplayName("M07 M31 a trust store of each kind lets routes talk over TLS")
    void trustStore_ofEachKind_roundTrip(String kind) throws Exception {
        Identity authority = certificates.authority().identity();
        String trust = "PEM".equals(kind)
                ? trust() : "&trustStore=file:" + authority.trustStore(kind) + "&trustStorePassword=" + Certificates.PASSWORD;
        try (ItSupport it = support(plain)) {
            roundTrip(it, trust);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "auto", "5", "3.1.1", "3.1" })
    @DisplayName("M34 mutual TLS by shortcuts: the client certificate opens the door, with every version")
    void keyStore_mutualTls_roundTrip(String version) throws Exception {
        try (ItSupport it = support(mutual)) {
            roundTrip(it, trust() + keys(certificates.client()) + "&keyAlias=client&mqttVersion=" + version);
        }
    }

    @Test
    @DisplayName("M31 M34 mutual TLS by SSLContextParameters")
    void sslContextParameters_mutualTls_roundTrip() throws Exception {
        try (ItSupport it = support(mutual)) {
            it.context().getRegistry().bind("tls", parameters(certificates.client()));
            roundTrip(it, "&sslContextParameters=#tls");
        }
    }

    @Test
    @DisplayName("M31 the SSLContextParameters of the Camel context are used if the component is told to")
    void globalSslContextParameters_mutualTls_roundTrip() throws Exception {
        try (ItSupport it = support(mutual)) {
            it.context().setSSLContextParameters(parameters(certificates.client()));
            it.component().setUseGlobalSslContextParameters(true);
            roundTrip(it, "");
        }
    }

    private static SSLContextParameters parameters(Identity client) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(certificates.authority().identity().trustStore("PKCS12")));
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store(client.keyStore("PKCS12")));
        keys.setKeyPassword(Certificates.PASSWORD);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        parameters.setKeyManagers(keys);
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
    @DisplayName("F22 M31 host name verification is on: a certificate for another host is refused, unless it is turned off")
    void wrongHost_refused_unlessVerificationIsOff() throws Exception {
        assertThat(refusal(wrongHost, trust()))
                .hasMessageContaining("certificate is not for host 127.0.0.1, it is for elsewhere.example")
                .hasMessageContaining("Connect by a name in the certificate");
        try (ItSupport it = support(wrongHost)) {
            roundTrip(it, trust() + "&sslHostnameVerification=false");
        }
    }

    static Stream<Arguments> refusals() {
        String secret = "&trustStorePassword=" + WRONG_SECRET;
        String store = "&trustStore=file:" + certificates.authority().identity().trustStore("PKCS12");
        return Stream.of(
                Arguments.of("M32 JVM default", plain, "", "not signed by an authority we trust"),
                Arguments.of("M31 unknown CA", strange, trust(), "not signed by an authority we trust"),
                Arguments.of("F22 expired", expired, trust(), "has expired on"),
                Arguments.of("M34 no client certificate", mutual, trust(), "client certificate"),
                Arguments.of("M34 strange client certificate", mutual, trust() + keys(certificates.strangeClient()),
                        "client certificate"),
                Arguments.of("M31 wrong password", plain, store + secret, "trustStorePassword is wrong"),
                Arguments.of("M31 no such file", plain, "&trustStore=file:no/such/ca.pem", "no/such/ca.pem does not exist"),
                Arguments.of("M34 wrong key password", mutual,
                        trust() + "&keyStore=file:" + certificates.client().keyStore("JKS") + "&keyStorePassword="
                                                               + WRONG_SECRET,
                        "keyStorePassword is wrong"),
                Arguments.of("M34 no such alias", mutual, trust() + keys(certificates.client()) + "&keyAlias=nobody",
                        "keyAlias=nobody names no private key"));
    }

    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("refusals")
    @DisplayName("promise 11: a TLS failure is fatal and says what to do")
    void mistake_start_failsWithItsReason(String row, MosquittoBroker broker, String options, String said) throws Exception {
        int before = broker.connectCount();
        Throwable failure = refusal(broker, options);
        assertThat(failure).hasMessageContaining(said);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(broker.connectCount()).as("never connected").isEqualTo(before);
    }

    @Test
    @DisplayName("M07 TLS to a plain port, and TCP to a TLS port: the message names the other scheme")
    void wrongScheme_start_namesTheRightOne() throws Exception {
        String tlsToPlain = "mqtts://127.0.0.1:" + plain.port(Scheme.MQTT);
        assertThat(refusal(tlsToPlain, trust() + "&connectionTimeout=2s")).hasMessageContaining("TLS");
        String plainToTls = "mqtt://127.0.0.1:" + plain.port(Scheme.MQTTS);
        assertThat(refusal(plainToTls, "&connectionTimeout=2s")).hasMessageContaining("mqtts://");
    }

    @Test
    @DisplayName("M33 insecureTls accepts any certificate and warns each time it is used; it is never the default")
    void insecureTls_anyCertificate_worksAndWarns() throws Exception {
        for (MosquittoBroker broker : List.of(strange, wrongHost, expired)) {
            try (ItSupport it = support(broker); LogCapture log = LogCapture.start()) {
                roundTrip(it, "&insecureTls=true");
                assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line).contains("insecureTls=true")
                        .contains(":" + broker.port(Scheme.MQTTS)));
            }
        }
    }

    @Test
    @DisplayName("M35 protocols and cipher suites of SSLContextParameters are those on the wire")
    void protocolAndCipher_ofSslContextParameters_areNegotiated() throws Exception {
        SSLContextParameters parameters = parameters(certificates.client());
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.getSecureSocketProtocol().add("TLSv1.2");
        parameters.setSecureSocketProtocols(protocols);
        CipherSuitesParameters suites = new CipherSuitesParameters();
        suites.getCipherSuite().add("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        parameters.setCipherSuites(suites);
        try (TlsListener listener = new TlsListener(certificates.serverContext(certificates.server()));
             ItSupport it = new ItSupport(listener.uri())) {
            it.context().getRegistry().bind("tls", parameters);
            it.record("in", "mqttx:tls/#?sslContextParameters=#tls&connectionTimeout=1s");
            it.start();
            await().untilAsserted(() -> assertThat(listener.sessions())
                    .contains("TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        }
    }

    @Test
    @DisplayName("M32 without a trust store the JVM's certificates are trusted")
    void noTrustStore_jvmTrustsTheAuthority_roundTrip() throws Exception {
        String store = System.getProperty("javax.net.ssl.trustStore");
        System.setProperty("javax.net.ssl.trustStore", certificates.authority().identity().trustStore("PKCS12").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
        try (ItSupport it = support(plain)) {
            roundTrip(it, "");
        } finally {
            System.clearProperty("javax.net.ssl.trustStorePassword");
            if (store == null) {
                System.clearProperty("javax.net.ssl.trustStore");
            } else {
                System.setProperty("javax.net.ssl.trustStore", store);
            }
        }
    }

    @Test
    @DisplayName("F08 a certificate file that appears later is used without restart; health says what is missing meanwhile")
    void trustStoreMissingAtStart_fileAppears_connects() throws Exception {
        Path directory = Files.createTempDirectory("mqttx-tls-");
        Path file = directory.resolve("ca.pem");
        try (ItSupport it = support(plain)) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:tls/#?reconnectDelay=100&reconnectMaxDelay=200&trustStore=file:" + file);
            it.start();
            assertThat(watch.problem("in")).contains("ca.pem does not exist");
            Files.copy(certificates.authority().identity().certificatePem(), file);
            watch.awaitUp("in");
            it.send("mqttx:tls/late?trustStore=file:" + file, "late");
            assertThat(in.awaitFirst().text()).isEqualTo("late");
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }
}
