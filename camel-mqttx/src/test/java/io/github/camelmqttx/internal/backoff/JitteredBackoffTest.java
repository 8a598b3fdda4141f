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
package io.github.camelmqttx.internal.backoff;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JitteredBackoffTest {

    private static final RandomGenerator LOWEST = () -> 0;

    @Test
    @DisplayName("M18 the delay doubles up to the maximum")
    void nextDelay_lowestJitter_doubles() {
        JitteredBackoff backoff = new JitteredBackoff(1_000, 10_000, LOWEST);
        for (long expected : new long[] { 800, 1_600, 3_200, 6_400, 8_000, 8_000 }) {
            assertThat(backoff.nextDelayNanos()).isEqualTo(expected);
        }
    }

    @Test
    void reset_afterSteps_beginsAnew() {
        JitteredBackoff backoff = new JitteredBackoff(1_000, 10_000, LOWEST);
        backoff.nextDelayNanos();
        backoff.nextDelayNanos();
        backoff.reset();
        assertThat(backoff.nextDelayNanos()).isEqualTo(800);
    }

    @Test
    @DisplayName("M18 delays at the maximum still differ and reach both ends")
    void nextDelay_atMaximum_spreadBelowIt() {
        JitteredBackoff backoff = new JitteredBackoff(10, 10, new Random(7));
        assertThat(LongStream.generate(backoff::nextDelayNanos).limit(200).distinct().sorted())
                .containsExactly(8L, 9L, 10L);
    }

    @Test
    void nextDelay_belowMaximum_spreadBothWays() {
        Random random = new Random(7);
        assertThat(LongStream.generate(() -> new JitteredBackoff(10, 100, random).nextDelayNanos()).limit(200)
                .distinct().sorted()).containsExactly(8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void constructor_badArguments_refused() {
        assertThatThrownBy(() -> new JitteredBackoff(0, 1, LOWEST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JitteredBackoff(2, 1, LOWEST)).isInstanceOf(IllegalArgumentException.class);
    }
}
