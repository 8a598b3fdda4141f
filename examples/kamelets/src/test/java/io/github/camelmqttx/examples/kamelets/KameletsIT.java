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
package io.github.camelmqttx.examples.kamelets;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class KameletsIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("C14 example kamelets: the broker is killed, some messages cannot be worked on, and nothing is missing")
    void brokerKilled_kameletsLoseNothing() throws Exception {
        ExampleRun run = ExampleRun.of(Kamelets.class, directory);

        assertThat(run.screen()).containsSubsequence("mqttx-source and mqttx-sink", "is killed", "is started again",
                "Route template mqttx-source the following mandatory parameters must be provided: topic", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception").doesNotContain("\tat ");
        int rejected = run.figure("rejected (\\d+)");
        assertThat(rejected).isPositive();
        assertThat(run.figure("stored (\\d+)") + rejected).isEqualTo(run.figure("accepted (\\d+)")).isGreaterThan(100);
        assertThat(run.figure("missing (\\d+)")).isZero();
        assertThat(run.exitCode()).isZero();
    }
}
