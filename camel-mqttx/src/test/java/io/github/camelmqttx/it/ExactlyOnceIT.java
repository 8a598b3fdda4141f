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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.PacketFault;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * QoS 2 with durable sessions is exactly once, wherever its exchange of packets is cut. Not for Artemis 2.55 as the
 * sender: on a resumed session it sends with other Packet Identifiers and without DUP what was not acknowledged,
 * against 5.0 [MQTT-4.4.0-1], which no receiver can recognise.
 */
@Timeout(60)
class ExactlyOnceIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int MESSAGES = 12;

    private static MosquittoBroker mosquitto;
    private static HiveMqBroker hivemq;

    @BeforeAll
    static void startBrokers() {
        mosquitto = Its.mosquitto(BrokerOptions.plain());
        hivemq = HiveMqBroker.create(BrokerOptions.plain());
        hivemq.start();
    }

    @AfterAll
    static void stopBrokers() {
        if (mosquitto != null) {
            mosquitto.close();
        }
        if (hivemq != null) {
            hivemq.close();
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of("5", "3.1.1").flatMap(version -> Stream.of("mosquitto", "hivemq").flatMap(broker -> Stream
                .of(PacketType.PUBLISH, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP)
                .flatMap(type -> Stream.of(true, false).map(before -> arguments(version, broker, type, before)))));
    }

    @ParameterizedTest(name = "F20 MQTT {0}, {1}: the publisher''s connection is cut at {2}, before it: {3}")
    @MethodSource("cuts")
    @DisplayName("F20 QoS 2, the publisher's connection cut between each pair of packets: exactly once")
    void publisherCut_durableSession_arrivesExactlyOnce(String version, String name, PacketType type, boolean before)
            throws Exception {
        boolean fromClient = type == PacketType.PUBLISH || type == PacketType.PUBREL;
        exchange(version, name, fault(fromClient, type, before), true);
    }

    @ParameterizedTest(name = "F20 MQTT {0}, {1}: the subscriber''s connection is cut at {2}, before it: {3}")
    @MethodSource("cuts")
    @DisplayName("F20 QoS 2, the subscriber's connection cut between each pair of packets: exactly once")
    void subscriberCut_durableSession_arrivesExactlyOnce(String version, String name, PacketType type, boolean before)
            throws Exception {
        boolean fromClient = type == PacketType.PUBREC || type == PacketType.PUBCOMP;
        exchange(version, name, fault(fromClient, type, before), false);
    }

    private static PacketFault fault(boolean fromClient, PacketType type, boolean before) {
        Direction direction = fromClient ? Direction.TO_BROKER : Direction.TO_CLIENT;
        return before ? PacketFault.cutBefore(direction, type, 4) : PacketFault.cutAfter(direction, type, 4);
    }

    private static void exchange(String version, String name, PacketFault fault, boolean cutPublisher) throws Exception {
        Broker broker = name.equals("mosquitto") ? mosquitto : hivemq;
        int number = NUMBER.incrementAndGet();
        String options = "&qos=2&mqttVersion=" + version + ItSupport.DURABLE + Its.QUICK;
        Inbox inbox = new Inbox();
        try (TcpProxy proxy = TcpProxy.to(broker); Application application = new Application(broker.uri())) {
            String cut = "&brokers=" + proxy.uri();
            application.route("in", "mqttx:exact/" + number + "?clientId=in-" + number + options
                                    + (cutPublisher ? "" : cut),
                    inbox).start();
            String out = "mqttx:exact/" + number + "?maxInflight=3&clientId=out-" + number + options
                         + (cutPublisher ? cut : "");
            assertThat(application.publish(out, "first").getException()).isNull();
            until(() -> inbox.size() == 1);
            inbox.clear();
            proxy.inject(fault);
            var outcomes = application.publishAll(out, Its.numbers(MESSAGES));
            outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNull());
            until(() -> inbox.size() >= MESSAGES);
            assertThat(application.publish(out, "last").getException()).isNull();
            until(() -> inbox.texts().contains("last"));
            assertThat(fault.hasHappened()).isTrue();
            assertThat(inbox.texts().subList(0, inbox.size() - 1)).containsExactlyElementsOf(Its.numbers(MESSAGES));
            assertThat(proxy.acceptedConnections()).isEqualTo(2);
            until(() -> application.counters("in").unacknowledged() == 0);
        }
    }
}
