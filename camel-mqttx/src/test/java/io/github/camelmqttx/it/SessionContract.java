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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxManualAcknowledgement;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.DisplayName;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** What a session keeps and what it does not: Clean Start, Session Present, Will, acknowledgements, reconnection. */
interface SessionContract extends BrokerUnderTest {

    private static String durable(Cell cell) {
        return cell.isMqtt5() ? ItSupport.DURABLE : "&cleanStart=false";
    }

    /** A client that takes the session of a Client Identifier over. */
    private MqttProbe heir(Cell cell, String clientId) {
        return connect(ProbeOptions.durable(clientId).withVersion(cell.level()));
    }

    @EachCell
    @DisplayName("M12 M47 cleanStart=true: nothing is kept, and the filters are subscribed again after a reconnect")
    default void cleanStart_reconnect_subscribesAgainAndGetsNothingOfBetween(Cell cell) throws Exception {
        String topic = "clean/" + cell.id();
        String clientId = "clean-" + cell.id();
        try (TcpProxy proxy = TcpProxy.to(broker()); ItSupport camel = camel(cell, proxy.uri())) {
            SessionWatch watch = SessionWatch.on(camel);
            Recorder in = camel.record("in", "mqttx:" + topic + "?clientId=" + clientId);
            camel.start();
            watch.awaitUp("in");
            probe().publish(topic, "before", 1);
            in.await(1);
            proxy.down();
            until(() -> !watch.isUp("in"));
            probe().publish(topic, "lost", 1);
            proxy.up();
            watch.awaitUp("in");
            probe().publish(topic, "after", 1);
            in.await(2);
            camel.stopRoute("in");
            probe().publish(topic, "lost too", 1);
            camel.startRoute("in");
            probe().publish(topic, "end", 1);
            assertThat(in.await(3)).extracting(Received::text).containsExactly("before", "after", "end");
        }
        try (MqttProbe later = heir(cell, clientId)) {
            assertThat(later.isSessionPresent()).isFalse();
        }
    }

    @EachCell
    @DisplayName("M13 M46 cleanStart=false: QoS 1 and 2 sent while away arrive, after a reconnect and in the next application")
    default void durable_awayAndBack_getsEverythingInOrder(Cell cell) throws Exception {
        String topic = "away/" + cell.id();
        String clientId = "away-" + cell.id();
        String uri = "mqttx:" + topic + "?qos=2&clientId=" + clientId + durable(cell) + cell.traits().receivingQos2();
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        try (TcpProxy proxy = TcpProxy.to(broker())) {
            for (int life = 0; life < 2; life++) {
                try (ItSupport camel = camel(cell, proxy.uri())) {
                    SessionWatch watch = SessionWatch.on(camel);
                    Recorder in = camel.record("in", uri);
                    camel.start();
                    watch.awaitUp("in");
                    proxy.down();
                    until(() -> !watch.isUp("in"));
                    expected.addAll(publish(topic, life + " offline "));
                    proxy.up();
                    watch.awaitUp("in");
                    expected.addAll(publish(topic, life + " online "));
                    in.await(expected.size() - got.size());
                    got.addAll(in.texts());
                    assertEachOnceInOrder(got, expected);
                }
                expected.addAll(publish(topic, life + " stopped "));
            }
        }
        try (MqttProbe next = heir(cell, clientId)) {
            if (cell.level() > 3) {
                assertThat(next.isSessionPresent()).isTrue();
            }
            next.await(expected.size() - got.size());
            got.addAll(next.texts());
        }
        assertEachOnceInOrder(got, expected);
    }

    /** Messages of the same QoS are in order; how the two kinds are interleaved is up to the broker. */
    private static void assertEachOnceInOrder(List<String> got, List<String> expected) {
        for (String qos : List.of(".*[02468]", ".*[13579]")) {
            assertThat(got.stream().filter(text -> text.matches(qos)))
                    .containsExactlyElementsOf(expected.stream().filter(text -> text.matches(qos)).toList());
        }
    }

