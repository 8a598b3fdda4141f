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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** F07 X08 M28: a real thief at real brokers; connects are counted. */
@Timeout(120)
class TakeoverIT {

    private static final int DELAY_SECONDS = 1;
    private static final int WATCHED_SECONDS = 3;
    /** In so many connections a thief is recognised. */
    private static final long CYCLES = 3;
    /** Artemis leaves both clients connected if one takes over soon after the other. */
    private static final Duration LATENCY = Duration.ofMillis(300);
    private static final String PACE = "&reconnectDelay=10&reconnectMaxDelay=" + DELAY_SECONDS + "s&clientId=";

    private static MosquittoBroker mosquitto;

    private static synchronized MosquittoBroker mosquitto() {
        if (mosquitto == null) {
            mosquitto = Its.mosquitto(BrokerOptions.plain());
        }
        return mosquitto;
    }

    @AfterAll
    static void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @ParameterizedTest(name = "mosquitto, MQTT {0}")
    @CsvSource({ "3.1, 3", "3.1.1, 4", "5, 5" })
    @DisplayName("F07 X08 without Reason Code 0x8E: recognised in at most 3 cycles, then one connect per reconnectMaxDelay")
    void thief_brokerGivesNoReason_isRecognisedAndSlowedDown(String version, int level) throws Exception {
        assertSlowedDown(mosquitto().uri(), version, level, "probably another client uses");
    }

