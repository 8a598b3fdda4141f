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

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A publisher that is faster than a route: what piles up is bounded here, and the rest stays with the broker. */
@Timeout(120)
class BackPressureIT {

    private static final int PAYLOAD_BYTES = 8_192;
    /** Together more than twice the heap of the child process. */
    private static final int MESSAGES = 24_000;
    private static final String HEAP = "-Xmx80m";

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "F05 QoS {0}: a small heap, a fast publisher and a route for 100 messages per second")
    @ValueSource(ints = { 0, 1 })
    @DisplayName("F05 a small heap, a fast publisher and a slow route: memory is bounded, QoS 1 lost none, QoS 0 is counted")
    void fastPublisher_slowRouteAndSmallHeap_memoryIsBoundedAndAllAccountedFor(int qos) throws Exception {
        try (ChildJvm child = slowRoute(HEAP, "pressure/" + qos, qos, MESSAGES)) {
            publish("pressure/" + qos, qos);
            child.proceed();
            assertAllAccountedFor(child, qos, MESSAGES);
        }
    }

    @ParameterizedTest(name = "F05 QoS {0}: a million messages as fast as the broker takes them into a route for 100 per second")
    @ValueSource(ints = { 0, 1 })
    @Tag("slow")
    @Timeout(600)
    @DisplayName("F05 a million messages at the broker's speed into a route for 100 per second with a heap of 128 MB")
    void millionMessages_slowRouteAndHeapOf128Megabytes_memoryIsBoundedAndAllAccountedFor(int qos) throws Exception {
        int messages = 1_000_000;
        try (ChildJvm child = slowRoute("-Xmx128m", "million/" + qos, qos, messages)) {
            long rate = Flood.publish(broker, "million/" + qos, qos, messages);
            child.proceed();
            String result = assertAllAccountedFor(child, qos, messages);
            System.out.printf("F05 QoS %d: %d messages/s published, then: %s%n", qos, rate, result);
        }
    }

    private static ChildJvm slowRoute(String heap, String topic, int qos, int messages) {
        String uri = "mqttx:" + topic + "?qos=" + qos + "&clientId=pressure-" + messages + qos
                     + "&receiveMaximum=65535&receiveBufferBytes=8000000&receiveBufferMessages=100000";
        ChildJvm child = ChildJvm.start(List.of(heap, "-XX:MaxDirectMemorySize=64m"), SlowRouteMain.class, broker.uri(), uri,
                Integer.toString(messages));
        assertThat(child.linesUpTo("started")).endsWith("started");
        return child;
    }

    private static String assertAllAccountedFor(ChildJvm child, int qos, int messages) {
        List<String> said = child.linesUpTo(SlowRouteMain.RESULT);
        String result = said.isEmpty() ? "nothing" : said.get(said.size() - 1);
        if (qos == 0) {
            String[] words = result.split(" ");
            assertThat(said).last().asString().startsWith(SlowRouteMain.RESULT).endsWith("connects 1");
            assertThat(Integer.parseInt(words[1]) + Integer.parseInt(words[3])).isEqualTo(messages);
        } else {
            assertThat(result).isEqualTo(SlowRouteMain.RESULT + messages + " dropped 0 connects 1");
        }
        return result;
    }

    private static void publish(String topic, int qos) {
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            byte[] payload = new byte[PAYLOAD_BYTES];
            List<ProbeMessage> batch = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                batch.add(new ProbeMessage(topic, payload, qos, false, false, ProbeMessage.of(topic, "", qos).properties()));
            }
            for (int i = 0; i < MESSAGES / 1000; i++) {
                probe.publishAll(batch);
            }
        }
    }

    @Test
    @DisplayName("F05 what is in or before a route is bounded; when the route goes on, everything arrives in order")
    void routeStandsStill_receiveBufferFills_isBoundedAndAllArrives() throws Exception {
        int bound = 100;
        int messages = 20_000;
        Inbox inbox = new Inbox().shut();
        try (Application application = new Application(broker.uri()); MqttProbe probe = MqttProbe.connect(broker)) {
            application.route("in", "mqttx:bounded?receiveMaximum=65535&receiveBufferMessages=" + bound, inbox).start();
            probe.publishSequence("bounded", messages, 1);
            until(() -> application.counters("in").received() >= bound);
            assertThat(application.counters("in").received()).isLessThan(messages / 2);
            inbox.open();
            until(() -> inbox.size() == messages);
            assertThat(inbox.texts()).containsExactlyElementsOf(Its.numbers(messages));
            assertThat(application.counters("in").dropped()).isZero();
        }
    }
}