    private List<String> publish(String topic, String text) {
        List<String> texts = new ArrayList<>();
        List<ProbeMessage> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            texts.add(text + i);
            messages.add(ProbeMessage.of(topic, text + i, 1 + i % 2));
        }
        probe().publishAll(messages);
        return texts;
    }

    @EachCell
    @DisplayName("M29 M23 the Will comes when the connection is cut, retained, with its QoS; not after a clean stop")
    default void will_cutAndCleanStop(Cell cell) throws Exception {
        String topic = "will/" + cell.id();
        int qos = cell.level() % 3;
        MqttProbe probe = watch(topic);
        try (TcpProxy proxy = TcpProxy.to(broker())) {
            try (ItSupport camel = camel(cell, proxy.uri())) {
                SessionWatch watch = SessionWatch.on(camel);
                camel.record("in", "mqttx:x/#?willPayload=RAW(gone away)&willRetained=true&willQos=" + qos
                                   + "&willTopic=" + topic);
                camel.start();
                watch.awaitUp("in");
                proxy.resetAll();
                ProbeMessage first = probe.await(1).get(0);
                assertThat(first.text()).isEqualTo("gone away");
                assertThat(first.qos()).isEqualTo(qos);
                watch.await(Kind.CONNECTED, 2);
                watch.awaitUp("in");
                proxy.resetAll();
                probe.await(2);
                watch.await(Kind.CONNECTED, 3);
                watch.awaitUp("in");
                camel.stopRoute("in");
            }
            probe.publish(topic, "marker", 1);
            until(() -> probe.texts().contains("marker"));
            if (sendsNoWillAfterDisconnect()) {
                assertThat(probe.texts()).containsExactly("gone away", "gone away", "marker");
            }
            probe.unsubscribe(topic);
            assertThat(watch(topic).await(1)).extracting(ProbeMessage::text).containsExactly("gone away");
            assertThat(probe.messages().get(0)).matches(ProbeMessage::retained, "retained");
            probe.clearRetained(topic);
        }
    }

    @EachCell
    @DisplayName("M52 C18 promise 1: what the route has not acknowledged is still with the broker, what it has is not")
    default void acknowledgement_byHand_decidesWhatTheBrokerKeeps(Cell cell) throws Exception {
        String topic = "ack/" + cell.id();
        String clientId = "ack-" + cell.id();
        try (ItSupport camel = camel(cell)) {
            Recorder in = camel.record("in",
                    "mqttx:" + topic + "?ackMode=manual&clientId=" + clientId + durable(cell)
                                             + "&qos=" + (cell.traits().acknowledgesQos2WhenDone() ? 2 : 1),
                    SessionContract::acknowledgeUnlessKept);
            camel.start();
            probe().publish(topic, "done", 1);
            probe().publish(topic, "done", 2);
            probe().publish(topic, "keep 1", 1);
            probe().publish(topic, "keep 2", 2);
            in.await(sendsAheadOfAcknowledgements() ? 4 : 3);
        }
        probe().publish(topic, "end", 1);
        try (MqttProbe next = heir(cell, clientId)) {
            assertThat(next.await(3)).extracting(ProbeMessage::text).containsExactlyInAnyOrder("keep 1", "keep 2", "end");
        }
    }

    private static void acknowledgeUnlessKept(Exchange exchange) {
        if (!exchange.getMessage().getBody(String.class).startsWith("keep")) {
            exchange.getMessage().getHeader(MqttxConstants.MANUAL_ACKNOWLEDGEMENT, MqttxManualAcknowledgement.class)
                    .acknowledge();
        }
    }

    @EachCell
    @DisplayName("M48 M47 connections cut in the middle of publishing and receiving: nothing is lost, QoS 2 comes once")
    default void connectionCut_underTraffic_nothingIsLost(Cell cell) throws Exception {
        String root = "cut/" + cell.id();
        try (TcpProxy proxy = TcpProxy.to(broker()); ItSupport camel = camel(cell, proxy.uri())) {
            SessionWatch watch = SessionWatch.on(camel);
            String options = "&clientId=cut-%s-" + cell.id() + durable(cell);
            Recorder one = camel.record("one", "mqttx:" + root + "/1?qos=1" + options.formatted("1"));
            Recorder two = camel.record("two", "mqttx:" + root + "/2?qos=2" + options.formatted("2")
                                               + cell.traits().receivingQos2()
                                               + (repeatsQos2WithItsIdentifier() ? "" : "&brokers=" + broker().uri()));
            boolean kept = cell.traits().publishesQos2InKeptSession();
            String out = kept ? options.formatted("out") : "&clientId=cut-out-" + cell.id();
            camel.start();
            watch.awaitUp("one");
            watch.awaitUp("two");
            List<String> sent = Its.numbers(400);
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            int acknowledged = 0;
            for (String text : sent) {
                for (int qos = 1; qos <= 2; qos++) {
                    pending.add(camel.template().asyncSend(
                            "mqttx:" + root + "/" + qos + "?qos=" + qos + out,
                            exchange -> exchange.getMessage().setBody(text)));
                }
                if (Integer.parseInt(text) % 100 == 50) {
                    one.await(Integer.parseInt(text) / 2);
                    // Not before CONNACK: mosquitto 2.0.11 sends released QoS 2 messages again after a connection cut there.
                    // And each connection has carried publishes: else they are taken for what makes the broker cut it.
                    watch.awaitUp("one");
                    watch.awaitUp("two");
                    int target = acknowledged + 20;
                    until(() -> pending.stream().filter(CompletableFuture::isDone).count() >= target);
                    acknowledged = (int) pending.stream().filter(CompletableFuture::isDone).count();
                    proxy.resetAll();
                }
            }
            for (CompletableFuture<Exchange> each : pending) {
                assertThat(each.get(60, TimeUnit.SECONDS).getException()).isNull();
            }
            until(() -> one.texts().containsAll(sent));
            until(() -> two.texts().containsAll(sent));
            if (kept) {
                assertThat(Its.repeated(two.texts())).as("QoS 2 twice").isEmpty();
            }
        }
    }
}
