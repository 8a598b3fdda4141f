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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** F15: a publish that the broker can never take fails, alone, and is not sent for ever. */
@Timeout(60)
class PoisonPublishIT {

    private static final String POISON = "poison/a";
    private static final String DURABLE_311 = "&mqttVersion=3.1.1&cleanStart=false" + Its.QUICK;

    /** Exchanges to topics of their own, without waiting; the body is the topic unless it is poison. */
    private static List<CompletableFuture<Exchange>> publishAll(
            ItSupport it, String options, List<String> topics, int poisonBytes) {
        List<CompletableFuture<Exchange>> pending = new ArrayList<>();
        for (String topic : topics) {
            Object body = topic.equals(POISON) ? new byte[poisonBytes] : topic;
            pending.add(it.template().asyncSend("mqttx:any?" + options, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_TOPIC, topic);
            }));
        }
        return pending;
    }

    /** @return the failure of the poison; fails if another publish failed */
    private static MqttxPublishException requireOnlyPoisonFails(List<String> topics, List<CompletableFuture<Exchange>> pending)
            throws Exception {
        MqttxPublishException found = null;
        for (int i = 0; i < topics.size(); i++) {
            Exception failure = pending.get(i).get(40, TimeUnit.SECONDS).getException();
            if (topics.get(i).equals(POISON)) {
                assertThat(failure).isInstanceOf(MqttxPublishException.class);
                found = (MqttxPublishException) failure;
            } else {
                assertThat(failure).as(topics.get(i)).isNull();
            }
        }
        return found;
    }

    private static List<String> topics(int before, int after) {
        List<String> topics = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            topics.add("good/" + i);
        }
        topics.add(POISON);
        for (int i = before; i < before + after; i++) {
            topics.add("good/" + i);
        }
        return topics;
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F15 mosquitto closes on a large publish with MQTT 3.1.1: that one fails as poison, the others arrive once")
    void tooLarge_mqtt311Mosquitto_failsAsPoison(int qos) throws Exception {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        String clientId = "poison-" + qos;
        try (MosquittoBroker broker = MosquittoBroker.builder(BrokerOptions.plain()).maxPacketSize(2_000).build()) {
            broker.start();
            try (ItSupport it = new ItSupport(broker)) {
                Recorder in = it.record("in", "mqttx:good/#?qos=2");
                it.start();
                List<String> topics = topics(5, 20);
                MqttxPublishException failure = requireOnlyPoisonFails(
                        topics, publishAll(it, "clientId=" + clientId + "&qos=" + qos + DURABLE_311, topics, 5_000));

                assertThat(failure).hasMessageContaining("poison").hasMessageContaining(POISON)
                        .hasMessageContaining("5000 bytes").hasMessageContaining("3 connections in a row");
                assertThat(failure.getTopic()).isEqualTo(POISON);
                assertThat(failure.isRetryable()).isFalse();
                in.await(25);
                // three for the poison and one for the others; the log of mosquitto comes later than its messages
                Its.until(() -> broker.connectCount(clientId) > 3);
                int connections = broker.connectCount(clientId);
                it.send("mqttx:good/after?clientId=" + clientId + "&qos=" + qos + DURABLE_311, "after");
                assertThat(broker.connectCount(clientId)).as("no replay after the failure").isEqualTo(connections)
                        .isLessThanOrEqualTo(6);
                if (qos == 2) {
                    assertThat(Its.repeated(in.texts())).isEmpty();
                }
            }
        }
    }

    @Test
    @DisplayName("F15 a broker that drops the acknowledgements of good publishes when it closes: only the poison is blamed")
    void brokerClosesBeforeItAcknowledges_onlyPoisonIsBlamed() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.sessionPresent(true).on(PacketType.PUBLISH, (connection, packet) -> {
                if (packet.topic().equals(POISON)) {
                    connection.close();
                } else {
                    connection.schedule(Duration.ofMillis(20), () -> connection.answer(packet));
                }
            });
            it.start();
            List<String> topics = topics(10, 10);
            MqttxPublishException failure
                    = requireOnlyPoisonFails(topics, publishAll(it, "clientId=late&qos=1" + DURABLE_311, topics, 1));

            assertThat(failure).hasMessageContaining("poison").hasMessageContaining("while no other publish was in flight");
            assertThat(broker.connections().stream().filter(one -> countPoison(one) > 0).count()).isLessThanOrEqualTo(6);
        }
    }

    private static long countPoison(ScriptedConnection connection) {
        return connection.received(PacketType.PUBLISH).stream().map(ReceivedPacket::topic).filter(POISON::equals).count();
    }

    @Test
    @DisplayName("F15 a broker that closes two connections and then takes the publish: nothing fails, nothing is lost")
    void brokerClosesTwice_publishSucceeds() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            AtomicInteger closes = new AtomicInteger();
            broker.sessionPresent(true).on(PacketType.PUBLISH, (connection, packet) -> {
                if (closes.incrementAndGet() <= 2) {
                    connection.close();
                } else {
                    connection.answer(packet);
                }
            });
            it.start();
            it.send("mqttx:good/a?clientId=twice&qos=1" + DURABLE_311, "x");
            assertThat(broker.connections()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "QoS {0}, {1}")
    @CsvSource({ "1,0x87", "1,0x90", "1,0x97", "1,0x99", "1,0x83", "2,0x87", "2,0x90", "2,0x97", "2,0x99" })
    @DisplayName("F15 a publish refused with a Reason Code fails alone, is sent once, and the connection stays")
    void refused_failsAloneAndIsSentOnce(int qos, String code) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.on(PacketType.PUBLISH, (connection, packet) -> {
                if (packet.topic().equals(POISON)) {
                    connection.send(
                            qos == 1
                                    ? Packets.pubAck(packet.packetId(), Integer.decode(code))
                                    : Packets.pubRec(packet.packetId(), Integer.decode(code)));
                } else {
                    connection.answer(packet);
                }
            });
            it.start();
            List<String> topics = topics(10, 10);
            MqttxPublishException failure
                    = requireOnlyPoisonFails(topics, publishAll(it, "mqttVersion=5&qos=" + qos + Its.QUICK, topics, 1));

            assertThat(failure.getReasonCode()).isEqualTo(Integer.decode(code));
            assertThat(failure).hasMessageContaining(POISON).hasMessageContaining(code);
            assertThat(broker.connections()).hasSize(1);
            assertThat(countPoison(broker.connections().get(0))).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "CONNACK property {0}={1}")
    @CsvSource({ "0x25,0,retained=true,0x9A", "0x24,1,qos=2,0x9B", "0x27,200,qos=1,0x95" })
    @DisplayName("F15 what the broker has said it cannot take fails alone and is never sent")
    void announcedLimit_failsAloneAndIsNotSent(String property, int value, String option, String code) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.connAckProperty(Integer.decode(property), value);
            it.start();
            String session = "mqttVersion=5&clientId=limits";
            it.send("mqttx:good/a?qos=1&" + session, "x");
            Exchange failed = it.request("mqttx:" + POISON + "?" + option + "&" + session, new byte[300], Map.of());
            it.send("mqttx:good/b?qos=1&" + session, "x");

            assertThat(failed.getException()).isInstanceOf(MqttxPublishException.class).hasMessageContaining(POISON);
            assertThat(((MqttxPublishException) failed.getException()).getReasonCode()).isEqualTo(Integer.decode(code));
            assertThat(broker.connections()).hasSize(1);
            assertThat(countPoison(broker.connections().get(0))).isZero();
        }
    }
}
