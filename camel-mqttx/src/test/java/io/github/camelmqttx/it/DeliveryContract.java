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
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.DisplayName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Payloads, topics, attributes, properties, QoS and retained messages. */
interface DeliveryContract extends BrokerUnderTest {

    @EachCell
    @DisplayName("M43 M41 M64 nine combinations of QoS, with the attributes of each message")
    default void publish_everyQos_arrivesOnceWithItsAttributes(Cell cell) throws Exception {
        try (ItSupport camel = camel(cell)) {
            String root = "matrix/" + cell.id();
            List<Recorder> recorders = new ArrayList<>();
            for (int granted = 0; granted <= 2; granted++) {
                recorders.add(camel.record("s" + granted, "mqttx:" + root + "/+/t?qos=" + granted
                                                          + (granted == 2 ? cell.traits().receivingQos2() : "")));
            }
            camel.start();
            assertThat(camel.consumer("s0").session().version()).isEqualTo(cell.isMqtt5() ? "5.0" : cell.version());
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

    @EachCell
    @DisplayName("M42 text, binary, large and empty payloads")
    default void publish_anyPayload_arrivesByteForByte(Cell cell) throws Exception {
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        String uri = "mqttx:payload/" + cell.id() + "?qos=2";
        try (ItSupport camel = camel(cell)) {
            Recorder in = camel.record("in", uri + cell.traits().receivingQos2());
            camel.start();
            for (Object body : List.of(binary, "grüße, 世界 \uD83D\uDE80", new byte[0], "", large)) {
                camel.send(uri, body);
            }
            camel.send(uri, null);
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

    @EachCell
    @DisplayName("M38 M54 M37 topics with unusual characters, each as a filter of its own and below a wildcard")
    default void publish_unusualTopics_areReceivedAtExactlyTheseTopics(Cell cell) throws Exception {
        String root = "topics/" + cell.id() + "/";
        List<String> paths = List.of("werk/Öl/温度", "a//b", "with blank/in it", "/begins", "ends/", "a/,,/b", "a;b/c", "100%/x");
        List<String> topics = paths.stream().map(path -> root + path.replace(",,", ",")).toList();
        List<String> uris = paths.stream().map(path -> root + path.replace("%", "%25")).toList();
        MqttProbe probe = watch(root + "#");
        try (ItSupport camel = camel(cell)) {
            Recorder exact = camel.record("exact", "mqttx:" + String.join(",", uris));
            Recorder wide = camel.record("wide", "mqttx:" + root + "#");
            camel.start();
            for (String uri : uris) {
                camel.send("mqttx:" + uri, "x");
            }
            assertThat(exact.await(topics.size())).extracting(Received::topic).containsExactlyInAnyOrderElementsOf(topics);
            assertThat(wide.await(topics.size())).extracting(Received::topic).containsExactlyElementsOf(topics);
            assertThat(probe.await(topics.size())).extracting(ProbeMessage::topic).containsExactlyElementsOf(topics);
        }
    }

    @EachCell
    @DisplayName("M37 M38 several filters, each with its QoS")
    default void subscribe_severalFiltersWithQos_eachIsGrantedItsOwn(Cell cell) throws Exception {
        String root = "several/" + cell.id();
        try (ItSupport camel = camel(cell)) {
            Recorder in = camel.record("in", "mqttx:%1$s/a;qos=0,%1$s/b/#;qos=2,%1$s/c,,d?qos=1".formatted(root)
                                             + cell.traits().receivingQos2());
            camel.start();
            assertThat(camel.consumer("in").subscriptions())
                    .extracting(SubscriptionStatus::filter, SubscriptionStatus::grantedQos)
                    .containsExactly(tuple(root + "/a", 0), tuple(root + "/b/#", 2), tuple(root + "/c,d", 1));
            for (String topic : List.of("/a", "/b/x/y", "/c,,d", "/b")) {
                camel.send("mqttx:" + root + topic + "?qos=2", topic);
            }
            assertThat(in.await(4)).extracting(Received::topic, Received::qos).containsExactlyInAnyOrder(
                    tuple(root + "/a", 0), tuple(root + "/b/x/y", 2), tuple(root + "/c,d", 1), tuple(root + "/b", 2));
        }
    }

    @EachCell
    @DisplayName("M38 Shared Subscription: each message goes to one member of the group")
    default void sharedSubscription_twoMembers_eachMessageGoesToOne(Cell cell) throws Exception {
        String root = "shared/" + cell.id();
        String group = "group-" + cell.id();
        try (ItSupport camel = camel(cell)) {
            Recorder one = camel.record("one", "mqttx:$share/" + group + "/" + root + "/#");
            Recorder two = camel.record("two", "mqttx:" + root + "/#?sharedGroup=" + group);
            Recorder all = camel.record("all", "mqttx:" + root + "/#");
            camel.start();
            for (int i = 0; i < 40; i++) {
                camel.send("mqttx:" + root + "/" + i % 4, Integer.toString(i));
            }
            all.await(40);
            await().until(() -> one.size() + two.size() >= 40);
            List<String> texts = new ArrayList<>(one.texts());
            texts.addAll(two.texts());
            assertThat(texts).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @EachCell
    @DisplayName("M55 M56 retained: one for each topic, the last wins; null and empty bodies clear")
    default void retained_publishAndClear_lateSubscriberGetsTheLastOfEachTopic(Cell cell) throws Exception {
        String root = "store/" + cell.id();
        try (ItSupport camel = camel(cell)) {
            Recorder late = camel.record("late", "mqttx:" + root + "/+/x?clientId=late-" + cell.id());
            camel.context().getRouteDefinition("late").autoStartup(false);
            camel.start();
            for (String topic : List.of("a", "b", "c", "d")) {
                camel.send("mqttx:" + root + "/" + topic + "/x?retained=true", topic + " 1");
                camel.send("mqttx:elsewhere?qos=2", topic + " 2",
                        Map.of(MqttxConstants.OVERRIDE_TOPIC, root + "/" + topic + "/x",
                                MqttxConstants.OVERRIDE_RETAINED, true));
            }
            camel.send("mqttx:" + root + "/c/x?retained=true", null);
            camel.send("mqttx:" + root + "/d/x?retained=true", "");
            camel.send("mqttx:" + root + "/a/x", "not retained");
            camel.startRoute("late");
            assertThat(late.await(2)).extracting(Received::text).containsExactlyInAnyOrder("a 2", "b 2");
            assertThat(late.all()).allMatch(Received::retained);
            camel.send("mqttx:" + root + "/a/x?retained=true", "live");
            assertThat(late.await(3).get(2)).satisfies(live -> {
                assertThat(live.text()).isEqualTo("live");
                assertThat(live.retained()).isFalse();
            });
            assertThat(late.all()).hasSize(3);
            camel.send("mqttx:" + root + "/a/x?retained=true", null);
            camel.send("mqttx:" + root + "/b/x?retained=true", null);
        }
    }

    @EachCell
    @DisplayName("F19 X01 properties of a PUBLISH and the trace context: all arrive with MQTT 5, none before")
    default void properties_fromRouteToRoute_arriveWithMqtt5(Cell cell) throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        byte[] correlation = { 0, 1, (byte) 0xff };
        String root = "properties/" + cell.id();
        MqttProbe probe = watch(root + "/#");
        try (ItSupport camel = camel(cell)) {
            Recorder in = camel.record("in", "mqttx:" + root + "/#");
            camel.start();
            camel.send("mqttx:" + root + "/a", "grüße", Map.of(
                    MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, 3600L,
                    MqttxConstants.CONTENT_TYPE, "text/plain", MqttxConstants.RESPONSE_TOPIC, root + "/reply",
                    MqttxConstants.CORRELATION_DATA, correlation, "traceparent", trace, "many", List.of("2", "1", "2")));
            Map<String, Object> headers = in.awaitFirst().headers();
            ProbeMessage seen = probe.await(1).get(0);
            assertThat(seen.text()).isEqualTo("grüße");
            if (!cell.isMqtt5()) {
                assertThat(headers).doesNotContainKeys(MqttxConstants.CONTENT_TYPE, MqttxConstants.RESPONSE_TOPIC,
                        MqttxConstants.CORRELATION_DATA, "traceparent", "many");
                assertThat(seen.properties().getUserProperties()).isEmpty();
                return;
            }
            assertThat(headers).containsEntry(MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1)
                    .containsEntry(MqttxConstants.CONTENT_TYPE, "text/plain")
                    .containsEntry(MqttxConstants.RESPONSE_TOPIC, root + "/reply")
                    .containsEntry(MqttxConstants.CORRELATION_DATA, correlation)
                    .containsEntry("traceparent", trace).containsEntry("many", List.of("2", "1", "2"));
            assertThat((Long) headers.get(MqttxConstants.MESSAGE_EXPIRY_INTERVAL)).isBetween(3500L, 3600L);
            assertThat(seen.properties().getContentType()).isEqualTo("text/plain");
            assertThat(seen.properties().getCorrelationData()).isEqualTo(correlation);
            assertThat(seen.properties().getUserProperties()).contains(new UserProperty("traceparent", trace));
        }
    }

    @EachCell
    @DisplayName("F24 F12 overlapping filters of one session: each route gets each message of its filter once")
    default void overlappingFilters_oneSession_eachRouteGetsItsMessagesOnce(Cell cell) throws Exception {
        String root = "over/" + cell.id();
        try (ItSupport camel = camel(cell)) {
            camel.defaults().setClientId("over-" + cell.id());
            Recorder wide = camel.record("wide", "mqttx:" + root + "/#?qos=1");
            Recorder narrow = camel.record("narrow", "mqttx:" + root + "/a?qos=2" + cell.traits().receivingQos2());
            Recorder other = camel.record("other", "mqttx:elsewhere/" + cell.id() + "/#");
            camel.start();
            List<String> sent = Its.numbers(30);
            for (String body : sent) {
                camel.send("mqttx:" + root + "/a?qos=2", body);
            }
            camel.send("mqttx:elsewhere/" + cell.id() + "/b", "other");
            camel.send("mqttx:" + root + "/end", "end");
            wide.await(sent.size() * copiesWithOverlappingFilters() + 1);
            narrow.await(sent.size() * copiesWithOverlappingFilters());
            assertCopies(narrow.texts(), sent);
            assertCopies(wide.texts(root + "/a"), sent);
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
