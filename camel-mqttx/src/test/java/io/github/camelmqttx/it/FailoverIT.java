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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Promise 6: to the next broker on loss, back to the preferred one, nothing lost. */
@Timeout(60)
class FailoverIT {

    private static final String QUICK = "&reconnectDelay=100&reconnectMaxDelay=500&connectionTimeout=2s";

    private MosquittoBroker first;
    private MosquittoBroker second;

    @BeforeEach
    void startBrokers() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        first = MosquittoBroker.create(BrokerOptions.plain().withPersistence());
        second = MosquittoBroker.create(BrokerOptions.plain().withPersistence());
        first.start();
        second.start();
    }

    @AfterEach
    void stopBrokers() {
        first.close();
        second.close();
    }

    private ItSupport support() {
        return new ItSupport(first.uri() + "," + second.uri());
    }

    @Test
    @DisplayName("M03 the first broker of the list that answers is used, the others are not touched")
    void start_allBrokersUp_connectsToTheFirst() throws Exception {
        try (ItSupport it = support()) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:list/#?clientId=list-in");
            it.start();
            it.send("mqttx:list/a?clientId=list-out", "x");
            assertThat(in.awaitFirst().text()).isEqualTo("x");
            assertThat(watch.broker("in")).contains(":" + first.port(Scheme.MQTT));
        }
        assertThat(first.connectedClientIds()).contains("list-in", "list-out");
        assertThat(second.connectCount()).isZero();
    }

    @Test
    @DisplayName("M03 a broker that is down at start is passed over")
    void start_firstBrokerDown_connectsToTheSecond() throws Exception {
        first.kill();
        try (ItSupport it = support()) {
            Recorder in = it.record("in", "mqttx:list/#?clientId=list-in");
            it.start();
            it.send("mqttx:list/a", "x");
            assertThat(in.awaitFirst().text()).isEqualTo("x");
        }
        assertThat(second.connectCount("list-in")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "SIGKILL", "SIGSTOP", "network" })
    @DisplayName("M04 F14 promise 6: the preferred broker dies and comes back; every publish ends well and is received")
    void loss_consumerAndPublisherUnderWay_failOverAndBackWithoutLoss(String fault) throws Exception {
        introduce(second, "fo-in", "fo/#");
        try (ItSupport it = support(); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(1000);
            SessionWatch watch = SessionWatch.on(it);
            String options = QUICK + "&keepAliveInterval=2s";
            Recorder in = it.record("in", "mqttx:fo/#?clientId=fo-in" + ItSupport.DURABLE + options);
            it.start();
            watch.awaitAt("in", proxy.uri());
            Stream sent = new Stream(it, "mqttx:fo/a?clientId=fo-out" + ItSupport.DURABLE + options);
            sent.more(100);
            if ("SIGKILL".equals(fault)) {
                in.await(100);
            }
            fail(fault, proxy);
            sent.more(100);
            watch.awaitAt("in", second.uri());
            sent.awaitAll();
            repair(fault, proxy);
            watch.awaitAt("in", proxy.uri());
            await().atMost(SessionWatch.TIMEOUT).until(() -> returned(watch).containsAll(List.of("fo-in", "fo-out")));
            sent.more(100);
            sent.awaitAll();
            await().atMost(SessionWatch.TIMEOUT).until(() -> in.texts().containsAll(sent.bodies().subList(200, 300)));
            it.stopRoute("in");
            List<String> all = new ArrayList<>(in.texts());
            all.addAll(held(second, "fo-in"));
            assertThat(all).containsAll(sent.bodies());
        }
    }

    private void fail(String fault, TcpProxy proxy) {
        switch (fault) {
            case "SIGKILL" -> first.kill();
            case "SIGSTOP" -> first.suspend();
            default -> proxy.down();
        }
    }

    private void repair(String fault, TcpProxy proxy) {
        switch (fault) {
            case "SIGKILL" -> first.start();
            case "SIGSTOP" -> first.resume();
            default -> proxy.up();
        }
    }

    private static List<String> returned(SessionWatch watch) {
        return watch.events(Kind.FAILED_BACK).stream().map(MqttxSessionEvent::getClientId).toList();
    }

    /** Makes a broker keep messages for a session that has not been there yet. */
    private static void introduce(MosquittoBroker broker, String clientId, String filter) {
        try (MqttProbe probe = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            probe.subscribe(filter, 1);
        }
    }

    /** What a broker has kept for a session. */
    private static List<String> held(MosquittoBroker broker, String clientId) {
        try (MqttProbe probe = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            probe.publish("fo/end", "end", 1);
            await().until(() -> probe.texts().contains("end"));
            return probe.texts();
        }
    }

    @Test
    @DisplayName("M04 promise 6: what the broker holds for a durable session comes when the session returns to it")
    void failback_durableSession_receivesWhatTheBrokerHeld() throws Exception {
        try (ItSupport it = support(); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(500);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:held/#?clientId=held-in" + ItSupport.DURABLE + QUICK);
            it.start();
            watch.awaitAt("in", proxy.uri());
            proxy.down();
            watch.awaitAt("in", second.uri());
            try (MqttProbe probe = MqttProbe.connect(first)) {
                probe.publishSequence("held/a", 50, 1);
            }
            try (MqttProbe probe = MqttProbe.connect(second)) {
                probe.publish("held/b", "second", 1);
            }
            in.await(1);
            proxy.up();
            in.await(51);
            assertThat(in.texts("held/a")).hasSize(50).doesNotHaveDuplicates();
            assertThat(in.texts("held/b")).containsExactly("second");
        }
    }

    @Test
    @DisplayName("F14 M06 a black-holed first broker costs one connectionTimeout and does not stall the round")
    void start_firstBrokerBlackHoled_connectsToTheSecondAfterItsTimeout() throws Exception {
        try (ItSupport it = support(); TcpProxy hole = TcpProxy.to(first).blackHole()) {
            it.defaults().setBrokers(hole.uri() + "," + second.uri());
            Recorder in = it.record("in", "mqttx:hole/#?clientId=hole-in&connectionTimeout=1500");
            long start = System.nanoTime();
            it.start();
            it.send("mqttx:hole/a?clientId=hole-out&connectionTimeout=1500", "x");
            in.awaitFirst();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1400), Duration.ofSeconds(20));
            assertThat(hole.acceptedConnections()).isPositive();
            assertThat(second.connectCount("hole-in")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("F14 promise 6: a broker that accepts and never answers is not returned to")
    void failback_preferredBrokerBlackHoled_staysWithTheSecond() throws Exception {
        try (ItSupport it = support(); TcpProxy hole = TcpProxy.to(first).blackHole()) {
            it.defaults().setBrokers(hole.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(300);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:pong/#?clientId=pong-in&connectionTimeout=500" + ItSupport.DURABLE);
            it.start();
            watch.awaitAt("in", second.uri());
            int before = hole.acceptedConnections();
            await("two more looks at the preferred broker").atMost(Duration.ofSeconds(30))
                    .until(() -> hole.acceptedConnections() >= before + 2);
            try (MqttProbe probe = MqttProbe.connect(second)) {
                probe.publishSequence("pong/a", 20, 1);
            }
            in.await(20);
            assertThat(in.texts()).containsOnlyOnceElementsOf(List.of("0", "19"));
            hole.heal();
            watch.awaitAt("in", hole.uri());
        }
    }

    @Test
    @DisplayName("promise 6: without Session Present at the other broker, subscriptions and publishes are made anew")
    void failover_otherBrokerDoesNotKnowTheSession_unacknowledgedPublishesArriveThere() throws Exception {
        try (ItSupport it = support(); TcpProxy proxy = TcpProxy.to(first)) {
            it.defaults().setBrokers(proxy.uri() + "," + second.uri());
            it.defaults().setFailbackDelay(0);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:anew/#?clientId=anew-in" + ItSupport.DURABLE + QUICK);
            it.start();
            watch.awaitAt("in", proxy.uri());
            proxy.blackHole(Direction.TO_CLIENT);
            Stream sent = new Stream(it, "mqttx:anew/a?clientId=anew-out&keepAliveInterval=2s" + ItSupport.DURABLE + QUICK);
            sent.more(30);
            proxy.down();
            watch.awaitAt("in", second.uri());
            sent.awaitAll();
            in.await(30);
            assertThat(in.texts()).containsAll(sent.bodies());
            assertThat(MqttProbe.hasSession(second, "anew-in")).isTrue();
        }
    }

    /** Publishes one after another without waiting, and knows which ended well. */
    private static final class Stream {

        private final ItSupport it;
        private final String uri;
        private final Map<String, CompletableFuture<Exchange>> pending = new LinkedHashMap<>();

        Stream(ItSupport it, String uri) {
            this.it = it;
            this.uri = uri;
        }

        void more(int count) {
            for (int i = 0; i < count; i++) {
                String body = Integer.toString(pending.size());
                pending.put(body, it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(body)));
            }
        }

        void awaitAll() throws Exception {
            for (Map.Entry<String, CompletableFuture<Exchange>> one : pending.entrySet()) {
                Exchange exchange = one.getValue().get(30, TimeUnit.SECONDS);
                assertThat(exchange.getException()).as("publish of %s", one.getKey()).isNull();
            }
        }

        List<String> bodies() {
            return new ArrayList<>(pending.keySet());
        }
    }
}
