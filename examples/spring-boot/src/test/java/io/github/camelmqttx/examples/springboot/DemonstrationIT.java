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
package io.github.camelmqttx.examples.springboot;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemonstrationIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("C17 example spring-boot: the broker is killed, nothing is missing, the application stops in order")
    void brokerKilled_application_missesNothingAndStopsInOrder() throws Exception {
        ExampleRun run = ExampleRun.of(Demonstration.class, directory);

        assertThat(run.screen()).containsSubsequence("clientId=plant, cleanStart=false, sessionExpiryInterval=10m",
                "the broker is killed", "the broker is started again", "the application has stopped", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(run.figure("arrived (\\d+)")).isEqualTo(run.figure("made (\\d+)")).isGreaterThan(300);
        assertThat(run.exitCode()).isZero();
    }
}
