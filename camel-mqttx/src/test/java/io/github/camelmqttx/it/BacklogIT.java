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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(90)
class BacklogIT {

    private static final int BACKLOG = 10_000;
    private static final List<String> SEQUENCE = IntStream.range(0, BACKLOG).mapToObj(Integer::toString).toList();

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

    /** Lets the broker queue messages for a session that nobody is connected with. */
    private static void backlog(String clientId, String filter, String... topics) {
        try (MqttProbe absent = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            absent.subscribe(filter, 1);
        }
        try (MqttProbe publisher = MqttProbe.connect(broker)) {
            for (String topic : topics) {
                publisher.publishSequence(topic, BACKLOG / topics.length, 1);
            }
        }
    }

    private void durable(String clientId) {
        camel.defaults().setClientId(clientId);
        camel.defaults().setCleanStart(false);
        camel.defaults().setSessionExpiryInterval("1h");
    }

    private SessionCounters counters(String routeId) {
        return camel.consumer(routeId).session().counters();
    }

    /** What the broker still has for the session; it is taken over, so the context must be stopped. */
    private static void assertNothingLeft(String clientId, String topic) {
        try (MqttProbe probe = MqttProbe.connect(broker, ProbeOptions.durable(clientId))) {
            assertThat(probe.isSessionPresent()).isTrue();
            probe.publish(topic, "marker", 1);
            assertThat(probe.await(1)).extracting(ProbeMessage::text).containsOnly("marker");
        }
    }

    @Test
    @DisplayName("F03 promise 2: 10 000 queued arrive before the route of half of them is started: held, then all delivered")
    void backlog_oneRouteNotStarted_isHeldUnacknowledgedUntilItStarts() throws Exception {
        backlog("late", "back/#", "back/early", "back/late");
        durable("late");
        Recorder early = camel.record("early", "mqttx:back/early");
        Recorder late = camel.record("late", "mqttx:back/late");
        camel.context().getRouteDefinition("late").autoStartup(false);
        camel.start();
        early.await(1);
        await().until(() -> counters("early").received() >= 1000);
        assertThat(counters("early").acknowledged()).isLessThanOrEqualTo(early.size());
        assertThat(late.all()).isEmpty();
        camel.startRoute("late");
        assertThat(late.await(BACKLOG / 2)).extracting(Received::text)
                .containsExactlyElementsOf(SEQUENCE.subList(0, BACKLOG / 2));
        assertThat(early.await(BACKLOG / 2)).extracting(Received::text)
                .containsExactlyElementsOf(SEQUENCE.subList(0, BACKLOG / 2));
        await().untilAsserted(() -> assertThat(counters("late").acknowledged()).isEqualTo(BACKLOG));
        assertThat(counters("late").held()).isZero();
        camel.close();
        assertNothingLeft("late", "back/early");
    }

    @Test
    @DisplayName("F03 promise 2: backlog whose only receiver is a producer of the same clientId stays with the broker")
    void backlog_onlyAProducerRuns_nothingIsAcknowledged() throws Exception {
        backlog("producer-first", "pf/#", "pf/x");
        durable("producer-first");
        Recorder in = camel.record("in", "mqttx:pf/x");
        camel.context().getRouteDefinition("in").autoStartup(false);
        camel.start();
        camel.send("mqttx:elsewhere", "x");
        camel.startRoute("in");
        assertThat(in.await(BACKLOG)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE);
    }

    @Test
    @DisplayName("F03 slow route: 10 000 queued messages are routed in order, and none is acknowledged before")
    void backlog_slowRoute_acknowledgementsNeverOvertakeTheRoute() throws Exception {
        backlog("slow", "slow", "slow");
        durable("slow");
        Semaphore permits = new Semaphore(0);
        Recorder in
                = camel.record("in", "mqttx:slow", exchange -> assertThat(permits.tryAcquire(60, TimeUnit.SECONDS)).isTrue());
        camel.start();
        permits.release(500);
        in.await(500);
        await().untilAsserted(() -> assertThat(counters("in").acknowledged()).isEqualTo(500));
        permits.release(BACKLOG);
        assertThat(in.await(BACKLOG)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE);
    }

    @Test
    @DisplayName("F03 M46 promise 2: a suspended route keeps a backlog unacknowledged; after resume all is delivered in order")
    void backlog_routeSuspended_isKeptAndDeliveredAfterResume() throws Exception {
        durable("suspended");
        Recorder in = camel.record("in", "mqttx:suspended/#");
        camel.start();
        camel.suspendRoute("in");
        try (MqttProbe publisher = MqttProbe.connect(broker)) {
            publisher.publishSequence("suspended/x", BACKLOG, 1);
        }
        await().until(() -> counters("in").received() >= 1000);
        assertThat(counters("in").acknowledged()).isZero();
        assertThat(in.all()).isEmpty();
        camel.resumeRoute("in");
        assertThat(in.await(BACKLOG)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE);
        assertThat(counters("in").connects()).isEqualTo(1);
    }

    @Test
    @DisplayName("F03 M46 promise 2: stopped route of a durable session: the broker keeps what comes, a restart delivers it")
    void backlog_routeStopped_staysWithTheBrokerUntilTheRouteStarts() throws Exception {
        durable("stopped");
        Recorder in = camel.record("in", "mqttx:stopped/#");
        camel.start();
        camel.stopRoute("in");
        try (MqttProbe publisher = MqttProbe.connect(broker)) {
            publisher.publishSequence("stopped/x", BACKLOG, 1);
        }
        assertThat(in.all()).isEmpty();
        camel.startRoute("in");
        assertThat(in.await(BACKLOG)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE);
        camel.close();
        assertNothingLeft("stopped", "stopped/x");
    }

    @Test
    @DisplayName("F03 M46 promise 2: stopped in the middle of a backlog: every message is delivered, acknowledged ones once")
    void backlog_routeStoppedInTheMiddle_restOfItIsDeliveredAfterTheStart() throws Exception {
        backlog("middle", "middle/#", "middle/x");
        durable("middle");
        Recorder in = camel.record("in", "mqttx:middle/#");
        camel.start();
        in.await(1000);
        camel.stopRoute("in");
        int before = in.size();
        assertThat(before).isLessThan(BACKLOG);
        camel.startRoute("in");
        assertThat(in.await(BACKLOG)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE);
    }

    @Test
    @DisplayName("F03 M45 M46 promise 2: one route of a shared durable session is stopped: its backlog is held, the other goes on")
    void backlog_oneOfTwoRoutesStopped_isHeldForItAndTheOtherGetsItsOwn() throws Exception {
        durable("shared-stopped");
        Recorder running = camel.record("running", "mqttx:ss/running");
        Recorder stopped = camel.record("stopped", "mqttx:ss/stopped");
        camel.start();
        camel.stopRoute("stopped");
        try (MqttProbe publisher = MqttProbe.connect(broker)) {
            publisher.publishSequence("ss/running", 100, 1);
            publisher.publishSequence("ss/stopped", 400, 1);
            running.await(100);
            await().until(() -> counters("running").held() == 400);
            assertThat(counters("running").acknowledged()).isEqualTo(100);
            publisher.publishSequence("ss/running", 100, 1);
            running.await(200);
        }
        assertThat(stopped.all()).isEmpty();
        camel.startRoute("stopped");
        assertThat(stopped.await(400)).extracting(Received::text).containsExactlyElementsOf(SEQUENCE.subList(0, 400));
        await().untilAsserted(() -> assertThat(counters("running").acknowledged()).isEqualTo(600));
        assertThat(counters("running").connects()).isEqualTo(1);
    }
}
