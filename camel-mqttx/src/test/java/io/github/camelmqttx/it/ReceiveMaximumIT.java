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
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** Narrow receive windows, busy asynchronous routes and a broker or network that fails again and again. */
@Timeout(120)
class ReceiveMaximumIT {

    private static final int CRASHES = 4;
    private static final int MESSAGES = 400;
    private static final int TOPICS = 16;
    /**
     * Without a bound of its own, mosquitto 2.0.11 forgets over a restart that a message was released, and sends
     * PUBLISH instead of PUBREL.
     */
    private static final int BROKERS_WINDOW = 100;
    /** A connection that was made while others were being reset may have been reset with them. */
    private static final int MOST_CONNECTS = 1 + 2 * CRASHES;

    private final Inbox routed = new Inbox();

    @ParameterizedTest(name = "receive maximum {0}, QoS {1}, MQTT {2}: connections reset")
    @CsvSource({ "1,1,5", "1,2,5", "2,1,5", "2,2,5", "20,1,5", "20,2,5", "20,2,3.1.1" })
    @DisplayName("F06 F20 receive maximum 1, 2, 20 with busy routes, connections reset: no loop, no loss, QoS 2 once")
    void connectionReset_busyRoutes_noLoopNoLossQosTwoOnce(int receiveMaximum, int qos, String version) throws Exception {
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain()); TcpProxy proxy = TcpProxy.to(broker)) {
            run(broker, proxy.uri(), receiveMaximum, qos, version, proxy::resetAll);
            assertThat(broker.connectCount("busy")).isLessThanOrEqualTo(MOST_CONNECTS);
            assertThat(broker.logTail(100_000)).doesNotContainIgnoringCase("protocol error")
                    .doesNotContainIgnoringCase("receive maximum");
        }
    }

    @ParameterizedTest(name = "receive maximum {0}, QoS {1}, MQTT {2}: broker restarted with its state")
    @CsvSource({ "1,1,5", "1,2,5", "2,2,5", "20,1,5", "20,2,5", "20,2,3.1.1" })
    @DisplayName("F06 F01 receive maximum 1, 2, 20 with busy routes, broker restarted: no loop, no loss, QoS 2 once")
    void brokerRestarted_busyRoutes_noLoopNoLossQosTwoOnce(int receiveMaximum, int qos, String version) throws Exception {
        Assumptions.assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        try (MosquittoBroker broker = MosquittoBroker.builder(BrokerOptions.plain().withPersistence()).quiet()
                .maxInflight(BROKERS_WINDOW).build()) {
            broker.start();
            run(broker, broker.uri(), receiveMaximum, qos, version, () -> broker.restart(true));
            assertThat(broker.connectCount("busy")).isLessThanOrEqualTo(MOST_CONNECTS);
            assertThat(broker.logTail(100_000)).doesNotContainIgnoringCase("protocol error")
                    .doesNotContainIgnoringCase("receive maximum");
        }
    }

    @Test
    @DisplayName("F06 F01 receive maximum 20 with busy routes, broker killed again and again: no loop, no loss")
    void brokerKilled_busyRoutes_noLoopNoLoss() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.create(BrokerOptions.plain().withPersistence())) {
            broker.start();
            run(broker, broker.uri(), 20, 1, "5", () -> killAndStart(broker));
        }
    }

    private static void killAndStart(Broker broker) {
        broker.kill();
        broker.start();
    }

    private void run(Broker broker, String uri, int receiveMaximum, int qos, String version, Runnable crash)
            throws Exception {
        String options = "&qos=" + qos + "&mqttVersion=" + version + ItSupport.DURABLE + Its.QUICK;
        try (Application application = new Application(uri)) {
            application.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("mqttx:busy/#?clientId=busy&concurrency=8&receiveMaximum=" + receiveMaximum + options).routeId("busy")
                            .delay(3).asyncDelayed()
                            .process(routed);
                }
            }).start();
            List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
            for (int round = 0; round <= CRASHES; round++) {
                for (int topic = 0; topic < TOPICS; topic++) {
                    outcomes.addAll(application.publishAll("mqttx:busy/" + topic + "?clientId=feeder" + options,
                            numbers(round, topic)));
                }
                int some = routed.size() + 5;
                until(() -> routed.size() >= some);
                if (round < CRASHES) {
                    crash.run();
                }
            }
            outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNull());
            until(() -> new HashSet<>(routed.texts()).size() == outcomes.size());
            until(() -> application.counters("busy").unacknowledged() == 0);
            assertThat(broker.isRunning()).isTrue();
            assertThat(application.counters("busy").connects()).isLessThanOrEqualTo(MOST_CONNECTS);
            if (qos == 2) {
                assertThat(Its.repeated(routed.texts())).isEmpty();
            }
        }
    }

    private static List<String> numbers(int round, int topic) {
        return Its.numbers(MESSAGES / TOPICS / (CRASHES + 1)).stream().map(text -> round + "-" + topic + "-" + text).toList();
    }
}
