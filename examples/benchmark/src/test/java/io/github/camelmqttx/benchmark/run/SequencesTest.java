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

@DisplayName("Sequence numbers")
class SequencesTest {
    @Test
    void add_sameNumberAgain_isADuplicateAndNotCounted() {
        Sequences sequences = new Sequences();
        assertThat(sequences.add(1 << 20)).isTrue();
        assertThat(sequences.add(1 << 20)).isFalse();
        assertThat(sequences.add(0)).isTrue();
        assertThat(sequences.size()).isEqualTo(2);
    }

    @Test
    void missingBelow_gapsInTwoPieces_areCounted() {
        Sequences sequences = new Sequences();
        long end = (1 << 20) + 10;
        for (long sequence = 0; sequence < end; sequence++) {
            if (sequence != 63 && sequence != 64 && sequence != (1 << 20) + 1) {
                sequences.add(sequence);
            }
        }
        assertThat(sequences.missingBelow(end)).isEqualTo(3);
    }
}
