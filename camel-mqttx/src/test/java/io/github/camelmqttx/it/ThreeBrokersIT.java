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

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Three brokers die and come back, in every order. */
@Timeout(60)
class ThreeBrokersIT {

    private static final String URI = "mqttx:three/%s?clientId=three&failbackDelay=100&connectionTimeout=2s" + Its.QUICK;

    private static final List<MosquittoBroker> BROKERS = new ArrayList<>();

    @BeforeAll
    static void startBrokers() {
        for (int i = 0; i < 3; i++) {
            BROKERS.add(Its.mosquitto(BrokerOptions.plain()));
        }
    }

    @AfterAll
    static void stopBrokers() {
        BROKERS.forEach(MosquittoBroker::close);
    }

    /** A session that both consumes and publishes, and what it must be able to do after each step. */
    private static final class Session {

        private final ItSupport it;
        private final SessionWatch watch;
        private final Recorder in;
        private final List<String> connections = new ArrayList<>();
        private int step;

        Session(ItSupport it) throws Exception {
            this.it = it;
            this.watch = SessionWatch.on(it);
            this.in = it.record("in", URI.formatted("#"));
        }

        /** At the first broker that runs, and working there; DOWN if none runs. */
        void assertAtTheFirstThatRuns() {
            MosquittoBroker expected = BROKERS.stream().filter(MosquittoBroker::isRunning).findFirst().orElse(null);
            if (expected == null) {
                Its.until(() -> !watch.isUp("in"));
                watch.await(Kind.ROUND_FAILED, watch.events(Kind.ROUND_FAILED).size() + 2);
                return;
            }
            watch.awaitAt("in", expected.uri());
            if (connections.isEmpty() || !connections.get(connections.size() - 1).equals(expected.uri())) {
                connections.add(expected.uri());
            }
            String text = "step " + step++;
            it.send(URI.formatted("a"), text);
            Its.until(() -> in.texts().contains(text));
        }
    }

    @ParameterizedTest(name = "F14 M03 M04 brokers die in the order {0} and come back in the same")
    @ValueSource(strings = { "012", "021", "102", "120", "201", "210" })
    @DisplayName("F14 M03 M04 promise 6: three brokers die and come back in every order: connected to the best one, no ping-pong")
    void killAndRestore_everyOrder_connectsToTheBestWithoutPingPong(String order) throws Exception {
        try (ItSupport it = new ItSupport(String.join(",", BROKERS.stream().map(MosquittoBroker::uri).toList()))) {
            Session session = new Session(it);
            it.start();
            session.assertAtTheFirstThatRuns();
            for (int index : order.chars().map(digit -> digit - '0').toArray()) {
                BROKERS.get(index).kill();
                session.assertAtTheFirstThatRuns();
            }
            for (int index : order.chars().map(digit -> digit - '0').toArray()) {
                BROKERS.get(index).start();
                session.assertAtTheFirstThatRuns();
            }
            assertThat(session.watch.broker("in")).contains(":" + BROKERS.get(0).uri().replaceFirst(".*:", ""));
            assertThat(session.watch.events(Kind.CONNECTED)).as("connections: no more than the changes of the best broker")
                    .hasSize(session.connections.size());
            assertThat(session.in.texts()).hasSize(session.step).doesNotHaveDuplicates();
        }
    }
}
