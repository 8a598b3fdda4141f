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
package io.github.camelmqttx.examples.sharedsubscription;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SharedSubscriptionIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("M66 example shared-subscription: one of three processes is killed at work, and no job is missing")
    void workerKilled_othersDoItsJobs() throws Exception {
        ExampleRun run = ExampleRun.of(SharedSubscription.class, directory);

        assertThat(run.screen()).containsSubsequence("3 workers are ready", "worker-2 is killed", "is done by worker-",
                "every worker had its share", "worker-1 stops in order", "worker-3 stops in order", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception");
        int sent = run.figure("jobs: sent (\\d+)");
        assertThat(run.figure("jobs: .*, arrived (\\d+)")).isEqualTo(sent).isGreaterThan(100);
        assertThat(run.figure("jobs: .*, missing (\\d+)")).isZero();
        int shares = run.figure("done: \\{worker-1=(\\d+)") + run.figure("done: .*worker-2=(\\d+)")
                     + run.figure("done: .*worker-3=(\\d+)");
        assertThat(shares).isEqualTo(sent + run.figure("jobs: .*, arrived again (\\d+)"));
        assertThat(run.exitCode()).isZero();
    }
}
