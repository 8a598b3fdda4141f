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
package io.github.camelmqttx.benchmark.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import io.github.camelmqttx.benchmark.peer.InstantPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contenders that are always there, against the instant peer, for a fraction of a second. Publishes of {@code paho}
 * may fail: that client answers with 32202 when an acknowledgement overtakes its bookkeeping.
 */
@DisplayName("Measurement against the instant peer")
class MeasurementTest {
    private static final int WINDOW = 20;
    private static final Settings.Outbox NO_OUTBOX = new Settings.Outbox(Path.of("."), 1, 0);

    private InstantPeer peer;

    @BeforeEach
    void startPeer() throws Exception {
        peer = new InstantPeer(0, WINDOW);
        new Thread(peer, "instant-peer").start();
    }

    @AfterEach
    void stopPeer() {
        peer.close();
    }

    @ParameterizedTest
    @CsvSource({
            "hivemq-raw, ROUTE, 0", "hivemq-raw, ROUTE, 1", "hivemq-raw, ROUTE, 2", "hivemq-raw, CONSUME, 2",
            "hivemq-raw, CONSUME, 0", "paho, ROUTE, 1", "paho, CONSUME, 2", "paho-mqtt5, ROUTE, 2", "paho-mqtt5*3, ROUTE, 1",
            "limit, PUBLISH, 0", "limit, PUBLISH, 1", "limit, PUBLISH, 2" })
    void run_anyScenario_countsMessagesAndLosesNone(String contender, Scenario scenario, int qos) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
        Settings.Load load = new Settings.Load(WINDOW, 50, 0.1, 0.3, Long.MAX_VALUE);

        Result result = new Measurement(
                new Settings(ContenderSpec.parse(contender), scenario, address, true, qos, load, NO_OUTBOX)).run();

        assertThat(result.messages()).isPositive();
        assertThat(result.lost()).as("lost").isZero();
        assertThat(result.duplicates()).as("duplicates").isZero();
        if (!contender.equals(ContenderSpec.PAHO)) {
            assertThat(result.failed()).as(result.firstFailure()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({ "mqttx?outbox=memory, 1", "mqttx?outbox=file&outboxCompletion=acknowledged, 2" })
    void run_outbox_countsArrivalsMeasuresLatencyAndLeavesNoFile(String contender, int qos, @TempDir Path folder)
            throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
        Settings.Load load = new Settings.Load(WINDOW, 50, 0.1, 0.3, Long.MAX_VALUE);

        Result result = new Measurement(
                new Settings(
                        ContenderSpec.parse(contender), Scenario.OUTBOX, address, true, qos, load,
                        new Settings.Outbox(folder, 100, 0.3)))
                .run();

        assertThat(result.messages()).isPositive();
        assertThat(result.lost()).as("lost").isZero();
        assertThat(result.duplicates()).as("duplicates").isZero();
        assertThat(result.failed()).as(result.firstFailure()).isZero();
        assertThat(result.latency()).isNotNull().satisfies(
                latency -> assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p999()));
        assertThat(folder).isEmptyDirectory();
    }
}
