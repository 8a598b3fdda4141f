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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketFault;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * {@code outbox=file} under kill -9 of the publishing process: what was accepted arrives, in order per topic; QoS 2
 * with a durable session exactly once.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class OutboxKillIT {

    private static final int TOPICS = 4;
    private static final int ENDLESS = 1_000_000;

    private static MosquittoBroker mosquitto;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        mosquitto = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    private String options(int qos) {
        return "?clientId=killed&outbox=file&outboxDirectory=" + directory + "&maxInflight=5&qos=" + qos + Its.QUICK
               + ItSupport.DURABLE;
    }

    @Test
    @DisplayName("F02 F10 M14 QoS 1, 5 kills at random moments: 0 lost, in order per topic")
    void kill5Times_qos1_losesNothing() throws Exception {
        killAtRandom(mosquitto, 1, 5);
    }

    @Test
    @Tag("slow")
    @DisplayName("F02 F10 M14 QoS 1, 200 kills at random moments: 0 lost, in order per topic")
    void kill200Times_qos1_losesNothing() throws Exception {
        killAtRandom(mosquitto, 1, 200);
    }

    @Test
    @Tag("slow")
    @DisplayName("F02 F10 F20 M14 QoS 2, 200 kills at random moments: 0 lost, 0 duplicated, in order per topic")
    void kill200Times_qos2_losesAndDuplicatesNothing() throws Exception {
        killAtRandom(mosquitto, 2, 200);
    }

    @Test
    @Tag("slow")
    @DisplayName("F02 F10 F20 M14 HiveMQ, QoS 2, 20 kills at random moments: 0 lost, 0 duplicated, in order per topic")
    void kill20Times_hiveMqQos2_losesAndDuplicatesNothing() throws Exception {
        try (HiveMqBroker hivemq = HiveMqBroker.create(BrokerOptions.plain())) {
            hivemq.start();
            killAtRandom(hivemq, 2, 20);
        }
    }

    /** The next process gets ready while one publishes. */
    private void killAtRandom(Broker broker, int qos, int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String options = options(qos);
        Set<Integer> accepted = new TreeSet<>();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("kill/#", qos);
            PublisherProcess current = new PublisherProcess(broker.uri(), options, "kill", TOPICS).awaitReady();
            int first = 0;
            for (int i = 0; i < kills; i++) {
                PublisherProcess running = current;
                running.publish(first, ENDLESS);
                current = new PublisherProcess(broker.uri(), options, "kill", TOPICS).awaitReady();
                int enough = running.done() + random.nextInt(200);
                until(() -> running.done() >= enough);
                List<Integer> done = running.kill();
                accepted.addAll(done);
                first += ENDLESS;
            }
            current.publish(first, 100);
            accepted.addAll(current.finish());
            until(() -> probe.texts().contains(Integer.toString(accepted.stream().mapToInt(n -> n).max().orElseThrow())));
            check(probe, accepted, qos, "seed " + seed);
            System.out.printf("F02: %s, QoS %d: %d kills, %d publishes accepted, 0 lost, %d repeated%n",
                    broker.getClass().getSimpleName(), qos, kills, accepted.size(), Its.repeated(probe.texts()).size());
        }
    }

    private static void check(MqttProbe probe, Set<Integer> accepted, int qos, String how) {
        Its.soon().untilAsserted(() -> {
            Set<Integer> missing = new TreeSet<>(accepted);
            missing.removeAll(numbers(probe.messages()));
            assertThat(missing).as("%s, lost of %d, %d arrived", how, accepted.size(), probe.messages().size()).isEmpty();
        });
        List<ProbeMessage> messages = probe.messages();
        for (int topic = 0; topic < TOPICS; topic++) {
            String name = "kill/" + topic;
            List<Integer> arrived = messages.stream().filter(message -> message.topic().equals(name))
                    .map(message -> Integer.valueOf(message.text())).toList();
            assertThat(new ArrayList<>(new LinkedHashSet<>(arrived))).as("%s, first arrivals on %s", how, name).isSorted();
            if (qos == 2) {
                assertThat(arrived).as("%s, arrivals on %s", how, name).doesNotHaveDuplicates();
            }
        }
    }

    private static Set<Integer> numbers(List<ProbeMessage> messages) {
        Set<Integer> numbers = new TreeSet<>();
        messages.forEach(message -> numbers.add(Integer.valueOf(message.text())));
        return numbers;
    }

    static Stream<Arguments> points() {
        return Stream.of(PacketType.PUBLISH, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP)
                .flatMap(type -> Stream.of(true, false).map(before -> arguments(type, before)));
    }

    /** The broker has the message, and this side does not know, or not all of it. */
    static Stream<Arguments> worstPoints() {
        return Stream.of(arguments(PacketType.PUBREC, true), arguments(PacketType.PUBCOMP, true));
    }

    @ParameterizedTest(name = "F20 connection cut and process killed at {0}, before it: {1}")
    @MethodSource("worstPoints")
    @DisplayName("F20 M14 QoS 2, connection cut and kill -9 before PUBREC and PUBCOMP: exactly once, in order")
    void killBeforeAcknowledgement_qos2_arrivesExactlyOnce(PacketType type, boolean before) throws Exception {
        killAtPacket(mosquitto, type, before);
    }

    @ParameterizedTest(name = "F20 connection cut and process killed at {0}, before it: {1}")
    @MethodSource("points")
    @Tag("slow")
    @DisplayName("F20 M14 QoS 2, connection cut and kill -9 between each pair of packets: exactly once, in order")
    void killAtPacket_qos2_arrivesExactlyOnce(PacketType type, boolean before) throws Exception {
        killAtPacket(mosquitto, type, before);
    }

    @ParameterizedTest(name = "F20 HiveMQ, connection cut and process killed at {0}, before it: {1}")
    @MethodSource("points")
    @Tag("slow")
    @DisplayName("F20 M14 HiveMQ, QoS 2, connection cut and kill -9 between each pair of packets: exactly once, in order")
    void killAtPacket_hiveMqQos2_arrivesExactlyOnce(PacketType type, boolean before) throws Exception {
        try (HiveMqBroker hivemq = HiveMqBroker.create(BrokerOptions.plain())) {
            hivemq.start();
            killAtPacket(hivemq, type, before);
        }
    }

    private void killAtPacket(Broker broker, PacketType type, boolean before) throws Exception {
        boolean fromClient = type == PacketType.PUBLISH || type == PacketType.PUBREL;
        Direction direction = fromClient ? Direction.TO_BROKER : Direction.TO_CLIENT;
        PacketFault fault = before ? PacketFault.cutBefore(direction, type, 7) : PacketFault.cutAfter(direction, type, 7);
        Set<Integer> accepted = new TreeSet<>();
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("kill/#", 2);
            String options = options(2);
            PublisherProcess first = new PublisherProcess(proxy.uri(), options, "kill", TOPICS);
            PublisherProcess second = new PublisherProcess(proxy.uri(), options, "kill", TOPICS).awaitReady();
            proxy.inject(fault);
            first.publish(0, ENDLESS);
            until(fault::hasHappened);
            accepted.addAll(first.kill());
            second.publish(ENDLESS, 20);
            accepted.addAll(second.finish());
            check(probe, accepted, 2, type + " before " + before);
        }
    }

    @Test
    @DisplayName("F10 promise 5: the broker is down for some seconds, the process is killed meanwhile: 0 lost, in order")
    void brokerDownAndKill_losesNothing() throws Exception {
        Set<Integer> accepted = new TreeSet<>();
        try (TcpProxy proxy = TcpProxy.to(mosquitto); MqttProbe probe = MqttProbe.connect(mosquitto)) {
            probe.subscribe("kill/#", 1);
            PublisherProcess first = new PublisherProcess(proxy.uri(), options(1), "kill", TOPICS).awaitReady();
            PublisherProcess second = new PublisherProcess(proxy.uri(), options(1), "kill", TOPICS).awaitReady();
            proxy.down();
            first.publish(0, ENDLESS);
            until(() -> first.done() > 500);
            accepted.addAll(first.kill());
            second.publish(ENDLESS, 500);
            until(() -> second.done() > 100);
            assertThat(probe.messages()).isEmpty();
            proxy.up();
            accepted.addAll(second.finish());
            assertThat(accepted).hasSizeGreaterThan(600);
            check(probe, accepted, 1, "outage");
        }
    }
}
