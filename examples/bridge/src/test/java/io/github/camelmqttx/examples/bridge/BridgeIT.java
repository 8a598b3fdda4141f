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
package io.github.camelmqttx.examples.bridge;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BridgeIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("M52 example bridge: what a killed database has not committed is not acknowledged and comes again")
    void databaseKilled_readingsAreNotAcknowledgedAndComeAgain() throws Exception {
        ExampleRun run = ExampleRun.of(Bridge.class, directory);

        assertThat(run.screen()).containsSubsequence("the database is killed", "sent unacknowledged readings again",
                "the database is started again", "'broken', is refused", "readings that come again: 0", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception");
        int published = run.figure("readings: published (\\d+)");
        int rowsAfterTheKill = run.figure("with (\\d+) rows");
        assertThat(rowsAfterTheKill).isPositive().isLessThan(published);
        assertThat(run.figure("readings: .*, refused (\\d+)")).isEqualTo(1);
        assertThat(run.figure("readings: .*, stored (\\d+)")).isEqualTo(published - 1);
        assertThat(run.figure("repeated attempts (\\d+)")).isPositive();
        assertThat(run.exitCode()).isZero();
    }
}
