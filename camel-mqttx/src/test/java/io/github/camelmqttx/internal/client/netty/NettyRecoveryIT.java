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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A session that outlived its client, at a broker that goes by Packet Identifiers alone. (Mosquitto compares the
 * content and so notices that an identifier stands for another message.)
 */
class NettyRecoveryIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Test
    @DisplayName("F20 F02 a QoS 2 publish is not lost when the broker still holds its identifier from before a crash")
    void session_holdsAQos2Identifier_newMessageArrives() throws Exception {
        ExecutorService blocking = Executors.newCachedThreadPool();
        try (Broker broker = ArtemisBroker.create(BrokerOptions.plain());
             NettyClientFactory factory = new NettyClientFactory(1, "recovery-test-io", blocking)) {
            broker.start();
            int port = broker.port(Scheme.MQTT);
            crashAfterPubrec(port, "crashed", "crash/old");
            RecordingListener watching = new RecordingListener();
            watch(factory, port, watching);
            RecordingListener listener = new RecordingListener();
            SerialContext context = factory.newContext();
            MqttClient client = factory.newClient(context, listener);

            context.execute(() -> client.connect(request(port, "crashed").durable().request()));
            await().atMost(SHORT).untilAsserted(() -> assertThat(listener.connected).hasSize(1));
            assertThat(listener.connected.get(0).sessionPresent()).isTrue();
            context.execute(() -> {
                client.publish(Requests.message("crash/new", 2));
                client.flush();
            });

            await().atMost(SHORT).untilAsserted(() -> assertThat(listener.published).hasSize(1));
            await().atMost(SHORT).untilAsserted(() -> assertThat(watching.received).extracting(IncomingMessage::topic)
                    .contains("crash/new"));
        } finally {
            blocking.shutdownNow();
        }
    }

    private static Requests request(int port, String clientId) {
        return Requests.to(new BrokerAddress(Transport.TCP, "127.0.0.1", port, ""), ProtocolVersion.MQTT_3_1_1)
                .clientId(clientId);
    }

    private static void watch(NettyClientFactory factory, int port, RecordingListener watching) throws Exception {
        SerialContext context = factory.newContext();
        MqttClient watcher = factory.newClient(context, watching);
        context.execute(() -> watcher.connect(request(port, "watcher").request()));
        await().atMost(SHORT).untilAsserted(() -> assertThat(watching.connected).hasSize(1));
        CompletableFuture<int[]> subscribed = new CompletableFuture<>();
        context.execute(() -> {
            watcher.subscribe(List.of(new Subscription("crash/#", 0, false, false, 0, 0)), subscribed::complete);
            watcher.flush();
        });
        assertThat(subscribed.get(10, TimeUnit.SECONDS)).containsExactly(0);
    }

    /** A client of MQTT 3.1.1 that publishes QoS 2 with Packet Identifier 1, gets PUBREC and is gone. */
    private static void crashAfterPubrec(int port, String clientId, String topic) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(new byte[] { 0x10, (byte) (12 + clientId.length()), 0, 4, 'M', 'Q', 'T', 'T', 4, 0, 0, 0 });
            out.writeUTF(clientId);
            in.readFully(new byte[4]);
            out.write(new byte[] { 0x34, (byte) (4 + topic.length()) });
            out.writeUTF(topic);
            out.writeShort(1);
            assertThat(in.readUnsignedByte()).isEqualTo(0x50);
        }
    }
}
