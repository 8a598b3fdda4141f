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

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Fixed rate")
class FixedRateTest {
    private static final long FIRST = 7;

    @Test
    void latency_allSentLate_countsFromWhenEachWasDue() {
        FixedRate timed = new FixedRate(FIRST, 100, 0.1);
        timed.awaitDue(FIRST + timed.count());

        for (long sequence = FIRST; sequence < FIRST + timed.count(); sequence++) {
            timed.completed(sequence);
        }

        assertThat(timed.count()).isEqualTo(10);
        assertThat(timed.latency().p50()).as("the fifth of ten was due 60 ms before the end").isGreaterThanOrEqualTo(50);
        assertThat(timed.latency().p999()).as("the first").isGreaterThanOrEqualTo(100);
    }

    @Test
    void latency_oneNeverCompleted_isEndless() {
        FixedRate timed = new FixedRate(FIRST, 100, 0.02);

        timed.completed(FIRST);
        timed.completed(FIRST - 1);
        timed.completed(FIRST + timed.count());

        assertThat(timed.latency().p999()).isEqualTo(Double.MAX_VALUE);
    }
}
