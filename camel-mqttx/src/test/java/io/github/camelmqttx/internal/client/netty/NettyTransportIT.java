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
package io.github.camelmqttx.internal.client.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** TLS, WebSocket and name resolution on real sockets. */
class NettyTransportIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    private static Certificates certificates;

    private final RecordingListener listener = new RecordingListener();
    private ExecutorService blocking;
    private NettyClientFactory factory;
    private SerialContext context;
    private MqttClient client;

    @BeforeAll
    static void createCertificates() {
        certificates = Certificates.create();
    }

    @AfterAll
    static void deleteCertificates() {
        certificates.close();
    }

    @BeforeEach
    void createClient() {
        blocking = Executors.newCachedThreadPool();
        factory = new NettyClientFactory(1, "transport-test-io", blocking);
        context = factory.newContext();
        client = factory.newClient(context, listener);
    }

    @AfterEach
    void closeFactory() {
        factory.close();
        blocking.shutdownNow();
    }

    /** Trusts the authority of the test, verifies host names. */
    private static TlsEngineFactory tls(@Nullable Identity identity) {
        SSLContext context = certificates.clientContext(identity);
        return (host, port) -> {
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        };
    }

    private void connect(BrokerAddress broker, TlsEngineFactory tls) {
        connect(Requests.to(broker, ProtocolVersion.MQTT_5).transport(tls, Map.of("X-Test", "yes")));
    }

    private void connect(Requests request) {
        context.execute(() -> client.connect(request.request()));
    }

    private ConnectFailure failure() {
        await().atMost(SHORT).until(() -> !listener.log.isEmpty());
        assertThat(listener.connected).isEmpty();
        return listener.connectFailed.get(0);
    }

    private void assertLoopWorks() {
        await().atMost(SHORT).untilAsserted(() -> {
            assertThat(listener.connectFailed).isEmpty();
            assertThat(listener.connected).hasSize(1);
        });
        listener.onReceived = client::acknowledge;
        String payload = "x".repeat(100_000);
        context.execute(() -> {
            client.subscribe(List.of(new Subscription("loop", 1, false, false, 0, 0)), codes -> {
                client.publish(Requests.message("loop", 0, payload));
                client.publish(Requests.message("loop", 1, payload));
                client.publish(Requests.message("loop", 2, payload));
                client.flush();
            });
            client.flush();
        });
        await().atMost(SHORT).untilAsserted(() -> {
            assertThat(listener.received).hasSize(3);
            assertThat(listener.published).hasSize(3);
        });
        assertThat(listener.received).allSatisfy(message -> assertThat(message.payload()).hasSize(100_000));
        context.execute(() -> client.disconnect(0, TimeUnit.SECONDS.toNanos(5)));
        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.disconnected).hasSize(1));
    }

    private void assertTlsFails(Identity server, boolean mutual, @Nullable Identity own, String... words) {
        BrokerOptions options = mutual
                ? BrokerOptions.plain().withMutualTls(certificates) : BrokerOptions.plain().withTls(certificates);
        try (MosquittoBroker broker = MosquittoBroker.builder(options).serverIdentity(server).build()) {
            broker.start();
            connect(new BrokerAddress(Transport.TLS, "localhost", broker.port(Scheme.MQTTS), ""), tls(own));
            ConnectFailure failure = failure();

            assertThat(failure.stage()).isEqualTo(Stage.TLS);
            assertThat(failure.exception()).hasMessageContaining("tls://localhost");
            for (String word : words) {
                assertThat(failure.exception()).hasMessageContaining(word);
            }
            assertThat(failure.exception().isRetryable()).isFalse();
        }
    }

    @Test
    @DisplayName("M07 M34 TLS with mutual authentication carries all QoS")
    void tls_isMutual_works() {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain().withMutualTls(certificates))) {
            broker.start();
            connect(new BrokerAddress(Transport.TLS, "localhost", broker.port(Scheme.MQTTS), ""), tls(certificates.client()));
            assertLoopWorks();
        }
    }

    @Test
    @DisplayName("F22 M31 a certificate of an unknown authority is fatal and says so")
    void tls_authorityIsUnknown_fails() {
        assertTlsFails(certificates.strangeServer(), false, null, "not signed by an authority we trust", "trust store");
    }

    @Test
    @DisplayName("F22 a certificate for another host is fatal and says so")
    void tls_hostDoesNotMatch_fails() {
        assertTlsFails(certificates.wrongHostServer(), false, null, "not for host localhost");
    }

    @Test
    @DisplayName("F22 F17 an expired certificate is fatal and says so")
    void tls_certificateHasExpired_fails() {
        assertTlsFails(certificates.expiredServer(), false, null, "expired");
    }

    @Test
    @DisplayName("M34 a missing client certificate is named, although TLS 1.3 tells it after the handshake")
    void tls_clientCertificateIsMissing_fails() {
        assertTlsFails(certificates.server(), true, null, "client certificate");
    }

    @Test
    @DisplayName("M57 TLS to a plain MQTT port, and plain MQTT to a TLS port, say what is wrong")
    void tls_andPlainPort_areMixedUp_fails() {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain().withTls(certificates))) {
            broker.start();
            connect(new BrokerAddress(Transport.TCP, "localhost", broker.port(Scheme.MQTTS), ""), tls(null));
            assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
            assertThat(failure().exception()).hasMessageContaining("mqtts://");
        }
    }

    @Test
    @DisplayName("M57 TLS to a peer that does not speak it says so")
    void tls_peerIsPlain_fails() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answer(server, "220 smtp.example ready, this is not TLS\r\n");
            connect(new BrokerAddress(Transport.TLS, "localhost", server.getLocalPort(), ""), tls(null));

            assertThat(failure().stage()).isEqualTo(Stage.TLS);
            assertThat(failure().exception()).hasMessageContaining("does not speak TLS").hasMessageContaining("mqtt://");
        }
    }

    @Test
    @DisplayName("M31 key material that cannot be loaded fails the attempt without a connection")
    void tls_materialIsBroken_fails() {
        connect(new BrokerAddress(Transport.TLS, "localhost", 1, ""), (host, port) -> {
            throw new GeneralSecurityException("keystore password was incorrect");
        });

        assertThat(failure().stage()).isEqualTo(Stage.TLS);
        assertThat(failure().exception()).hasMessageContaining("keystore password was incorrect");
    }

    @Test
    @DisplayName("F11 M06 a peer that accepts TCP and stays silent is given up when the time is over, in TLS and WebSocket")
    void peer_isSilent_attemptTimesOut() throws IOException {
        for (Transport transport : List.of(Transport.TLS, Transport.WS)) {
            listener.log.clear();
            listener.connectFailed.clear();
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                BrokerAddress broker = new BrokerAddress(
                        transport, "localhost", server.getLocalPort(), transport == Transport.WS ? "/mqtt" : "");
                connect(Requests.to(broker, ProtocolVersion.MQTT_5).transport(tls(null), Map.of()).timeoutMillis(300));

                assertThat(failure().stage()).isEqualTo(Stage.TIMEOUT);
                assertThat(failure().exception())
                        .hasMessageContaining(transport == Transport.WS ? "WebSocket upgrade" : "TLS handshake");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Transport.class, names = { "WS", "WSS" })
    @DisplayName("M07 WebSocket, plain and over TLS, carries all QoS and large payloads")
    void webSocket_works(Transport transport) {
        try (Broker broker = HiveMqBroker.create(BrokerOptions.plain().withTls(certificates))) {
            broker.start();
            Scheme scheme = transport == Transport.WS ? Scheme.WS : Scheme.WSS;
            connect(new BrokerAddress(transport, "localhost", broker.port(scheme), "/mqtt"), tls(null));
            assertLoopWorks();
        }
    }

    @Test
    @DisplayName("M07 a refused WebSocket upgrade names the HTTP status and the path")
    void webSocket_isRefused_fails() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answer(server, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            connect(new BrokerAddress(Transport.WS, "localhost", server.getLocalPort(), "/nowhere"), tls(null));

            assertThat(failure().stage()).isEqualTo(Stage.WEB_SOCKET);
            assertThat(failure().exception()).hasMessageContaining("404").hasMessageContaining("/nowhere");
        }
    }

    @Test
    @DisplayName("M57 an unknown host is named as such")
    void host_isUnknown_fails() {
        connect(new BrokerAddress(Transport.TCP, "no-such-host.invalid", 1883, ""), tls(null));

        assertThat(failure().stage()).isEqualTo(Stage.NETWORK);
        assertThat(failure().exception()).hasMessageContaining("no-such-host.invalid").hasMessageContaining("unknown");
    }

    @Test
    @DisplayName("X07 the addresses of a host are tried in turn within one attempt")
    void host_hasSeveralAddresses_oneThatAnswersIsFound() throws IOException {
        InetAddress[] addresses = {
                InetAddress.getByAddress("many.example", new byte[] { 127, 0, 0, 3 }),
                InetAddress.getByAddress("many.example", new byte[] { 127, 0, 0, 1 }) };
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain());
             NettyClientFactory several = new NettyClientFactory(1, "transport-test-several", blocking, host -> addresses)) {
            broker.start();
            context = several.newContext();
            client = several.newClient(context, listener);

            connect(new BrokerAddress(Transport.TCP, "many.example", broker.port(Scheme.MQTT), ""), tls(null));

            assertLoopWorks();
        }
    }

    @Test
    @DisplayName("X07 no address of a host answers: the failure carries that of each")
    void host_hasSeveralAddresses_noneAnswers_fails() throws IOException {
        InetAddress[] addresses = {
                InetAddress.getByAddress("many.example", new byte[] { 127, 0, 0, 3 }),
                InetAddress.getByAddress("many.example", new byte[] { 127, 0, 0, 4 }) };
        try (NettyClientFactory several = new NettyClientFactory(1, "transport-test-none", blocking, host -> addresses)) {
            context = several.newContext();
            client = several.newClient(context, listener);

            connect(new BrokerAddress(Transport.TCP, "many.example", 1, ""), tls(null));

            assertThat(failure().stage()).isEqualTo(Stage.NETWORK);
            assertThat(failure().exception().getCause().getSuppressed()).hasSize(1);
        }
    }

    @Test
    @DisplayName("M07 an IPv6 literal is an address like any other")
    void host_isIpv6Literal_isReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            CompletableFuture<Boolean> reached = new CompletableFuture<>();
            factory.probe(context, new BrokerAddress(Transport.TCP, "::1", server.getLocalPort(), ""), null,
                    TimeUnit.SECONDS.toNanos(5), reached::complete);

            assertThat(reached.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void answer(ServerSocket server, String text) {
        blocking.submit(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                return socket.getInputStream().readAllBytes();
            }
        });
    }
}
