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
package io.github.camelmqttx.examples.failover;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FailoverIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("M04 example failover: the preferred broker is killed under load, then both, and nothing is missing")
    void brokersKilledUnderLoad_failsOverAndBackAndMissesNothing() throws Exception {
        ExampleRun run = ExampleRun.of(Failover.class, directory);

        assertThat(run.screen()).containsSubsequence("(preferred)", "health: UP", "is killed", "FAILED_OVER",
                "the other broker is killed too", "health: DOWN", "not connected", "FAILED_BACK", "health: UP",
                "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception").doesNotContain("\tat ");
        int qos1 = run.figure("QoS 1: sent (\\d+)");
        int qos2 = run.figure("QoS 2: sent (\\d+)");
        assertThat(run.figure("QoS 1: .*, missing (\\d+)")).isZero();
        assertThat(run.figure("QoS 2: .*, missing (\\d+)")).isZero();
        assertThat(run.figure("QoS 1: .* arrived (\\d+)")).isEqualTo(qos1).isGreaterThan(100);
        assertThat(run.figure("QoS 2: .* arrived (\\d+)")).isEqualTo(qos2).isGreaterThan(100);
        assertThat(run.figure("accepted by a broker, of (\\d+)")).isEqualTo(qos1 + qos2);
        assertThat(run.exitCode()).isZero();
    }
}
