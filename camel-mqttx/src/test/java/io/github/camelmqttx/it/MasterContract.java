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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two processes with one durable session under {@code master:}, for each broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class MasterContract {

    static final String CLIENT_ID = "plant7";
    static final String JAVA = "";
    /** The traffic of 200 ms; a message is in the route for 5 ms. */
    private static final int MOST_IN_ROUTE = 100;
    static final String YAML = "classpath:clusters/master.yaml";

    @TempDir
    Path directory;

    private final Broker broker;

    MasterContract(Broker broker) {
        this.broker = broker;
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    Broker broker() {
        return broker;
    }

    /** The session exists before the first message, and is empty. */
    @BeforeEach
    void makeSession() throws Exception {
        broker.start();
        Files.createFile(sink());
        try (MqttProbe wiped = MqttProbe.connect(broker, new ProbeOptions(5, CLIENT_ID, true, 0, 10, null, null, null))) {
            assertThat(wiped.isSessionPresent()).isFalse();
        }
        try (MqttProbe owner = MqttProbe.connect(broker, ProbeOptions.durable(CLIENT_ID))) {
            owner.subscribe("plant7/#", 2);
        }
    }

    Path sink() {
        return directory.resolve("sink");
    }

    Member member(String name, String routes, String... properties) {
        return Member.start(broker, directory, name, routes, properties);
    }

    void awaitDone(Set<String> messages) {
        Its.soon().untilAsserted(() -> {
            Set<String> missing = new TreeSet<>(messages);
            SinkFile.done(sink()).forEach(missing::remove);
            assertThat(missing).as("messages that no process has done").isEmpty();
        });
    }

    @Test
    @DisplayName("M49 M66 master: kill -9 of the active process in the middle of QoS 1 and 2 traffic: the other one takes over, "
                 + "0 lost")
    void kill_activeProcessInTraffic_otherOneTakesOverAndNothingIsLost() throws Exception {
        try (Member first = member("first", JAVA).awaitStarted(); Traffic traffic = new Traffic(broker, "plant7")) {
            Its.until(() -> first.done().size() > 20);
            try (Member second = member("second", JAVA).awaitStarted()) {
                int before = first.done().size();
                Its.until(() -> first.done().size() > before + 50);
                assertThat(second.done()).as("done by the standby").isEmpty();
                first.kill();
                long killed = System.nanoTime();
                int inFlight = SinkFile.begun(sink()) - SinkFile.done(sink()).size();
                Its.until(() -> !second.done().isEmpty());
                long millis = (System.nanoTime() - killed) / 1_000_000;
                Set<String> published = traffic.end();
                awaitDone(published);
                System.out.printf(
                        "M49 %s: taken over after %d ms, %d messages, 0 lost, %d in the route at the kill, %d twice%n",
                        broker.name(), millis, published.size(), inFlight, Its.repeated(SinkFile.done(sink())).size());
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("M49 M66 master: a graceful stop of the active process hands over: 0 lost, only what was in the route "
                 + "comes twice")
    void stop_activeProcessInTraffic_handsOver() throws Exception {
        try (Member first = member("first", YAML).awaitStarted(); Traffic traffic = new Traffic(broker, "plant7")) {
            Its.until(() -> first.done().size() > 20);
            try (Member second = member("second", YAML).awaitStarted()) {
                first.stop();
                Its.until(() -> second.done().size() > 20);
                Set<String> published = traffic.end();
                awaitDone(published);
                assertThat(Its.repeated(SinkFile.done(sink()))).as("done twice").hasSizeLessThan(MOST_IN_ROUTE);
            }
        }
    }
}
