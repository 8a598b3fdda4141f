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

import java.util.List;
import java.util.Map;

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** Poison messages among others, on real brokers. */
@Timeout(60)
class PoisonIT {

    private static final int MESSAGES = 60;

    private static MosquittoBroker mosquitto;

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

    private static String route(String id, String options) {
        return "mqttx:" + id + "/#?clientId=" + id + ItSupport.DURABLE + Its.QUICK + "&redeliveryDelay=20&" + options;
    }

    private static void publish(MqttProbe probe, String id, int qos) {
        probe.publishAll(Its.numbers(MESSAGES).stream()
                .map(text -> ProbeMessage.of(id + "/" + Integer.parseInt(text) % 5, isPoison(text) ? "bad" + text : text, qos))
                .toList());
    }

    private static boolean isPoison(String text) {
        return Integer.parseInt(text) % 20 == 10;
    }

    @ParameterizedTest(name = "F06 M50 onFailure={0}, receiveMaximum {1}, concurrency {2}, QoS {3}")
    @CsvSource({
            "redeliver,1,1,1", "redeliver,2,16,1", "redeliver,20,16,1", "redeliver,20,1,2", "redeliver,1,16,2",
            "deadLetter,1,16,1", "deadLetter,2,1,2", "deadLetter,20,16,1" })
    @DisplayName("F06 M50 poison among others: it becomes a dead letter, the others are routed once, nothing is lost")
    void poison_amongOthers_becomesADeadLetterAndOthersAreRoutedOnce(String onFailure, int window, int concurrency, int qos)
            throws Exception {
        String id = "poison-" + onFailure + window + "-" + concurrency + "-" + qos;
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        try (MqttProbe probe = MqttProbe.connect(mosquitto); ItSupport camel = new ItSupport(mosquitto)) {
            probe.subscribe("dead/" + id + "/#", 2);
            camel.record("in", route(id, "qos=2&maximumRedeliveries=2&deadLetterTopic=dead/{topic}&onFailure=" + onFailure
                                         + "&receiveMaximum=" + window + "&concurrency=" + concurrency),
                    flaky);
            camel.start();
            publish(probe, id, qos);
            assertThat(probe.await(3)).extracting(ProbeMessage::text).containsExactlyInAnyOrder("bad10", "bad30", "bad50");
            until(() -> flaky.attempts().containsAll(
                    Its.numbers(MESSAGES).stream().filter(text -> !isPoison(text)).toList()));
            until(() -> camel.consumer("in").session().counters().unacknowledged() == 0);
            List<String> good = flaky.attempts().stream().filter(text -> !text.startsWith("bad")).toList();
            assertThat(Its.repeated(good)).isEmpty();
            assertThat(good).hasSize(MESSAGES - 3);
            int redeliveries = "redeliver".equals(onFailure) ? 2 : 0;
            assertThat(flaky.attempts()).filteredOn(text -> text.startsWith("bad")).hasSize(3 * (1 + redeliveries));
            assertThat(probe.messages()).hasSize(3);
        }
    }

    @ParameterizedTest(name = "F06 stop at receiveMaximum {0}, concurrency {1}")
    @CsvSource({ "1,1", "2,16", "20,16" })
    @DisplayName("F06 stop: each start gets one poison further, nothing is lost, a topic keeps its order")
    void poison_stop_nothingIsLostOverRestarts(int window, int concurrency) throws Exception {
        String id = "stop-" + window + "-" + concurrency;
        Flaky flaky = new Flaky(1);
        try (MqttProbe probe = MqttProbe.connect(mosquitto); ItSupport camel = new ItSupport(mosquitto)) {
            camel.record("in", route(id, "onFailure=stop&receiveMaximum=" + window + "&concurrency=" + concurrency), flaky);
            camel.start();
            publish(probe, id, 1);
            List<String> all = Its.numbers(MESSAGES).stream().map(text -> isPoison(text) ? "bad" + text : text).toList();
            until(() -> {
                if (camel.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped) {
                    restart(camel);
                }
                return flaky.attempts().containsAll(all)
                        && List.of("bad10", "bad30", "bad50").stream().allMatch(
                                bad -> flaky.attempts().stream().filter(bad::equals).count() >= 2);
            });
            List<String> firstOfTopic0 = flaky.attempts().stream().distinct()
                    .filter(text -> Integer.parseInt(text.replace("bad", "")) % 5 == 0).toList();
            assertThat(firstOfTopic0).isEqualTo(all.stream().filter(firstOfTopic0::contains).toList()).hasSize(MESSAGES / 5);
        }
    }

