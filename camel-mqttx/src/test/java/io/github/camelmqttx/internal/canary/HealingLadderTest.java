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
package io.github.camelmqttx.internal.canary;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.github.camelmqttx.internal.canary.HealingStep.FAIL_OVER;
import static io.github.camelmqttx.internal.canary.HealingStep.RECONNECT;
import static io.github.camelmqttx.internal.canary.HealingStep.RESUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

class HealingLadderTest {

    private final HealingLadder ladder = new HealingLadder(100);

    @Test
    @DisplayName("X09 one step for each miss, then again from the first with the time doubled, at most tenfold")
    void misses_stepsAndPace() {
        List<HealingStep> steps = new ArrayList<>();
        List<Long> paces = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            steps.add(ladder.missed());
            paces.add(ladder.paceNanos());
        }
        assertThat(steps.subList(0, 7))
                .containsExactly(RESUBSCRIBE, RECONNECT, FAIL_OVER, RESUBSCRIBE, RECONNECT, FAIL_OVER, RESUBSCRIBE);
        assertThat(paces).containsExactly(100L, 100L, 100L, 200L, 200L, 200L, 400L, 400L, 400L, 800L, 800L, 800L, 1_000L,
                1_000L,
                1_000L, 1_000L, 1_000L, 1_000L);
        assertThat(ladder.misses()).isEqualTo(18);
    }

    @Test
    @DisplayName("X09 a success begins anew")
    void success_beginsAnew() {
        for (int i = 0; i < 5; i++) {
            ladder.missed();
        }
        ladder.reset();
        assertThat(ladder.misses()).isZero();
        assertThat(ladder.paceNanos()).isEqualTo(100);
        assertThat(ladder.missed()).isEqualTo(RESUBSCRIBE);
        assertThat(ladder.paceNanos()).isEqualTo(100);
    }
}
