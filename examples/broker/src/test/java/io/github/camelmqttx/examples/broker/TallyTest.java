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
package io.github.camelmqttx.examples.broker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void sentAndArrived_isNotMissing() {
        tally.sent("a", 1);

        assertThat(tally.arrived("a", 1)).isTrue();

        assertThat(tally.figures("a")).isEqualTo(new Figures(1, 1, 0, 0, 0));
    }

    @Test
    void arrivedAgain_isCountedApart() {
        tally.sent("a", 1);
        tally.arrived("a", 1);

        assertThat(tally.arrived("a", 1)).isFalse();

        assertThat(tally.figures("a")).isEqualTo(new Figures(1, 1, 1, 0, 0));
    }

    @Test
    void sentAndNotArrived_isMissing_alsoIfAnotherHasArrived() {
        tally.sent("a", 1);
        tally.arrived("a", 2);

        assertThat(tally.figures("a")).isEqualTo(new Figures(1, 1, 0, 1, 0));
    }

    @Test
    void arrivedAfterALaterOne_isLate_butNotIfItArrivesAgain() {
        tally.arrived("a", 1);
        tally.arrived("a", 3);
        tally.arrived("a", 2);
        tally.arrived("a", 1);

        assertThat(tally.figures("a")).isEqualTo(new Figures(0, 3, 1, 0, 1));
    }

    @Test
    void streams_haveNumbersOfTheirOwn_andAreSummed() {
        tally.sent("a", 1);
        tally.arrived("b", 1);

        assertThat(tally.figures("a").missing()).isEqualTo(1);
        assertThat(tally.total()).isEqualTo(new Figures(1, 1, 0, 1, 0));
    }
}
