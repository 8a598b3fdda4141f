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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.builder.RouteBuilder;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(90)
class SessionSharingIT {

    private static final int BURST = 10_000;

    private static MosquittoBroker broker;

    @AutoClose
    private final ItSupport camel = new ItSupport(broker);

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain()).quiet().build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Connections since the start of the broker whose Client Identifier begins so. */
    private static long connections(String prefix) {
        return broker.connectedClientIds().stream().filter(id -> id.startsWith(prefix)).count();
    }

    private static List<String> sequence(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** Routes that publish what they get from direct:p1 and direct:p2. */
    private void twoProducers(String one, String two) throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:p1").to(one);
                from("direct:p2").to(two);
            }
        });
    }

    @Test
    @DisplayName("M21 F24 promise 8: two consumers and two producers with one clientId share one connection, each gets its own")
    void sameClientId_twoConsumersAndTwoProducers_oneConnection() throws Exception {
        Recorder one = camel.record("one", "mqttx:share/one?clientId=shared-1");
        Recorder two = camel.record("two", "mqttx:share/two?clientId=shared-1");
        twoProducers("mqttx:share/one?clientId=shared-1&qos=2", "mqttx:share/two?clientId=shared-1&qos=0");
        camel.start();
        for (int i = 0; i < 50; i++) {
            camel.send("direct:p1", "one " + i);
            camel.send("direct:p2", "two " + i);
        }
        one.await(50);
        two.await(50);
        assertThat(one.texts()).hasSize(50).allMatch(text -> text.startsWith("one"));
        assertThat(two.texts()).hasSize(50).allMatch(text -> text.startsWith("two"));
        assertThat(connections("shared-1")).isEqualTo(1);
    }

    @Test
    @DisplayName("M21 promise 8: a clientId on the component gives all its endpoints one connection")
    void clientIdOnComponent_allEndpoints_oneConnection() throws Exception {
        camel.defaults().setClientId("component-wide");
        Recorder in = camel.record("in", "mqttx:cw/#");
        Recorder other = camel.record("other", "mqttx:cw/x");
        camel.start();
        camel.send("mqttx:cw/x", "1");
        camel.send("mqttx:cw/y?retained=false&qos=2", "2");
        in.await(2);
        other.await(1);
        assertThat(connections("component-wide")).isEqualTo(1);
    }

    @Test
    @DisplayName("promise 8: consumers without clientId have a connection each, and a stuck one does not slow the other")
    void noClientId_twoConsumers_stuckOneDoesNotSlowTheOther() throws Exception {
        camel.defaults().setClientIdPrefix("own");
        CountDownLatch gate = new CountDownLatch(1);
        Recorder stuck = camel.record("stuck", "mqttx:own/#?receiveMaximum=5",
                exchange -> assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue());
        Recorder free = camel.record("free", "mqttx:own/+?receiveMaximum=5");
        camel.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publishSequence("own/x", 500, 1);
        }
        free.await(500);
        assertThat(stuck.all()).isEmpty();
        assertThat(connections("own-")).isEqualTo(2);
        gate.countDown();
        stuck.await(500);
        assertThat(stuck.texts()).isEqualTo(sequence(500));
        assertThat(free.texts()).isEqualTo(sequence(500));
    }

    @Test
    @DisplayName("promise 8: on a shared session a route that holds up its neighbours is named")
    void sharedSession_stuckRoute_isNamedAndTheOtherStillReceives() throws Exception {
        camel.defaults().setClientId("held-up");
        CountDownLatch gate = new CountDownLatch(1);
        camel.record("stuck", "mqttx:hu/stuck", exchange -> assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue());
        Recorder free = camel.record("free", "mqttx:hu/free");
        camel.start();
        camel.send("mqttx:hu/stuck", "x");
        for (int i = 0; i < 20; i++) {
            camel.send("mqttx:hu/free", Integer.toString(i));
        }
        free.await(20);
        await().until(() -> "stuck".equals(camel.consumer("free").session().heldUpBy()));
        gate.countDown();
        await().until(() -> camel.consumer("free").session().heldUpBy() == null);
        await().until(() -> camel.consumer("free").session().counters().unacknowledged() == 0);
    }

    @ParameterizedTest(name = "{displayName} {0}: {1} connections")
    @CsvSource({ "auto, 3", "always, 1", "never, 4" })
    @DisplayName("promise 8 sessionSharing: two consumers and two producers without clientId,")
    void sessionSharing_withoutClientId_decidesTheNumberOfConnections(String sharing, int expected) throws Exception {
        String prefix = "sharing-" + sharing;
        camel.defaults().setClientIdPrefix(prefix);
        camel.defaults().setSessionSharing(sharing);
        Recorder one = camel.record("one", "mqttx:ns/" + sharing + "/one");
        Recorder two = camel.record("two", "mqttx:ns/" + sharing + "/two");
        twoProducers("mqttx:ns/" + sharing + "/one", "mqttx:ns/" + sharing + "/two?qos=2");
        camel.start();
        camel.send("direct:p1", "1");
        camel.send("direct:p2", "2");
        one.await(1);
        two.await(1);
        assertThat(one.texts()).containsExactly("1");
        assertThat(two.texts()).containsExactly("2");
        assertThat(connections(prefix)).isEqualTo(expected);
    }

    @Test
    @DisplayName("promise 8 poolSize=3: three connections, order kept for each topic")
    void poolSize_manyTopics_threeConnectionsAndOrderOfEachTopic() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:out?size=20000").toD("mqttx:pool/${header.t}?poolSize=3&clientIdPrefix=pooled");
            }
        });
        camel.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("pool/#", 1);
            for (int i = 0; i < 3000; i++) {
                camel.template().sendBodyAndHeader("seda:out", Integer.toString(i / 12), "t", "t" + i % 12);
            }
            probe.await(3000);
            for (int topic = 0; topic < 12; topic++) {
                String name = "pool/t" + topic;
                assertThat(probe.messages().stream().filter(one -> name.equals(one.topic())).map(ProbeMessage::text))
                        .as(name).containsExactlyElementsOf(sequence(250));
            }
        }
        assertThat(connections("pooled-")).isEqualTo(3);
    }

    @Test
    @DisplayName("promise 8: poolSize with a clientId is refused at start")
    void poolSize_withClientId_isRefused() {
        assertThatThrownBy(() -> camel.start().send("mqttx:x?poolSize=3&clientId=one", "x"))
                .hasStackTraceContaining("poolSize=3").hasStackTraceContaining("remove clientId");
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = {
            "cleanStart=false&sessionExpiryInterval=1h", "willTopic=gone", "keepAliveInterval=5s", "mqttVersion=3.1.1",
            "userName=other", "receiveMaximum=7", "sessionSharing=never" })
    @DisplayName("promise 8: other settings for a clientId in use are refused at start, named, and harm nobody:")
    void conflictingSettings_sameClientId_areRefusedAtStart(String option) throws Exception {
        String id = "conflict-" + option.hashCode();
        Recorder first = camel.record("first", "mqttx:cf/1?clientId=" + id);
        camel.record("second", "mqttx:cf/2?clientId=" + id + "&" + option);
        camel.context().getRouteDefinition("second").autoStartup(false);
        camel.start();
        assertThatThrownBy(() -> camel.startRoute("second")).hasStackTraceContaining("'" + id + "'")
                .hasStackTraceContaining("in use").hasStackTraceContaining("clientId");
        camel.send("mqttx:cf/1?clientId=" + id, "still works");
        first.await(1);
        assertThat(connections(id)).isEqualTo(1);
        camel.stopRoute("first");
    }

    @Test
    @DisplayName("promise 8: two contexts with one clientId at one broker: the second is refused, no ping-pong")
    void twoContexts_sameClientId_secondIsRefused() throws Exception {
        camel.record("first", "mqttx:tc/1?clientId=two-contexts");
        camel.start();
        try (ItSupport second = new ItSupport(broker)) {
            second.record("second", "mqttx:tc/1?clientId=two-contexts");
            assertThatThrownBy(second::start).hasStackTraceContaining("'two-contexts' is in use");
        }
        assertThat(connections("two-contexts")).isEqualTo(1);
    }

    @Test
    @DisplayName("F25 M53 from and to with one clientId: burst of 10 000 from topic to topic over one session, in order")
    void fromAndTo_sameClientId_burstPassesInOrderOverOneConnection() throws Exception {
        bridge("burst", "", BURST);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({
            "tiny-windows, 10000, receiveMaximum=3&maxInflight=2&outboxMaxMessages=2",
            "tiny-buffer, 200, receiveMaximum=3&maxInflight=2&outboxMaxMessages=2&receiveBufferMessages=4",
            "small-buffer, 10000, mqttVersion=3.1.1&receiveBufferMessages=500" })
    @DisplayName("M53 mqtt to mqtt on one session never deadlocks:")
    void fromAndTo_smallLimits_burstPassesInOrderOverOneConnection(String id, int count, String options) throws Exception {
        bridge(id, "&" + options, count);
    }

    private void bridge(String id, String options, int count) throws Exception {
        String common = "clientId=bridge-" + id + options;
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:" + id + "/in/#?" + common).toD("mqttx:" + id + "/out?" + common);
            }
        }).start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe(id + "/out", 1);
            probe.publishSequence(id + "/in/x", count, 1);
            probe.await(count, Duration.ofSeconds(60));
            assertThat(probe.texts()).isEqualTo(sequence(count));
        }
        assertThat(connections("bridge-" + id)).isEqualTo(1);
        await().until(() -> camel.context().getInflightRepository().size() == 0);
    }

    @Test
    @DisplayName("M53 concurrency=8, many topics, from and to on one session: nothing lost, order of each topic")
    void fromAndTo_concurrent_keepsTheOrderOfEachTopic() throws Exception {
        String common = "clientId=bridge-many";
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:bm/in/+?concurrency=8&" + common)
                        .toD("mqttx:bm/out/${header.CamelMqttxTopic.substring(6)}?" + common);
            }
        }).start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("bm/out/+", 1);
            List<ProbeMessage> messages = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                messages.add(ProbeMessage.of("bm/in/" + i % 10, Integer.toString(i / 10), 1));
            }
            probe.publishAll(messages);
            probe.await(BURST, Duration.ofSeconds(60));
            for (int topic = 0; topic < 10; topic++) {
                String name = "bm/out/" + topic;
                assertThat(probe.messages().stream().filter(one -> name.equals(one.topic())).map(ProbeMessage::text))
                        .as(name).containsExactlyElementsOf(sequence(BURST / 10));
            }
        }
    }

    @Test
    @DisplayName("M44 M45 two listeners of one filter and session: highest QoS is subscribed, stopping one leaves the other")
    void twoListenersOneFilter_stopOne_otherContinues() throws Exception {
        camel.defaults().setClientId("listeners");
        Recorder low = camel.record("low", "mqttx:tl/#?qos=0");
        Recorder high = camel.record("high", "mqttx:tl/#?qos=2");
        camel.start();
        camel.send("mqttx:tl/x?qos=2", "both");
        assertThat(low.awaitFirst().qos()).isEqualTo(2);
        assertThat(high.awaitFirst().qos()).isEqualTo(2);
        camel.stopRoute("high");
        camel.send("mqttx:tl/x?qos=2", "low only");
        assertThat(low.await(2)).extracting(Received::text).containsExactly("both", "low only");
        camel.startRoute("high");
        camel.send("mqttx:tl/x?qos=2", "both again");
        assertThat(high.await(2)).extracting(Received::text).containsExactly("both", "both again");
        assertThat(low.await(3)).extracting(Received::text).containsExactly("both", "low only", "both again");
        assertThat(connections("listeners")).isEqualTo(1);
    }
}
