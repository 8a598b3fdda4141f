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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** F14 X07 promise 6: the return to the preferred broker, under load, without loss. */
@Timeout(90)
class FailbackIT {

    private static final String OPTIONS = ItSupport.DURABLE + "&reconnectDelay=50&reconnectMaxDelay=300&connectionTimeout=2s";
    /**
     * A session that leaves a broker waits two seconds for its routes; less something for the way of an
     * acknowledgement.
     */
    private static final Duration IN_TIME = Duration.ofMillis(1_500);

    @AutoClose
    private final MosquittoBroker first = Its.mosquitto(BrokerOptions.plain());
    @AutoClose
    private final MosquittoBroker second = Its.mosquitto(BrokerOptions.plain());

    /** Publishes numbers until it is closed, never far ahead of who receives them. */
    private static final class Source implements AutoCloseable {

        private static final int MOST_UNDER_WAY = 50;

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<String> sent = new ArrayList<>();
        private final Thread thread;

        Source(MosquittoBroker broker, String topic, Recorder receiver) {
            thread = new Thread(() -> {
                try (MqttProbe probe = MqttProbe.connect(broker)) {
                    while (!stopped.get()) {
                        Its.until(() -> stopped.get() || sent.size() - receiver.size() < MOST_UNDER_WAY);
                        String body = topic + sent.size();
                        probe.publish(topic, body, 1);
                        sent.add(body);
                    }
                }
            });
            thread.start();
        }

        List<String> sent() {
            return sent;
        }

        @Override
        public void close() throws InterruptedException {
            stopped.set(true);
            thread.join(10_000);
        }
    }

    private static void introduce(MosquittoBroker broker, String clientId) {
        try (MqttProbe probe = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            probe.subscribe("load/#", 1);
        }
    }

    /** What a broker has kept for a session. */
    private static List<String> held(MosquittoBroker broker, String clientId) {
        try (MqttProbe probe = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            probe.publish("load/end", "end", 1);
            Its.until(() -> probe.texts().contains("end"));
            return probe.texts();
        }
    }

    /** When the first connection through the proxy was made, or a little earlier; monotonic nanoseconds. */
    private static long firstConnection(TcpProxy proxy) {
        AtomicLong before = new AtomicLong(System.nanoTime());
        Its.until(() -> {
            long now = System.nanoTime();
            if (proxy.acceptedConnections() == 0) {
                before.set(now);
            }
            return proxy.acceptedConnections() > 0;
        });
        return before.get();
    }

    @Test
    @DisplayName("X07 F14 consuming under load: what routes finish within two seconds is acknowledged before the session leaves "
                 + "the lesser broker, and not done again; nothing is lost")
    void failback_messagesFlowIntoSlowRoutes_nothingIsLostAndWhatIsDoneInTimeIsNotDoneTwice() throws Exception {
        introduce(first, "back-in");
        Map<String, Long> finished = new ConcurrentHashMap<>();
        try (ItSupport it = new ItSupport("unused"); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(1_000);
            SessionWatch watch = SessionWatch.on(it);
            proxy.down();
            Recorder in = it.record("in", "mqttx:load/#?clientId=back-in" + OPTIONS, exchange -> {
                TimeUnit.MILLISECONDS.sleep(4);
                finished.putIfAbsent(exchange.getMessage().getBody(String.class), System.nanoTime());
            });
            it.start();
            watch.awaitAt("in", second.uri());
            List<String> sent;
            long probed;
            try (Source source = new Source(second, "load/a", in)) {
                in.await(50);
                proxy.up();
                probed = firstConnection(proxy);
                watch.awaitAt("in", proxy.uri());
                sent = source.sent();
            }
            it.send("mqttx:load/z?clientId=back-out" + OPTIONS, "last");
            Its.until(() -> in.texts().contains("last"));
            it.stopRoute("in");
            List<String> all = new ArrayList<>(in.texts());
            all.addAll(held(second, "back-in"));
            assertThat(all).containsAll(sent);
            assertThat(Its.repeated(all)).allSatisfy(text -> assertThat(finished.get(text) - probed)
                    .as("%s, done again, was finished after", text).isGreaterThan(IN_TIME.toNanos()));
            assertThat(watch.events(Kind.FAILED_BACK)).hasSizeGreaterThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("X07 F14 publishing under load through fail-over and fail-back: every publish ends well and is with a broker")
    void failoverAndBack_publishesFlow_noneIsLost() throws Exception {
        introduce(first, "witness");
        introduce(second, "witness");
        try (ItSupport it = new ItSupport("unused"); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(500);
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            Publisher out = new Publisher(it, "mqttx:load/a?qos=1&clientId=out" + OPTIONS);
            out.until(() -> out.count() >= 200);
            proxy.down();
            out.until(() -> !watch.events(Kind.FAILED_OVER).isEmpty());
            proxy.up();
            out.until(() -> !watch.events(Kind.FAILED_BACK).isEmpty());
            out.awaitAll();
            List<String> all = held(first, "witness");
            all = new ArrayList<>(all);
            all.addAll(held(second, "witness"));
            assertThat(all).containsAll(Its.numbers(out.count()));
        }
    }

    @Test
    @DisplayName("F14 no ping-pong: a preferred broker that comes and goes is returned to a few times only, and nothing is lost")
    void preferredBrokerFlaps_returnsAreBounded() throws Exception {
        introduce(first, "witness");
        introduce(second, "witness");
        try (ItSupport it = new ItSupport("unused"); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(400);
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            Publisher out = new Publisher(it, "mqttx:load/a?qos=1&clientId=out" + OPTIONS);
            for (int i = 0; i < 8; i++) {
                long end = System.nanoTime() + Duration.ofMillis(600).toNanos();
                out.until(() -> System.nanoTime() - end > 0);
                proxy.down();
                long back = System.nanoTime() + Duration.ofMillis(200).toNanos();
                out.until(() -> System.nanoTime() - back > 0);
                proxy.up();
            }
            out.awaitAll();
            assertThat(watch.events(Kind.FAILED_BACK)).hasSizeBetween(1, 5);
            List<String> all = new ArrayList<>(held(first, "witness"));
            all.addAll(held(second, "witness"));
            assertThat(all).containsAll(Its.numbers(out.count()));
        }
    }

    /** Publishes numbers, a few at a time in flight. */
    private static final class Publisher {

        private static final int UNDER_WAY = 50;

        private final ItSupport it;
        private final String uri;
        private final List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
        private final AtomicInteger done = new AtomicInteger();

        Publisher(ItSupport it, String uri) {
            this.it = it;
            this.uri = uri;
        }

        /** Publishes until something is the case. */
        void until(BooleanSupplier condition) {
            Its.until(() -> {
                while (outcomes.size() - done.get() < UNDER_WAY) {
                    String body = Integer.toString(outcomes.size());
                    CompletableFuture<Exchange> outcome
                            = it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(body));
                    outcomes.add(outcome);
                    outcome.whenComplete((exchange, failure) -> done.incrementAndGet());
                }
                return condition.getAsBoolean();
            });
        }

        int count() {
            return outcomes.size();
        }

        void awaitAll() throws Exception {
            for (CompletableFuture<Exchange> one : outcomes) {
                assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
            }
        }
    }
}
