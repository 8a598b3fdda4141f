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
package io.github.camelmqttx.examples.storeandforward;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StoreAndForwardIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("M14 example store-and-forward: killed while storing and while sending, each message arrives once")
    void senderKilledTwice_everythingArrivesOnce() throws Exception {
        ExampleRun run = ExampleRun.of(StoreAndForward.class, directory);

        assertThat(run.screen()).containsSubsequence("which is stopped now", "is killed (SIGKILL)", "now the broker is started",
                "in the middle of sending", "the sender is back again", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception");
        int sent = run.figure("messages: sent (\\d+)");
        int told = run.figure("before it could say so: (\\d+)");
        assertThat(sent).isGreaterThan(300);
        assertThat(run.figure("messages: .*, arrived (\\d+)")).isEqualTo(sent + told);
        assertThat(run.figure("messages: .*, missing (\\d+)")).isZero();
        assertThat(run.figure("messages: .*, arrived again (\\d+)")).isZero();
        assertThat(run.exitCode()).isZero();
    }
}
