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
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** What holds with every broker: payloads, topics, attributes, QoS and retained messages. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeliveryContract {

    private Broker broker;

    /** The broker, not started. */
    abstract Broker create();

    /** How many copies a route gets of a message that matches its filter and another filter of the session. */
    int copiesWithOverlappingFilters() {
        return 1;
    }

    @BeforeAll
    void startBroker() {
        broker = create();
        broker.start();
    }

    @AfterAll
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    Broker broker() {
        return broker;
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "auto", "5", "3.1.1", "3.1" })
    @DisplayName("M43 M41 nine combinations of QoS")
    void publish_anyVersionAndQos_arrivesOnceWithItsAttributes(String version) throws Exception {
        try (ItSupport camel = new ItSupport(broker)) {
            camel.defaults().setMqttVersion(version);
            String root = "matrix/" + version;
            List<Recorder> recorders = new ArrayList<>();
            for (int granted = 0; granted <= 2; granted++) {
                recorders.add(camel.record("s" + granted, "mqttx:" + root + "/+/t?qos=" + granted));
            }
            camel.start();
            assertThat(camel.consumer("s0").session().version()).isEqualTo(version.startsWith("3") ? version : "5.0");
            for (int qos = 0; qos <= 2; qos++) {
                camel.send("mqttx:" + root + "/p" + qos + "/t?qos=" + qos, "payload " + qos);
            }
            for (int granted = 0; granted <= 2; granted++) {
                List<Received> all = recorders.get(granted).await(3);
                for (int qos = 0; qos <= 2; qos++) {
                    assertCombination(all, root, qos, granted);
                }
            }
            recorders.forEach(recorder -> assertThat(recorder.all()).hasSize(3));
        }
    }

    private static void assertCombination(List<Received> all, String root, int published, int subscribed) {
        String topic = root + "/p" + published + "/t";
        assertThat(all).filteredOn(one -> topic.equals(one.topic())).as("published %s, subscribed %s", published, subscribed)
                .singleElement().satisfies(one -> {
                    assertThat(one.text()).isEqualTo("payload " + published);
                    assertThat(one.qos()).isEqualTo(Math.min(published, subscribed));
                    assertThat(one.retained()).isFalse();
                    assertThat(one.duplicate()).isFalse();
                    assertThat(one.messageId()).matches(id -> one.qos() == 0 ? id == 0 : id > 0);
                });
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "5", "3.1.1", "3.1" })
    @DisplayName("M42 text, binary and empty payloads")
    void publish_anyPayload_arrivesByteForByte(String version) throws Exception {
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        try (ItSupport camel = new ItSupport(broker)) {
            camel.defaults().setMqttVersion(version);
            Recorder in = camel.record("in", "mqttx:payload/" + version + "?qos=2");
            camel.start();
            for (Object body : List.of(binary, "grüße, 世界 \uD83D\uDE80", new byte[0], "", large)) {
                camel.send("mqttx:payload/" + version + "?qos=2", body);
            }
            camel.send("mqttx:payload/" + version + "?qos=2", null);
            List<Received> all = in.await(6);
            assertThat(all).extracting(Received::body).hasOnlyElementsOfType(byte[].class);
            assertThat((byte[]) all.get(0).body()).isEqualTo(binary);
            assertThat(all.get(1).text()).isEqualTo("grüße, 世界 \uD83D\uDE80");
            assertThat((byte[]) all.get(2).body()).isEmpty();
            assertThat((byte[]) all.get(3).body()).isEmpty();
            assertThat((byte[]) all.get(4).body()).isEqualTo(large);
            assertThat((byte[]) all.get(5).body()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{displayName} ''{0}''")
    @ValueSource(strings = { "werk/Öl/温度", "a//b", "with blank/in it", "/begins", "ends/", "a/,,/b", "a;b/c", "100%/x" })
    @DisplayName("M38 M54 topic with unusual characters")
    void publish_unusualTopic_isReceivedAtExactlyThisTopic(String path) throws Exception {
        String uri = "mqttx:topics/" + path.replace("%", "%25");
        String topic = "topics/" + path.replace(",,", ",");
        try (ItSupport camel = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("topics/#", 1);
            Recorder in = camel.record("in", uri);
            camel.start();
            camel.send(uri, "x");
            assertThat(in.awaitFirst().topic()).isEqualTo(topic);
            assertThat(probe.await(1)).extracting(ProbeMessage::topic).containsExactly(topic);
        }
    }

    @Test
    @DisplayName("M37 several filters, each with its QoS")
    void subscribe_severalFiltersWithQos_eachIsGrantedItsOwn() throws Exception {
        try (ItSupport camel = new ItSupport(broker)) {
            Recorder in = camel.record("in", "mqttx:several/a;qos=0,several/b/#;qos=2,several/c,,d?qos=1");
            camel.start();
            assertThat(camel.consumer("in").subscriptions())
                    .extracting(SubscriptionStatus::filter, SubscriptionStatus::grantedQos)
                    .containsExactly(tuple("several/a", 0),
                            tuple("several/b/#", 2),
                            tuple("several/c,d", 1));
            for (String topic : List.of("several/a", "several/b/x/y", "several/c,,d", "several/b")) {
                camel.send("mqttx:" + topic + "?qos=2", topic);
            }
            assertThat(in.await(4)).extracting(Received::topic, Received::qos).containsExactlyInAnyOrder(
                    tuple("several/a", 0),
                    tuple("several/b/x/y", 2),
                    tuple("several/c,d", 1),
                    tuple("several/b", 2));
        }
    }

    @Test
    @DisplayName("M38 Shared Subscription: each message goes to one member of the group")
    void sharedSubscription_twoMembers_eachMessageGoesToOne() throws Exception {
        try (ItSupport camel = new ItSupport(broker)) {
            Recorder one = camel.record("one", "mqttx:$share/group/shared/#");
            Recorder two = camel.record("two", "mqttx:shared/#?sharedGroup=group");
            Recorder all = camel.record("all", "mqttx:shared/#");
            camel.start();
            for (int i = 0; i < 40; i++) {
                camel.send("mqttx:shared/" + i % 4, Integer.toString(i));
            }
            all.await(40);
            await().until(() -> one.size() + two.size() >= 40);
            List<String> texts = new ArrayList<>(one.texts());
            texts.addAll(two.texts());
            assertThat(texts).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("M55 M56 retained: one for each topic, the last wins; null and empty bodies clear")
    void retained_publishAndClear_lateSubscriberGetsTheLastOfEachTopic() throws Exception {
        try (ItSupport camel = new ItSupport(broker)) {
            Recorder late = camel.record("late", "mqttx:store/+/x?clientId=retained-late");
            camel.context().getRouteDefinition("late").autoStartup(false);
            camel.start();
            for (String topic : List.of("a", "b", "c", "d")) {
                camel.send("mqttx:store/" + topic + "/x?retained=true", topic + " 1");
                camel.send("mqttx:store/x/x?qos=2", topic + " 2",
                        Map.of(MqttxConstants.OVERRIDE_TOPIC, "store/" + topic + "/x", MqttxConstants.OVERRIDE_RETAINED, true));
            }
            camel.send("mqttx:store/c/x?retained=true", null);
            camel.send("mqttx:store/d/x?retained=true", "");
            camel.send("mqttx:store/a/x", "not retained");
            camel.startRoute("late");
            assertThat(late.await(2)).extracting(Received::text).containsExactlyInAnyOrder("a 2", "b 2");
            assertThat(late.all()).allMatch(Received::retained);
            camel.send("mqttx:store/a/x?retained=true", "live");
            assertThat(late.await(3).get(2)).satisfies(live -> {
                assertThat(live.text()).isEqualTo("live");
                assertThat(live.retained()).isFalse();
            });
            assertThat(late.all()).hasSize(3);
            camel.send("mqttx:store/a/x?retained=true", null);
            camel.send("mqttx:store/b/x?retained=true", null);
        }
    }

    @Test
    @DisplayName("F19 every property of a PUBLISH and the trace context go from route to route over the broker")
    void properties_fromRouteToRoute_allArrive() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        byte[] correlation = { 0, 1, (byte) 0xff };
        try (ItSupport camel = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("properties/#", 1);
            Recorder in = camel.record("in", "mqttx:properties/#");
            camel.start();
            camel.send("mqttx:properties/a", "grüße", Map.of(
                    MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, 3600L,
                    MqttxConstants.CONTENT_TYPE, "text/plain", MqttxConstants.RESPONSE_TOPIC, "properties/reply",
                    MqttxConstants.CORRELATION_DATA, correlation, "traceparent", trace, "many", List.of("2", "1", "2")));
            Map<String, Object> headers = in.awaitFirst().headers();
            assertThat(headers).containsEntry(MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1)
                    .containsEntry(MqttxConstants.CONTENT_TYPE, "text/plain")
                    .containsEntry(MqttxConstants.RESPONSE_TOPIC, "properties/reply")
                    .containsEntry(MqttxConstants.CORRELATION_DATA, correlation)
                    .containsEntry("traceparent", trace).containsEntry("many", List.of("2", "1", "2"));
            assertThat((Long) headers.get(MqttxConstants.MESSAGE_EXPIRY_INTERVAL)).isBetween(3500L, 3600L);
            assertThat(probe.await(1)).singleElement().satisfies(seen -> {
                assertThat(seen.properties().getContentType()).isEqualTo("text/plain");
                assertThat(seen.properties().getCorrelationData()).isEqualTo(correlation);
                assertThat(seen.properties().getUserProperties()).contains(new UserProperty("traceparent", trace));
            });
        }
    }

    @Test
    @DisplayName("F24 F12 overlapping filters of one session: each route gets each message of its filter once")
    void overlappingFilters_oneSession_eachRouteGetsItsMessagesOnce() throws Exception {
        try (ItSupport camel = new ItSupport(broker)) {
            camel.defaults().setClientId("overlapping");
            Recorder wide = camel.record("wide", "mqttx:over/#?qos=1");
            Recorder narrow = camel.record("narrow", "mqttx:over/a?qos=2");
            Recorder other = camel.record("other", "mqttx:elsewhere/#");
            camel.start();
            List<String> sent = Its.numbers(30);
            for (String body : sent) {
                camel.send("mqttx:over/a?qos=2", body);
            }
            camel.send("mqttx:elsewhere/b", "other");
            camel.send("mqttx:over/end", "end");
            wide.await(sent.size() * copiesWithOverlappingFilters() + 1);
            narrow.await(sent.size() * copiesWithOverlappingFilters());
            assertCopies(narrow.texts(), sent);
            assertCopies(wide.texts("over/a"), sent);
            other.await(1);
            assertThat(other.texts()).containsExactly("other");
        }
    }

    /** The copies of one filter are in order; how those of several are interleaved is up to the broker. */
    private void assertCopies(List<String> received, List<String> sent) {
        assertThat(received.stream().distinct()).containsExactlyElementsOf(sent);
        assertThat(sent).allSatisfy(
                body -> assertThat(Collections.frequency(received, body)).as(body).isEqualTo(copiesWithOverlappingFilters()));
    }
}
