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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** How much is under way from the component to the broker, and what publishers see of the bound. */
@Timeout(60)
class PublishWindowIT {

    @ParameterizedTest(name = "M11 MQTT {0}, QoS {1}, maxInflight {2}, Receive Maximum of the broker {3}: window {4}")
    @CsvSource({ "5,1,3,0,3", "5,2,3,0,3", "3.1.1,1,3,0,3", "3.1.1,2,3,0,3", "5,1,10,2,2", "5,2,10,2,2", "5,1,2,10,2" })
    @DisplayName("M11 the peer never has more unacknowledged publishes than maxInflight and its Receive Maximum allow")
    void manyPublishes_slowPeer_windowIsKeptAndUsed(
            String version, int qos, int maxInflight, int receiveMaximum, int window)
            throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            if (receiveMaximum > 0) {
                broker.receiveMaximum(receiveMaximum);
            }
            Peer peer = new Peer(broker, qos);
            application.start();
            List<CompletableFuture<Exchange>> outcomes = application.publishAll(
                    "mqttx:out?clientId=window&qos=" + qos + "&maxInflight=" + maxInflight + "&mqttVersion=" + version,
                    Its.numbers(40));
            ScriptedConnection connection = broker.awaitConnection();
            while (peer.completed() < 40) {
                int expected = Math.min(window, 40 - peer.completed());
                until(() -> peer.open() == expected);
                peer.completeOldest(connection);
            }
            CompletableFuture.allOf(outcomes.toArray(new CompletableFuture<?>[0])).join();
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join().getException()).isNull());
            assertThat(connection.received(PacketType.PUBLISH)).extracting(ReceivedPacket::text)
                    .containsExactlyElementsOf(Its.numbers(40));
            assertThat(peer.mostOpen()).isEqualTo(window);
            assertThat(broker.connections()).hasSize(1);
        }
    }

    @Test
    @DisplayName("F05 M11 a burst of publishing threads waits for room, nothing is refused and nothing lost")
    void burstOfThreads_smallWindowAndOutbox_allWaitAndArrive() throws Exception {
        int threads = 40;
        int each = 50;
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application application = new Application(broker.uri()).start();
             MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("burst/#", 1);
            String uri = "?clientId=burst&maxInflight=4&outboxMaxMessages=8";
            AtomicInteger failures = new AtomicInteger();
            List<Thread> publishers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String topic = "mqttx:burst/" + thread + uri;
                publishers.add(new Thread(() -> publishSequence(application, topic, each, failures)));
            }
            publishers.forEach(Thread::start);
            for (Thread publisher : publishers) {
                publisher.join(40_000);
            }
            probe.await(threads * each);
            assertThat(failures).hasValue(0);
            for (int thread = 0; thread < threads; thread++) {
                String topic = "burst/" + thread;
                assertThat(probe.messages().stream().filter(message -> message.topic().equals(topic))
                        .map(message -> message.text())).containsExactlyElementsOf(Its.numbers(each));
            }
        }
    }

    private static void publishSequence(Application application, String uri, int count, AtomicInteger failures) {
        for (int i = 0; i < count; i++) {
            if (application.publish(uri, Integer.toString(i)).getException() != null) {
                failures.incrementAndGet();
            }
        }
    }

    @Test
    @DisplayName("F05 a burst of publishing threads against a peer that never acknowledges: each gets a clear time-out")
    void burstOfThreads_silentPeer_eachTimesOutClearly() {
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri()).start()) {
            broker.ignore(PacketType.PUBLISH);
            String uri = "mqttx:silent/a?clientId=silent&maxInflight=2&outboxMaxMessages=4&publishTimeout=1s";
            List<CompletableFuture<Exchange>> outcomes = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> application.publish(uri, "x"),
                            task -> new Thread(task, "burst").start()))
                    .toList();
            for (CompletableFuture<Exchange> outcome : outcomes) {
                assertThat(outcome.join().getException())
                        .isInstanceOfAny(MqttxPublishTimeoutException.class, MqttxOutboxException.class)
                        .hasMessageContaining("silent/a");
            }
            assertThat(broker.awaitConnection().received(PacketType.PUBLISH)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    @DisplayName("F05 outboxOverflow=fail refuses what finds no room at once, and takes the next when there is room")
    void fullOutbox_overflowFail_failsAtOnceAndRecovers() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri()).start()) {
            Peer peer = new Peer(broker, 1);
            String uri = "mqttx:full/a?clientId=full&maxInflight=2&outboxMaxMessages=3&outboxOverflow=fail";
            List<CompletableFuture<Exchange>> outcomes = application.publishAll(uri, Its.numbers(5));
            for (CompletableFuture<Exchange> refused : outcomes.subList(3, 5)) {
                assertThat(refused.join().getException()).isInstanceOf(MqttxOutboxException.class)
                        .hasMessageContaining("full/a").hasMessageContaining("outboxMaxMessages");
            }
            ScriptedConnection connection = broker.awaitConnection();
            for (int i = 0; i < 3; i++) {
                until(() -> peer.open() > 0);
                peer.completeOldest(connection);
            }
            for (CompletableFuture<Exchange> taken : outcomes.subList(0, 3)) {
                assertThat(taken.join().getException()).isNull();
            }
            broker.reset(PacketType.PUBLISH);
            assertThat(application.publish(uri, "again").getException()).isNull();
        }
    }

    /** Answers no publish by itself, and counts what is open. */
    private static final class Peer {

        private final int qos;
        private final List<Integer> unanswered = new ArrayList<>();
        private final Set<Integer> open = new HashSet<>();
        private int most;
        private int completed;

        Peer(ScriptedBroker broker, int qos) {
            this.qos = qos;
            broker.on(PacketType.PUBLISH, (connection, packet) -> arrived(packet));
            broker.on(PacketType.PUBREL, (connection, packet) -> {
                released(packet);
                connection.answer(packet);
            });
        }

        private synchronized void arrived(ReceivedPacket packet) {
            assertThat(open.add(packet.packetId())).isTrue();
            unanswered.add(packet.packetId());
            most = Math.max(most, open.size());
        }

        private synchronized void released(ReceivedPacket packet) {
            open.remove(packet.packetId());
            completed++;
        }

        synchronized int open() {
            return open.size();
        }

        synchronized int completed() {
            return completed;
        }

        synchronized int mostOpen() {
            return most;
        }

        void completeOldest(ScriptedConnection connection) {
            int before = completed();
            Integer oldest;
            synchronized (this) {
                oldest = Objects.requireNonNull(unanswered.remove(0));
                if (qos == 1) {
                    open.remove(oldest);
                    completed++;
                }
            }
            connection.send(qos == 1
                    ? Packets.pubAck(oldest, 0)
                    : Packets.pubRec(oldest, 0));
            until(() -> completed() == before + 1);
        }
    }
}
