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

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Promise 7: a route that does not receive what it asked for says so, by log, event and health. */
@Timeout(30)
class SubscriptionTroubleIT {

    private static final String QUICK = "reconnectDelay=50&reconnectMaxDelay=300";

    private static List<String> filters(ReceivedPacket subscribe) {
        return subscribe.as(MqttSubscribeMessage.class).payload().topicSubscriptions().stream()
                .map(one -> one.topicFilter()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("F21 C07 promise 7: a refused filter is DOWN and an ERROR with route and filter; the other filters work")
    void refusedFilter_mosquitto_isReportedAndTheOthersWork(String version) throws Exception {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        try (MosquittoBroker broker = MosquittoBroker.builder(BrokerOptions.plain()).refuseSubscriptions("secret/plan").build();
             ItSupport it = new ItSupport(broker.uri()); LogCapture log = LogCapture.start()) {
            broker.start();
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("partly-deaf", "mqttx:open/#,secret/plan?mqttVersion=" + version);
            Recorder other = it.record("fine", "mqttx:open/#?mqttVersion=" + version);
            it.start();
            assertThat(log.messages(Level.ERROR)).anySatisfy(line -> assertThat(line).contains("Route partly-deaf",
                    "secret/plan", ":" + broker.port(Scheme.MQTT), "permissions"));
            assertThat(watch.problem("partly-deaf")).contains("secret/plan", "5".equals(version) ? "0x87" : "0x80");
            assertThat(watch.health("partly-deaf").getDetails()).containsEntry("subscription open/#", "QoS 1");
            assertThat(watch.isUp("fine")).isTrue();
            assertThat(watch.await(Kind.SUBSCRIPTION_REFUSED).getDetail()).contains("partly-deaf", "secret/plan");
            it.send("mqttx:open/a", "x");
            in.await(1);
            other.await(1);
        }
    }

    @Test
    @DisplayName("promise 7: a refused filter is asked for again, and works once it is allowed")
    void refusedFilter_allowedLater_isGrantedWithoutRestart() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseSubscribe(0x87); ItSupport it = new ItSupport(broker.uri());
             LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:later/#?mqttVersion=5&" + QUICK);
            it.start();
            ScriptedConnection connection = broker.awaitConnection();
            connection.await(PacketType.SUBSCRIBE, 3);
            assertThat(watch.isUp("in")).isFalse();
            assertThat(log.messages(Level.ERROR).stream().filter(line -> line.startsWith("Route in"))).as("said once")
                    .hasSize(1);
            broker.reset(PacketType.SUBSCRIBE);
            watch.awaitUp("in");
            connection.publish("later/a", "x", 1, 7);
            in.await(1);
            assertThat(broker.connections()).as("the connection stays").hasSize(1);
        }
    }

