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
package io.github.camelmqttx.internal.session;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.session.PoisonWatch.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("F15: which publish is poison")
class PoisonWatchTest {

    private final PoisonWatch watch = new PoisonWatch();
    private final OutgoingMessage first = message(false);
    private final OutgoingMessage second = message(false);

    @Test
    @DisplayName("F15 the same first in line on three connections in a row is guilty; from the first on it goes alone")
    void sameFirstInLine_threeTimes_isPoison() {
        assertThat(watch.connectionEnded(first, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
        assertThat(watch.connectionEnded(first, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
        assertThat(watch.connectionEnded(first, true)).isEqualTo(Verdict.POISON);
    }

    @Test
    @DisplayName("F15 another first in line starts from zero")
    void anotherFirstInLine_startsAnew() {
        watch.connectionEnded(first, true);
        watch.connectionEnded(first, true);
        assertThat(watch.connectionEnded(second, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
        assertThat(watch.connectionEnded(second, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
        assertThat(watch.connectionEnded(second, true)).isEqualTo(Verdict.POISON);
    }

    @Test
    @DisplayName("F15 a connection that ends for another reason breaks the row")
    void endForAnotherReason_breaksTheRow() {
        watch.connectionEnded(first, true);
        watch.connectionEnded(first, true);
        assertThat(watch.connectionEnded(first, false)).isEqualTo(Verdict.INNOCENT);
        assertThat(watch.isSuspicious()).isFalse();
        assertThat(watch.connectionEnded(first, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
    }

    @Test
    @DisplayName("F15 without a publish in flight nothing is suspected")
    void nothingInFlight_isInnocent() {
        watch.connectionEnded(first, true);
        assertThat(watch.connectionEnded(null, true)).isEqualTo(Verdict.INNOCENT);
        assertThat(watch.isSuspicious()).isFalse();
    }

    @Test
    @DisplayName("F15 an acknowledgement clears the suspicion")
    void forgotten_startsAnew() {
        watch.connectionEnded(first, true);
        watch.connectionEnded(first, true);
        watch.forget();
        assertThat(watch.connectionEnded(first, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
    }

    @Test
    @DisplayName("F15 F10 a publish whose exchange has gone on is not given up because a broker comes and goes")
    void stored_threeConnectionsEnd_isNotGuiltyYet() {
        OutgoingMessage stored = message(true);
        for (int i = 1; i < PoisonWatch.STRIKES_OF_STORED; i++) {
            assertThat(watch.connectionEnded(stored, true)).isEqualTo(Verdict.ONE_AT_A_TIME);
        }
        assertThat(watch.connectionEnded(stored, true)).isEqualTo(Verdict.POISON);
    }

    private static OutgoingMessage message(boolean completeWhenStored) {
        return new OutgoingMessage("t", new byte[1], 1, false, null, new PublishCallback() {
            @Override
            public void published(OutgoingMessage message) {
            }

            @Override
            public void failed(OutgoingMessage message, Throwable cause) {
            }
        }, OutgoingMessage.NO_DEADLINE, completeWhenStored);
    }
}
