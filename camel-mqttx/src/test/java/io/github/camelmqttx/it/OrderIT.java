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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of each topic, from a publisher over a broker to a route that works on many messages at once. */
@Timeout(120)
class OrderIT {

    private static final int TOPICS = 64;
    private static final int EACH = 250;
    private static final int BETWEEN_CUTS = 200;

    private static MosquittoBroker broker;

    /** What a route got, by topic; several threads. */
    private static final class Sequences {

        private final Map<String, List<Integer>> byTopic = new ConcurrentHashMap<>();
        private final AtomicInteger count = new AtomicInteger();

        void add(Exchange exchange) {
            List<Integer> sequence = byTopic.computeIfAbsent(
                    exchange.getMessage().getHeader(MqttxConstants.TOPIC, String.class), topic -> new ArrayList<>());
            synchronized (sequence) {
                sequence.add(Integer.valueOf(exchange.getMessage().getBody(String.class)));
            }
            count.incrementAndGet();
        }

        List<Integer> of(int topic) {
            List<Integer> sequence = byTopic.getOrDefault("order/" + topic, List.of());
            synchronized (sequence) {
                return List.copyOf(sequence);
            }
        }

        boolean isComplete() {
            for (int topic = 0; topic < TOPICS; topic++) {
                if (!of(topic).contains(EACH - 1)) {
                    return false;
                }
            }
            return true;
        }
    }

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

    @ParameterizedTest(name = "F18 QoS {0}: 64 topics, concurrency 16, both sides reconnect at random")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F18 C02 X05 the sequence of each topic is kept: 64 topics, concurrency 16, both sides reconnect at random")
    void connectionsCutAtRandom_manyTopicsAtOnce_orderOfEachTopicIsKept(int qos) throws Exception {
        Random random = new Random(18 + qos);
        Sequences routed = new Sequences();
        String options = "&qos=" + qos + ItSupport.DURABLE + "&reconnectDelay=10&reconnectMaxDelay=50";
        try (TcpProxy in = TcpProxy.to(broker); TcpProxy out = TcpProxy.to(broker);
             Application application = new Application(in.uri())) {
            application.route("in", "mqttx:order/#?concurrency=16&receiveMaximum=100&clientId=order-in" + qos + options,
                    routed::add).start();
            List<CompletableFuture<Exchange>> outcomes = publish(application, "mqttx:order?maxInflight=50&clientId=order-out"
                                                                              + qos + "&brokers=" + out.uri() + options);
            int cuts = 0;
            while (!routed.isComplete()) {
                int next = routed.count.get() + BETWEEN_CUTS / 2 + random.nextInt(BETWEEN_CUTS);
                Its.until(() -> routed.count.get() >= next || routed.isComplete());
                (random.nextBoolean() ? in : out).resetAll();
                cuts++;
            }
            outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNull());
            assertThat(cuts).isGreaterThan(10);
            for (int topic = 0; topic < TOPICS; topic++) {
                assertSequence(routed.of(topic), qos, cuts);
            }
        }
    }

    /** Complete and in order; with QoS 1 a part of it may come again after each cut, from some place on. */
    private static void assertSequence(List<Integer> sequence, int qos, int cuts) {
        List<Integer> expected = Its.numbers(EACH).stream().map(Integer::valueOf).toList();
        assertThat(new ArrayList<>(new LinkedHashSet<>(sequence))).isEqualTo(expected);
        if (qos == 2) {
            assertThat(sequence).isEqualTo(expected);
        }
        long goneBack = IntStream.range(1, sequence.size()).filter(i -> sequence.get(i) <= sequence.get(i - 1)).count();
        assertThat(goneBack).as("how often it begins again: %s", sequence).isLessThanOrEqualTo(cuts);
    }

    private static List<CompletableFuture<Exchange>> publish(Application application, String uri) throws Exception {
        Endpoint endpoint = application.context().getEndpoint(uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        application.context().addService(producer, true, true);
        List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
        for (int number = 0; number < EACH; number++) {
            for (int topic = 0; topic < TOPICS; topic++) {
                Exchange exchange = endpoint.createExchange();
                exchange.getMessage().setBody(Integer.toString(number));
                exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_TOPIC, "order/" + topic);
                CompletableFuture<Exchange> outcome = new CompletableFuture<>();
                producer.process(exchange, doneSync -> outcome.complete(exchange));
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }
}
