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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Routes that block do not block the session: neither its publishes nor its keep alive. */
@Timeout(60)
class BlockingRouteIT {

    private static final int MESSAGES = 200;

    @ParameterizedTest(name = "F04 MQTT {0}, QoS {1}, concurrency {2}")
    @CsvSource({ "5,1,1", "5,2,1", "5,1,8", "5,2,8", "3.1.1,1,1", "3.1.1,2,1", "3.1.1,2,8" })
    @DisplayName("F04 a consumer publishes synchronously over its own session, each message before its own acknowledgement")
    void synchronousPublishInConsumer_sameSession_doesNotDeadlock(String version, int qos, int concurrency) throws Exception {
        String options = "?clientId=blocking&qos=" + qos + "&mqttVersion=" + version + "&maxInflight=2";
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application application = new Application(broker.uri());
             MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("out/#", 2);
            application.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("mqttx:in/#" + options + "&concurrency=" + concurrency).routeId("in")
                            .to("mqttx:out/direct" + options)
                            .process(exchange -> assertThat(
                                    application.publish("mqttx:out/template" + options, exchange.getMessage().getBody())
                                            .getException())
                                    .isNull());
                }
            }).start();
            for (int i = 0; i < MESSAGES; i++) {
                probe.publish("in/" + i % 16, Integer.toString(i), qos);
            }
            probe.await(2 * MESSAGES);
            for (String topic : List.of("out/direct", "out/template")) {
                assertThat(probe.messages().stream().filter(message -> message.topic().equals(topic))
                        .map(message -> message.text())).containsExactlyInAnyOrderElementsOf(Its.numbers(MESSAGES));
            }
            until(() -> application.counters("in").acknowledged() == MESSAGES);
            assertThat(broker.connectCount("blocking")).isOne();
        }
    }

    @ParameterizedTest(name = "F04 MQTT {0}: pings go on while a route blocks for several times the keep alive")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("F04 pings go on while a route blocks for several times the keep alive")
    void blockingRoute_longerThanKeepAlive_pingsGoOnAndConnectionStays(String version) throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:in?clientId=blocker&keepAliveInterval=1s&mqttVersion=" + version, inbox).start();
            ScriptedConnection connection = broker.awaitConnection();
            connection.publish("in", "blocks", 1, 1);
            until(() -> inbox.entered().size() == 1);
            connection.await(PacketType.PINGREQ, connection.received(PacketType.PINGREQ).size() + 5);
            assertThat(connection.received(PacketType.PUBACK)).isEmpty();
            inbox.open();
            connection.await(PacketType.PUBACK);
            assertThat(connection.isOpen()).isTrue();
            assertThat(broker.connections()).hasSize(1);
        }
    }

    @Test
    @DisplayName("F04 F05 pings and publishes go on while a full route has stopped the reading")
    void fullRoute_readingPaused_pingsAndPublishesGoOn() throws Exception {
        Inbox inbox = new Inbox().shut();
        String session = "?clientId=full&keepAliveInterval=1s&receiveBufferMessages=5";
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:in" + session, inbox).start();
            ScriptedConnection connection = broker.awaitConnection();
            for (int id = 1; id <= 20; id++) {
                connection.publish("in", Integer.toString(id), 1, id);
            }
            until(() -> inbox.entered().size() == 1);
            connection.await(PacketType.PINGREQ, connection.received(PacketType.PINGREQ).size() + 5);
            assertThat(application.publish("mqttx:out" + session, "through").getException()).isNull();
            inbox.open();
            connection.await(PacketType.PUBACK, 20);
            assertThat(inbox.texts()).hasSize(20).doesNotHaveDuplicates();
            assertThat(connection.received(PacketType.PUBACK)).extracting(ack -> ack.packetId()).isSorted();
            assertThat(broker.connections()).hasSize(1);
        }
    }

    @Test
    @DisplayName("F04 F21 the broker falls silent while a route blocks: health is DOWN all the same, and UP on the next connection")
    void blockingRoute_brokerFallsSilent_healthIsDown() throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:in?clientId=silent&keepAliveInterval=1s" + Its.QUICK, inbox).start();
            ScriptedConnection connection = broker.awaitConnection();
            connection.publish("in", "blocks", 1, 1);
            until(() -> inbox.entered().size() == 1);
            assertThat(application.isUp("in")).isTrue();
            broker.refuseConnect(0x88);
            broker.ignore(PacketType.PINGREQ);
            until(() -> !application.isUp("in"));
            assertThat(application.health("in").getMessage()).hasValueSatisfying(text -> assertThat(text).contains("silent"));
            assertThat(inbox.texts()).isEmpty();
            broker.reset(PacketType.CONNECT);
            until(() -> application.isUp("in"));
            inbox.open();
        }
    }

    @Test
    @Tag("slow")
    @Timeout(300)
    @DisplayName("F04 a route that blocks for two minutes with a Keep Alive of 5 s: no disconnect, then all is delivered once")
    void blockingRoute_forMinutes_connectionStays() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application application = new Application(broker.uri());
             MqttProbe probe = MqttProbe.connect(broker)) {
            application.route("in", "mqttx:in?clientId=minutes&keepAliveInterval=5s&receiveBufferMessages=10", exchange -> {
                gate.await();
                recorder.process(exchange);
            }).start();
            probe.publishSequence("in", 100, 1);
            await().during(Duration.ofMinutes(2)).atMost(Duration.ofMinutes(3))
                    .until(() -> application.isUp("in") && recorder.size() == 0);
            gate.countDown();
            recorder.await(100);
            assertThat(recorder.texts()).containsExactlyElementsOf(Its.numbers(100));
            assertThat(broker.connectCount("minutes")).isOne();
        }
    }
}