    @Test
    @DisplayName("M17 promise 7: testConnectionOnStartup=true fails the start for a refused filter and leaves nothing")
    void refusedFilter_testedAtStart_failsTheRoute() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseSubscribe(0x87); ItSupport it = new ItSupport(broker.uri())) {
            it.record("in", "mqttx:refused/#?mqttVersion=5&testConnectionOnStartup=true");
            Throwable failure = catchThrowable(it::start);
            assertThat(failure).hasStackTraceContaining(MqttxSubscribeException.class.getName())
                    .hasStackTraceContaining("refused/#").hasStackTraceContaining("0x87")
                    .hasStackTraceContaining(":" + broker.port());
            ScriptedConnection connection = broker.awaitConnection();
            await().until(() -> !connection.isOpen());
        }
    }

    @Test
    @DisplayName("promise 7: a lower granted QoS is a WARN and visible in health, the route receives")
    void lowerGrantedQos_isWarned() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseSubscribe(0); ItSupport it = new ItSupport(broker.uri());
             LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:low/#?qos=2");
            it.start();
            watch.awaitUp("in");
            assertThat(watch.health("in").getDetails()).containsEntry("subscription low/#", "QoS 0 (requested 2)");
            assertThat(watch.await(Kind.QOS_LOWERED).getDetail()).contains("low/#", "QoS 0 instead of 2");
            assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line).contains("low/#"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("F13 promise 7: a session that the broker has lost is a WARN and an event, and subscribed anew")
    void sessionLost_brokerRestartedWithoutState_isWarnedAndResubscribed(String version) throws Exception {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain()); LogCapture log = LogCapture.start()) {
            broker.start();
            try (ItSupport it = new ItSupport(broker.uri())) {
                SessionWatch watch = SessionWatch.on(it);
                Recorder in = it.record("in", "mqttx:lost/#?clientId=lost-in&cleanStart=false&mqttVersion=" + version + "&"
                                              + QUICK + ("5".equals(version) ? "&sessionExpiryInterval=1h" : ""));
                it.start();
                watch.awaitUp("in");
                broker.restart(false);
                assertThat(watch.await(Kind.SESSION_LOST).getDetail()).contains("Session Present 0");
                assertThat(log.messages(Level.WARN))
                        .anySatisfy(line -> assertThat(line).contains("lost-in", "Session Present 0"));
                watch.awaitUp("in");
                it.send("mqttx:lost/a", "x");
                in.await(1);
            }
        }
    }

    @Test
    @DisplayName("promise 7: no answer to SUBSCRIBE drops the connection, and is DOWN until there is one")
    void subscribeNotAnswered_connectionIsMadeAnew() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.ignore(PacketType.SUBSCRIBE, connection -> connection.number() < 3);
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:deaf/#?connectionTimeout=500&" + QUICK);
            it.start();
            assertThat(watch.isUp("in")).isFalse();
            watch.awaitUp("in");
            assertThat(broker.connections()).hasSize(3);
            assertThat(watch.await(Kind.DISCONNECTED).getDetail()).contains("SUBSCRIBE", "deaf/#", "500 ms");
        }
    }

    @Test
    @DisplayName("M28 promise 7: a takeover is reported by its Reason Code 0x8E")
    void takeover_reasonCode_isReported() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri());
             LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:taken/#?mqttVersion=5&clientId=taken-in&" + QUICK);
            it.start();
            watch.awaitUp("in");
            broker.awaitConnection().disconnect(0x8E);
            assertThat(watch.await(Kind.TAKEN_OVER).getDetail()).contains("taken-in", "give each client its own");
            assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line).contains("taken-in", "another client"));
            watch.awaitUp("in");
        }
    }

    @Test
    @DisplayName("M28 promise 7: a takeover is suspected with MQTT 3.1.1, where a broker just closes")
    void takeover_mqtt311_isSuspectedAndDoesNotLoopTightly() throws Exception {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain())) {
            broker.start();
            try (ItSupport it = new ItSupport(broker.uri())) {
                SessionWatch watch = SessionWatch.on(it);
                it.record("in", "mqttx:taken/#?mqttVersion=3.1.1&clientId=taken-in&reconnectDelay=100&reconnectMaxDelay=500");
                it.start();
                for (int i = 1; i <= 4; i++) {
                    watch.awaitUp("in");
                    takeOver(broker, "taken-in");
                    watch.await(Kind.DISCONNECTED, i);
                }
                assertThat(watch.await(Kind.TAKEN_OVER).getDetail()).contains("taken-in", "another client uses", "probably");
                watch.awaitUp("in");
            }
        }
    }

    /**
     * A CONNECT on a bare socket: the session takes its Client Identifier back before a client library has its CONNACK.
     */
    private static void takeOver(MosquittoBroker broker, String clientId) throws IOException {
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer packet = ByteBuffer.allocate(14 + id.length).put((byte) 0x10).put((byte) (12 + id.length))
                .putShort((short) 4).put("MQTT".getBytes(StandardCharsets.UTF_8)).put((byte) 4).put((byte) 0)
                .putShort((short) 30).putShort((short) id.length).put(id);
        try (Socket thief = new Socket("127.0.0.1", URI.create(broker.uri()).getPort())) {
            thief.getOutputStream().write(packet.array());
            assertThat(thief.getInputStream().read()).as("CONNACK").isEqualTo(0x20);
        }
    }

    @Test
    @DisplayName("F01 F21 C07 promise 7: SUBACK comes late: the route is DOWN before and UP after it")
    void subackLate_healthFollows() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.ignore(PacketType.SUBSCRIBE);
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:slow/#?connectionTimeout=20s").clear();
            it.context().setAutoStartup(false);
            it.start();
            Thread starter = new Thread(() -> {
                try {
                    it.startRoute("in");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            starter.start();
            ScriptedConnection connection = broker.awaitConnection();
            ReceivedPacket subscribe = connection.await(PacketType.SUBSCRIBE);
            assertThat(filters(subscribe)).containsExactly("slow/#");
            assertThat(watch.problem("in")).contains("slow/#", "not yet answered");
            assertThat(starter.isAlive()).as("start waits for the SUBACK").isTrue();
            connection.send(Packets.subAck(subscribe.packetId(), 1));
            starter.join(Duration.ofSeconds(10).toMillis());
            assertThat(watch.isUp("in")).isTrue();
        }
    }
}