    private static void restart(ItSupport camel) {
        try {
            camel.startRoute("in");
        } catch (Exception e) {
            throw new IllegalStateException("The route does not start again", e);
        }
    }

    /** Mosquitto 2.0.11 closes the connection at the second refusal on it, which makes this harder. */
    @Test
    @DisplayName("F06 a dead letter topic that the ACL of mosquitto refuses: DOWN, others unaffected; another topic takes it later")
    void deadLetterTopic_refusedByAcl_othersGoOnAndNothingIsLost() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.builder(BrokerOptions.plain()).refusePublish("dead/#").quiet().build()) {
            broker.start();
            Flaky flaky = new Flaky(Flaky.ALWAYS);
            try (MqttProbe probe = MqttProbe.connect(broker); ItSupport camel = new ItSupport(broker)) {
                SessionWatch watch = SessionWatch.on(camel);
                camel.record("in", route("acl", "onFailure=deadLetter&deadLetterTopic=dead/{topic}"), flaky);
                camel.start();
                publish(probe, "acl", 1);
                until(() -> watch.problem("in").contains("dead/acl"));
                until(() -> flaky.attempts().size() == MESSAGES);
                assertThat(watch.problem("in")).contains("0x87");
                assertThat(Its.repeated(flaky.attempts())).isEmpty();
            }
            try (MqttProbe probe = MqttProbe.connect(broker); ItSupport camel = new ItSupport(broker)) {
                probe.subscribe("letters/#", 1);
                camel.record("in", route("acl", "onFailure=deadLetter&deadLetterTopic=letters/{topic}"), flaky);
                camel.start();
                assertThat(probe.await(3)).extracting(ProbeMessage::text).containsExactly("bad10", "bad30", "bad50");
                until(() -> camel.consumer("in").session().counters().unacknowledged() == 0);
            }
        }
    }

    @ParameterizedTest(name = "F06 M50 Artemis, QoS {0}: the number of redeliveries is bounded")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F06 M50 a broker that sends again under other identifiers: the number of redeliveries is bounded")
    void redeliver_artemis_isBounded(int qos) throws Exception {
        try (Broker broker = ArtemisBroker.create(BrokerOptions.plain())) {
            broker.start();
            Flaky flaky = new Flaky(Flaky.ALWAYS);
            try (MqttProbe probe = MqttProbe.connect(broker); ItSupport camel = new ItSupport(broker)) {
                probe.subscribe("letters/#", 1);
                camel.record("in",
                        route("artemis", "qos=2&onFailure=redeliver&maximumRedeliveries=2&deadLetterTopic=letters/{topic}"),
                        flaky);
                camel.start();
                camel.send("mqttx:artemis/a?qos=" + qos, "bad", Map.of());
                camel.send("mqttx:artemis/a?qos=" + qos, "good", Map.of());
                assertThat(probe.await(1)).extracting(ProbeMessage::text).containsExactly("bad");
                until(() -> camel.consumer("in").session().counters().unacknowledged() == 0);
                assertThat(flaky.attempts()).filteredOn(text -> text.startsWith("bad")).containsExactly("bad", "bad/1",
                        "bad/2");
                assertThat(flaky.attempts()).contains("good");
            }
        }
    }
}
