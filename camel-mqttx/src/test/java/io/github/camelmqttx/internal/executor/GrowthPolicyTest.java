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
package io.github.camelmqttx.internal.executor;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrowthPolicyTest {

    private final GrowthPolicy policy = new GrowthPolicy(2);

    @Test
    void stalled_allBlocked_growsInDoublingSteps() {
        assertThat(policy.workersToAdd(true, 0)).isEqualTo(2);
        assertThat(policy.isStalled(2)).as("only the added workers took a task").isTrue();
        assertThat(policy.workersToAdd(true, 0)).isEqualTo(4);
        assertThat(policy.workersToAdd(true, 0)).isEqualTo(8);
    }

    @Test
    void stalled_workersCompute_addsNone() {
        assertThat(policy.isStalled(0)).isTrue();
        assertThat(policy.workersToAdd(true, 2)).isZero();
        assertThat(policy.workersToAdd(true, 5)).isZero();
    }

    @Test
    void gettingOn_oneBlocked_replacesThatOne() {
        assertThat(policy.workersToAdd(false, 1)).isEqualTo(1);
        assertThat(policy.workersToAdd(false, 2)).isZero();
    }

    @Test
    void computing_afterABurst_startsWithSmallStepsAgain() {
        policy.workersToAdd(true, 0);
        policy.workersToAdd(true, 0);
        policy.workersToAdd(true, 2);
        assertThat(policy.workersToAdd(true, 1)).isEqualTo(1);
    }
}
