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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class ConnectionIT {

    /** What a broker answers that has never heard of the version. Spec: 3.1.1 [MQTT-3.1.2-2]. */
    private static final byte[] CONNACK_UNACCEPTABLE_VERSION = { 0x20, 2, 0, 1 };

    private static MosquittoBroker broker;

    @AutoClose
    private final ItSupport camel = new ItSupport(broker);

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain().withPersistence()).build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "tcp://%s:%d", "mqtt://%s:%d", "%s:%d", "tcp://%s:%d,other.invalid" })
    @DisplayName("M01 M02 brokers written as")
    void brokers_anyNotation_connects(String notation) throws Exception {
        String brokers = notation.formatted(broker.host(), broker.port(Scheme.MQTT));
        for (String option : List.of("brokers", "brokerUrl", "serverURIs")) {
            try (ItSupport one = new ItSupport((String) null)) {
                Recorder in = one.record("in", "mqttx:m01/" + option + "?" + option + "=" + brokers);
                one.start();
                one.send("mqttx:m01/" + option + "?" + option + "=" + brokers, "x");
                assertThat(in.awaitFirst().text()).isEqualTo("x");
            }
        }
    }

    @ParameterizedTest(name = "{displayName} {0} is {1}")
    @CsvSource({
            "localhost, tcp://localhost:1883", "tcp://localhost, tcp://localhost:1883", "localhost:1, tcp://localhost:1",
            "mqtts://localhost, tls://localhost:8883", "ws://localhost, ws://localhost:80/mqtt",
            "wss://localhost, wss://localhost:443/mqtt" })
    @DisplayName("M02 what a broker address leaves out is completed:")
    void incompleteAddress_start_isCompleted(String given, String complete) throws Exception {
        camel.record("in", "mqttx:m02?brokers=" + given + "&reconnectMaxAttempts=0&connectionTimeout=2s");
        camel.context().getRouteDefinition("in").autoStartup(false);
        camel.start();
        CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> {
            try {
                camel.startRoute("in");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().untilAsserted(() -> {
            assertThat(camel.context().getRoute("in")).isNotNull();
            assertThat(camel.consumer("in").session()).extracting(SessionSnapshot::lastFailure).asString().contains(complete);
        });
        starting.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({ "auto, 4, 3.1.1", "auto, 3, 3.1" })
    @DisplayName("M43 a broker of an older version: auto finds it and remembers it:")
    void olderBroker_auto_fallsBackAndRemembers(String version, int level, String label) throws Exception {
        try (ScriptedBroker old = ScriptedBroker.start()) {
            old.on(PacketType.CONNECT, (connection, packet) -> {
                if (connection.version() > level) {
                    connection.sendBytes(CONNACK_UNACCEPTABLE_VERSION);
                    connection.close();
                } else {
                    connection.answer(packet);
                }
            });
            Recorder in = camel.record("in", "mqttx:old/#?clientId=old&reconnectDelay=10&mqttVersion=" + version
                                             + "&brokers=" + old.uri());
            camel.start();
            await().untilAsserted(() -> assertThat(camel.consumer("in").session())
                    .as("%s after %s", camel.consumer("in").session(), old.connections())
                    .extracting(SessionSnapshot::version).isEqualTo(label));
            int attempts = old.connections().size();
            assertThat(attempts).isEqualTo(6 - level);
            old.connections().get(attempts - 1).await(PacketType.SUBSCRIBE);
            old.connections().get(attempts - 1).publish("old/x", "x", 1, 1);
            assertThat(in.awaitFirst().text()).isEqualTo("x");
            old.connections().get(attempts - 1).reset();
            assertThat(old.awaitConnection(attempts + 1).version()).isEqualTo(level);
        }
    }

    @Test
    @DisplayName("M12 cleanStart=true: nothing is kept, and the filters are subscribed again after each reconnect")
    void cleanStart_reconnect_subscribesAgainAndGetsNothingOfBetween() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            Recorder in = camel.record("in", "mqttx:clean/#?clientId=clean&reconnectDelay=10&reconnectMaxDelay=50&brokers="
                                             + proxy.uri());
            camel.start();
            for (int round = 1; round <= 3; round++) {
                probe.publish("clean/x", "before " + round, 1);
                in.await(round * 2 - 1);
                proxy.down();
                await().until(() -> camel.consumer("in").session().state() != SessionState.CONNECTED);
                probe.publish("clean/x", "lost " + round, 1);
                proxy.up();
                await().until(() -> camel.consumer("in").session().state() == SessionState.CONNECTED
                        && camel.consumer("in").subscriptions().get(0).isGranted());
                probe.publish("clean/x", "after " + round, 1);
                in.await(round * 2);
            }
            assertThat(in.texts()).containsExactly("before 1", "after 1", "before 2", "after 2", "before 3", "after 3");
            camel.stopRoute("in");
            probe.publish("clean/x", "lost", 1);
            camel.startRoute("in");
            probe.publish("clean/x", "end", 1);
            assertThat(in.await(7).get(6).text()).isEqualTo("end");
            assertThat(MqttProbe.hasSession(broker, "clean")).isFalse();
        }
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({ "5, &sessionExpiryInterval=1h", "auto, &sessionExpiryInterval=never", "3.1.1, ''", "3.1, ''" })
    @DisplayName("M13 cleanStart=false: QoS 1 and 2 sent while away arrive, over reconnects and new contexts, MQTT")
    void durable_awayAndBack_getsEverythingInOrder(String version, String expiry) throws Exception {
        String id = "away-" + version;
        String topic = "away/" + version;
        String uri = "mqttx:" + topic + "?qos=2&cleanStart=false&reconnectDelay=10&clientId=" + id + "&mqttVersion=" + version
                     + expiry;
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            for (int life = 0; life < 3; life++) {
                try (ItSupport one = new ItSupport(proxy.uri())) {
                    Recorder in = one.record("in", uri);
                    one.start();
                    proxy.down();
                    await().until(() -> one.consumer("in").session().state() != SessionState.CONNECTED);
                    expected.addAll(publish(probe, topic, life + " offline "));
                    proxy.up();
                    await().until(() -> one.consumer("in").session().state() == SessionState.CONNECTED);
                    expected.addAll(publish(probe, topic, life + " online "));
                    in.await(expected.size() - new LinkedHashSet<>(got).size());
                    got.addAll(in.texts());
                }
                expected.addAll(publish(probe, topic, life + " stopped "));
            }
        }
        try (ItSupport last = new ItSupport(broker)) {
            Recorder in = last.record("in", uri);
            last.start();
            in.await(expected.size() - new LinkedHashSet<>(got).size());
            got.addAll(in.texts());
        }
        assertThat(new LinkedHashSet<>(got)).as("first deliveries, in order").containsExactlyElementsOf(expected);
        assertThat(got).filteredOn(text -> text.matches(".*[13579]")).as("QoS 2").doesNotHaveDuplicates();
    }

    private static List<String> publish(MqttProbe probe, String topic, String text) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add(text + i);
            probe.publish(topic, text + i, 1 + i % 2);
        }
        return texts;
    }

    @Test
    @DisplayName("M13 a broker that is restarted and knows the session goes on where it was, one that forgot it is subscribed to")
    void durable_brokerRestarted_resumesOrSubscribesAnew() throws Exception {
        try (MosquittoBroker own = MosquittoBroker.create(BrokerOptions.plain().withPersistence());
             ItSupport one = new ItSupport(own)) {
            own.start();
            Recorder in
                    = one.record("in", "mqttx:kept/#?clientId=kept&reconnectDelay=10&reconnectMaxDelay=50" + ItSupport.DURABLE);
            one.start();
            publishAt(own, "first");
            in.await(1);
            own.restart(true);
            publishAt(own, "after restart");
            in.await(2);
            own.restart(false);
            await().until(() -> one.consumer("in").session().state() == SessionState.CONNECTED
                    && one.consumer("in").session().counters().connects() == 3
                    && one.consumer("in").subscriptions().get(0).isGranted());
            publishAt(own, "after loss");
            assertThat(in.await(3)).extracting(Received::text).containsExactly("first", "after restart", "after loss");
        }
    }

    private static void publishAt(MosquittoBroker own, String text) {
        try (MqttProbe probe = MqttProbe.connect(own)) {
            probe.publish("kept/x", text, 1);
        }
    }

    @Test
    @DisplayName("F02 M52 promise 1: context forced to stop with messages in the route: the broker has them still")
    void forcedStop_messagesInRoute_areRedeliveredToTheNextContext() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (MqttProbe probe = MqttProbe.connect(broker); ItSupport one = new ItSupport(broker)) {
            one.context().getShutdownStrategy().setTimeout(1);
            Recorder in = one.record("in", "mqttx:forced?clientId=forced" + ItSupport.DURABLE, exchange -> {
                if (!"done".equals(exchange.getMessage().getBody(String.class))) {
                    gate.await(30, TimeUnit.SECONDS);
                }
            });
            one.start();
            probe.publish("forced", "done", 1);
            in.await(1);
            probe.publish("forced", "in the route", 1);
            probe.publish("forced", "waiting", 1);
            await().until(() -> one.consumer("in").session().counters().received() == 3);
            one.context().stop();
            gate.countDown();
        }
        try (MqttProbe next = MqttProbe.connect(broker, ProbeOptions.durable("forced"))) {
            assertThat(next.await(2)).extracting(ProbeMessage::text).containsExactly("in the route", "waiting");
        }
    }
}