    @Test
    @DisplayName("F07 X08 M28 with Reason Code 0x8E: the second takeover is a conflict, told once, and waited after")
    void takeover_twiceWithReasonCode_isRecognised() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:theft/#?mqttVersion=5" + PACE + "wanted");
            it.start();
            for (int i = 1; i <= 3; i++) {
                ScriptedConnection connection = broker.awaitConnection();
                watch.awaitUp("in");
                long start = System.nanoTime();
                connection.disconnect(0x8E);
                broker.awaitConnection(i + 1);
                long waited = System.nanoTime() - start;
                if (i > 1) {
                    assertThat(waited).as("delay after " + i).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(DELAY_SECONDS));
                }
                SessionSnapshot snapshot = it.consumer("in").session();
                assertThat(snapshot).isNotNull();
                assertThat(snapshot.conflict() != null).as("conflict after " + i).isEqualTo(i > 1);
            }
            watch.await(Kind.CONNECTED, 4);
            assertThat(watch.events(Kind.TAKEN_OVER)).hasSize(2);
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("F07 X08 M28 with Reason Code 0x8E (Artemis): recognised in at most 3 cycles, then one connect per "
                 + "reconnectMaxDelay")
    void thief_artemisGivesTheReason_isRecognisedAndSlowedDown() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.create(BrokerOptions.plain())) {
            broker.start();
            try (TcpProxy far = TcpProxy.to(broker).latency(Direction.TO_CLIENT, LATENCY)) {
                assertSlowedDown(far.uri(), "5", 5, "0x8E");
            }
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("F07 X08 M28 with Reason Code 0x8E (HiveMQ): recognised in at most 3 cycles, then one connect per "
                 + "reconnectMaxDelay")
    void thief_hiveMqGivesTheReason_isRecognisedAndSlowedDown() throws Exception {
        try (HiveMqBroker broker = HiveMqBroker.create(BrokerOptions.plain())) {
            broker.start();
            assertSlowedDown(broker.uri(), "5", 5, "0x8E");
        }
    }

    private static void assertSlowedDown(String broker, String version, int level, String reason) throws Exception {
        String id = "wanted-" + version;
        try (Application app = new Application(broker); LogCapture log = LogCapture.start()) {
            app.route("in", "mqttx:theft/#?mqttVersion=" + version + PACE + id, exchange -> {
            }).start();
            Its.until(() -> app.isUp("in"));
            try (Thief thief = new Thief(broker, level, id)) {
                long recognised = lastWithout(() -> app.session("in").conflict() != null);
                Its.until(() -> System.nanoTime() - recognised >= TimeUnit.SECONDS.toNanos(WATCHED_SECONDS)
                        && app.counters("in").connects() > CYCLES);
                long connects = app.counters("in").connects();
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - recognised);
                assertThat(connects).as("%s to recognise it, then one each %s s for %s s", CYCLES, DELAY_SECONDS, seconds)
                        .isLessThanOrEqualTo(CYCLES + seconds / DELAY_SECONDS);
                assertThat(app.session("in").conflict()).contains(id, reason, "give each client its own");
                assertThat(app.health("in").getDetails().get("conflict").toString()).contains(id);
                assertThat(app.events(Kind.TAKEN_OVER)).hasSizeLessThanOrEqualTo(2);
                assertThat(log.messages(Level.WARN).stream().filter(line -> line.contains("takeoverPolicy"))).hasSize(1);
                assertThat(thief.connects()).isGreaterThan(1);
            }
            Its.until(() -> app.isUp("in"));
        }
    }

    /** Waits for something, and says when it was not yet the case; monotonic nanoseconds. */
    private static long lastWithout(BooleanSupplier condition) {
        AtomicLong last = new AtomicLong(System.nanoTime());
        Its.until(() -> {
            long now = System.nanoTime();
            boolean reached = condition.getAsBoolean();
            if (!reached) {
                last.set(now);
            }
            return reached;
        });
        return last.get();
    }

    @Test
    @DisplayName("F07 takeoverPolicy=stop: the route is told and stops, publishes fail with a clear error, nothing connects any "
                 + "more")
    void thief_policyStop_givesUp() throws Exception {
        String options = "takeoverPolicy=stop" + PACE + "wanted-stop";
        try (Application app = new Application(mosquitto().uri()); LogCapture log = LogCapture.start()) {
            app.route("in", "mqttx:theft/#?" + options, exchange -> {
            }).start();
            Its.until(() -> app.isUp("in"));
            try (Thief thief = new Thief(mosquitto().uri(), 5, "wanted-stop")) {
                Its.until(() -> app.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
                int stopped = thief.connects();
                Its.until(() -> !app.events(Kind.GIVEN_UP).isEmpty());
                assertThat(app.events(Kind.GIVEN_UP)).singleElement()
                        .satisfies(event -> assertThat(event.getDetail()).contains("wanted-stop", "takeoverPolicy=stop"));
                assertThat(log.troubles()).anySatisfy(line -> assertThat(line).contains("Route in stops", "given up"));
                long start = System.nanoTime();
                Its.until(() -> System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(1_500));
                assertThat(thief.connects()).as("nobody throws the thief out").isLessThanOrEqualTo(stopped + 1);
            }
        }
    }

    @Test
    @DisplayName("F07 takeoverPolicy=stop: a producer's publishes fail at once and try again at most once per reconnectMaxDelay")
    void thief_policyStop_publishesFailAndDoNotHammer() throws Exception {
        String uri = "mqttx:theft/a?qos=1&takeoverPolicy=stop" + PACE + "wanted-out";
        try (Application app = new Application(mosquitto().uri())) {
            app.start();
            assertThat(app.publish(uri, "x").getException()).isNull();
            try (Thief thief = new Thief(mosquitto().uri(), 5, "wanted-out")) {
                Its.until(() -> app.publish(uri, "x").getException() instanceof MqttxConnectException);
                int before = mosquitto().connectCount("wanted-out");
                long start = System.nanoTime();
                Its.until(() -> {
                    app.publish(uri, "x");
                    return System.nanoTime() - start >= Duration.ofSeconds(2).toNanos();
                });
                int connects = mosquitto().connectCount("wanted-out") - before;
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                assertThat(connects).as("of session and thief in %s s", seconds)
                        .isLessThanOrEqualTo(2 * ((int) seconds / DELAY_SECONDS + 1) + 2);
                assertThat(thief.connects()).isPositive();
            }
            Its.until(() -> app.publish(uri, "x").getException() == null);
        }
    }

    @Test
    @DisplayName("F07 takeoverPolicy=suffix: the session goes on with a Client Identifier of its own, and receives")
    void thief_policySuffix_goesOn() throws Exception {
        String id = "wanted-suffix";
        try (ItSupport it = new ItSupport(mosquitto())) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:suffix/#?takeoverPolicy=suffix" + PACE + id);
            it.start();
            watch.awaitUp("in");
            try (Thief thief = new Thief(mosquitto().uri(), 5, id)) {
                Its.until(() -> suffixed(id).size() == 1 && watch.isUp("in"));
                it.send("mqttx:suffix/a", "x");
                assertThat(in.awaitFirst().text()).isEqualTo("x");
                SessionSnapshot snapshot = it.consumer("in").session();
                assertThat(snapshot).isNotNull();
                assertThat(snapshot.conflict()).contains(id, suffixed(id).get(0));
                assertThat(watch.health("in").getDetails().get("conflict").toString()).contains(suffixed(id).get(0));
                int connects = thief.connects();
                assertThat(mosquitto().connectCount(id)).isLessThanOrEqualTo(connects + 4);
            }
        }
    }

    private static List<String> suffixed(String id) {
        return mosquitto().connectedClientIds().stream().filter(one -> one.matches(id + "-[a-z0-9]{6}")).distinct().toList();
    }
}
