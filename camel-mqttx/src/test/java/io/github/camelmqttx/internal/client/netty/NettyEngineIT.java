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

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The engine against a mosquitto process, on real sockets. */
class NettyEngineIT {

    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final MosquittoBroker BROKER = MosquittoBroker.create(BrokerOptions.plain());

    private final RecordingListener listener = new RecordingListener();
    private ExecutorService blocking;
    private NettyClientFactory factory;
    private SerialContext context;
    private MqttClient client;

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void createClient() {
        blocking = Executors.newCachedThreadPool();
        factory = new NettyClientFactory(1, "engine-test-io", blocking);
        context = factory.newContext();
        client = factory.newClient(context, listener);
    }

    @AfterEach
    void closeFactory() {
        factory.close();
        blocking.shutdownNow();
    }

    static Stream<Arguments> versionsAndQos() {
        return Stream.of(ProtocolVersion.values())
                .flatMap(version -> Stream.of(0, 1, 2).map(qos -> Arguments.of(version, qos)));
    }

    @ParameterizedTest(name = "MQTT {0}, QoS {1}")
    @MethodSource("versionsAndQos")
    @DisplayName("M64 M43 a published message comes back to its own subscriber, in order")
    void message_isPublished_comesBack(ProtocolVersion version, int qos) throws Exception {
        connect(version);
        assertThat(subscribe("loop/#", qos)).containsExactly(qos);
        listener.onReceived = client::acknowledge;

        run(() -> {
            for (int i = 0; i < 20; i++) {
                client.publish(Requests.message("loop/" + i, qos));
            }
            client.flush();
            return null;
        });

        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.received).hasSize(20));
        assertThat(listener.received).extracting(IncomingMessage::topic)
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(20).map(i -> "loop/" + i).toList());
        assertThat(listener.received).extracting(m -> new String(m.payload())).contains("payload of loop/3");
        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.published).hasSize(20));
        assertThat(run(client::inflight)).isZero();
        disconnect();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M13 a durable session brings what was published meanwhile")
    void session_isDurable_backlogArrives(ProtocolVersion version) throws Exception {
        String id = "durable-" + version.level();
        Requests durable = request(version).clientId(id).durable();
        connect(durable);
        subscribe("backlog/" + id, 1);
        disconnect();

        NettyClientFactory other = new NettyClientFactory(1, "engine-test-other", blocking);
        publishFrom(other, "backlog/" + id);
        other.close();

        listener.onReceived = client::acknowledge;
        connect(durable.attempt(2));
        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.received).hasSize(1));
        assertThat(listener.connected.get(1).sessionPresent()).isTrue();
        disconnect();
    }

    @Test
    @DisplayName("M63 a refused TCP connection names the broker and what to check")
    void port_isClosed_connectFails() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        BrokerAddress nobody = new BrokerAddress(Transport.TCP, "127.0.0.1", closed, "");

        run(() -> {
            client.connect(Requests.to(nobody, ProtocolVersion.MQTT_5).request());
            return null;
        });

        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.connectFailed).hasSize(1));
        ConnectFailure failure = listener.connectFailed.get(0);
        assertThat(failure.stage()).isEqualTo(ConnectFailure.Stage.NETWORK);
        assertThat(failure.exception()).hasMessageContaining("tcp://127.0.0.1:" + closed).hasMessageContaining("refused");
    }

    @Test
    @DisplayName("M20 probe tells whether a TCP connection can be opened")
    void probe_ofOpenAndClosedPort_tellsThemApart() throws Exception {
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        factory.probe(context, address(), null, TimeUnit.SECONDS.toNanos(5), open::complete);
        factory.probe(context, new BrokerAddress(Transport.TCP, "127.0.0.1", 1, ""), null, TimeUnit.SECONDS.toNanos(5),
                closed::complete);

        assertThat(open.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private void publishFrom(NettyClientFactory other, String topic) throws Exception {
        RecordingListener publisher = new RecordingListener();
        SerialContext otherContext = other.newContext();
        MqttClient otherClient = other.newClient(otherContext, publisher);
        otherContext.execute(() -> otherClient.connect(request(ProtocolVersion.MQTT_5).clientId("pub").request()));
        await().atMost(SHORT).untilAsserted(() -> assertThat(publisher.connected).hasSize(1));
        otherContext.execute(() -> {
            otherClient.publish(Requests.message(topic, 1));
            otherClient.flush();
        });
        await().atMost(SHORT).untilAsserted(() -> assertThat(publisher.published).hasSize(1));
        otherContext.execute(() -> otherClient.disconnect(0, TimeUnit.SECONDS.toNanos(2)));
        await().atMost(SHORT).untilAsserted(() -> assertThat(publisher.disconnected).hasSize(1));
    }

    private static BrokerAddress address() {
        return new BrokerAddress(Transport.TCP, "127.0.0.1", BROKER.port(Scheme.MQTT), "");
    }

    private static Requests request(ProtocolVersion version) {
        return Requests.to(address(), version);
    }

    private void connect(ProtocolVersion version) throws Exception {
        connect(request(version));
    }

    private void connect(Requests request) throws Exception {
        int before = listener.connected.size();
        run(() -> {
            client.connect(request.request());
            return null;
        });
        await().atMost(SHORT).untilAsserted(() -> {
            assertThat(listener.connectFailed).isEmpty();
            assertThat(listener.connected).hasSize(before + 1);
        });
    }

    private int[] subscribe(String filter, int qos) throws Exception {
        CompletableFuture<int[]> reply = new CompletableFuture<>();
        run(() -> {
            client.subscribe(List.of(new Subscription(filter, qos, false, false, 0, 0)), reply::complete);
            client.flush();
            return null;
        });
        return reply.get(10, TimeUnit.SECONDS);
    }

    private void disconnect() throws Exception {
        int before = listener.disconnected.size();
        run(() -> {
            client.disconnect(0, TimeUnit.SECONDS.toNanos(5));
            return null;
        });
        await().atMost(SHORT).untilAsserted(() -> assertThat(listener.disconnected).hasSize(before + 1));
        assertThat(listener.disconnected.get(before).kind()).isEqualTo(Disconnection.Kind.LOCAL);
    }

    private <T> T run(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }
}
