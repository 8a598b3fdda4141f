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
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.testbed.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** X07 F14: hosts with several addresses, and name services that change, on real sockets. */
class NettyAddressIT {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final String HOST = "many.example";

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();
    private final RecordingListener listener = new RecordingListener();
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private volatile List<String> addresses = List.of();
    private final NettyClientFactory factory = new NettyClientFactory(1, "address-test-io", blocking, host -> resolve());
    private final SerialContext context = factory.newContext();
    private final MqttClient client = factory.newClient(context, listener);
    private int attempts;

    private InetAddress[] resolve() throws UnknownHostException {
        if (addresses.isEmpty()) {
            throw new UnknownHostException(HOST);
        }
        InetAddress[] found = new InetAddress[addresses.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByAddress(HOST, InetAddress.getByName(addresses.get(i)).getAddress());
        }
        return found;
    }

    @AfterEach
    void stop() {
        factory.close();
        blocking.shutdownNow();
    }

    /** One attempt, with a second of time. @return how it ended */
    private String attempt() {
        Requests request = Requests.to(new BrokerAddress(Transport.TCP, HOST, broker.port(), ""), ProtocolVersion.MQTT_5)
                .timeoutMillis(1_000).attempt(++attempts);
        context.execute(() -> client.connect(request.request()));
        await().atMost(SHORT).until(() -> listener.log.size() == attempts);
        return listener.log.get(attempts - 1).replaceAll(" .*", "");
    }

    private void drop() {
        context.execute(() -> client.disconnect(0, 1_000_000_000L));
        await().atMost(SHORT).until(() -> listener.log.size() == attempts + 1);
        listener.log.remove(attempts);
    }

    @Test
    @DisplayName("F14 F08 the name service changes: each attempt resolves anew")
    void nameServiceChanges_nextAttempt_usesTheNewAddress() {
        assertThat(attempt()).isEqualTo("connectFailed");
        assertThat(listener.connectFailed.get(0).exception()).hasMessageContaining(HOST).hasMessageContaining("unknown");
        addresses = List.of("127.0.0.9");
        assertThat(attempt()).isEqualTo("connectFailed");
        assertThat(listener.connectFailed.get(1).stage()).isEqualTo(Stage.NETWORK);
        addresses = List.of("127.0.0.1");
        assertThat(attempt()).isEqualTo("connected");
        drop();
        addresses = List.of("127.0.0.9");
        assertThat(attempt()).as("the old address is not used any more").isEqualTo("connectFailed");
    }

    @Test
    @DisplayName("X07 IPv6 first, IPv4 second: the one that listens is found")
    void ipv6AndIpv4_onlyOneListens_itIsFound() {
        addresses = List.of("::1", "127.0.0.1");
        assertThat(attempt()).isEqualTo("connected");
    }

    @Test
    @DisplayName("X07 an address that accepts TCP and never answers costs one attempt, not all")
    void addressAcceptsAndStaysSilent_nextAttemptBeginsWithAnother() throws IOException {
        addresses = List.of("127.0.0.5", "127.0.0.1");
        try (ServerSocket silent = new ServerSocket(broker.port(), 10, InetAddress.getByName("127.0.0.5"))) {
            assertThat(silent.isBound()).isTrue();
            assertThat(attempt()).isEqualTo("connectFailed");
            assertThat(listener.connectFailed.get(0).stage()).isEqualTo(Stage.TIMEOUT);
            assertThat(attempt()).isEqualTo("connected");
            drop();
            assertThat(attempt()).as("the one that worked comes first").isEqualTo("connected");
        }
        assertThat(broker.connections()).hasSize(2);
    }
}
