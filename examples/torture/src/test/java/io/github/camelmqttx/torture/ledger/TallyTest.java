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
package io.github.camelmqttx.torture.ledger;

import io.github.camelmqttx.torture.ledger.LedgerRecord.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Topic 0 has QoS 1, topic 1 QoS 2. Feeds ledgers that are right, and ledgers that are wrong in each way. */
class TallyTest {

    private static final long LATE = 1_000_000;

    private final Tally tally = new Tally(new int[] { 1, 2 }, LATE);

    private void accepted(int topic, long... numbers) {
        for (long number : numbers) {
            tally.sent(new LedgerRecord(Kind.ACCEPTED, topic, number, 100, 200));
        }
    }

    private void received(int process, int topic, long... numbers) {
        for (long number : numbers) {
            tally.received(new LedgerRecord(Kind.RECEIVED, topic, number, 100, 300), process);
        }
    }

    @Test
    @DisplayName("Everything arrived once and in order: kept")
    void sameOnBothSides_kept() {
        accepted(0, 0, 1, 2);
        accepted(1, 0, 1, 2);
        received(1, 0, 0, 1, 2);
        received(1, 1, 0, 1, 2);
        Totals totals = tally.totals();
        assertThat(totals.kept()).isTrue();
        assertThat(totals.accepted()).isEqualTo(6);
        assertThat(totals.received()).isEqualTo(6);
        assertThat(totals.evidence()).isEmpty();
    }

    @Test
    @DisplayName("Received before it is known that it was sent: kept, and never missing")
    void receivedBeforeAccepted_kept() {
        received(1, 0, 0);
        accepted(0, 0);
        assertThat(tally.missing()).isZero();
        assertThat(tally.totals().kept()).isTrue();
    }

    @Test
    @DisplayName("F02: a message that was sent and never arrived is lost")
    void acceptedNeverReceived_lost() {
        accepted(0, 0, 1, 2);
        received(1, 0, 0, 2);
        Totals totals = tally.totals();
        assertThat(totals.lost()).isEqualTo(1);
        assertThat(totals.violations()).containsExactly("1 lost");
        assertThat(totals.evidence()).containsExactly("lost: topic 0 QoS 1 1 from 1 to 1");
    }

    @Test
    @DisplayName("A duplicate does not make up for a lost message")
    void oneLostOneDuplicated_bothSeen() {
        accepted(0, 0, 1);
        received(1, 0, 0, 0);
        assertThat(tally.totals().lost()).isEqualTo(1);
        assertThat(tally.totals().duplicates().qos1()).isEqualTo(1);
    }

    @Test
    @DisplayName("A failed publish may arrive or not")
    void failedPublish_neitherLostNorSent() {
        accepted(0, 0);
        tally.sent(new LedgerRecord(Kind.FAILED, 0, 1, 100, 200));
        tally.sent(new LedgerRecord(Kind.FAILED, 0, 2, 100, 200));
        received(1, 0, 0, 2);
        Totals totals = tally.totals();
        assertThat(totals.kept()).isTrue();
        assertThat(totals.failed()).isEqualTo(2);
    }

    @Test
    @DisplayName("F20: QoS 2 twice in one process is a violation")
    void qos2TwiceInOneProcess_violation() {
        accepted(1, 0);
        received(1, 1, 0, 0);
        assertThat(tally.totals().duplicates().qos2()).isEqualTo(1);
        assertThat(tally.totals().violations()).containsExactly("1 duplicated at QoS 2");
        assertThat(tally.totals().evidence()).singleElement().asString().startsWith("duplicated: topic 1 number 0");
    }

    @Test
    @DisplayName("QoS 2 once before and once after the end of the receiving process is counted apart")
    void qos2AgainInNextProcess_countedApart() {
        accepted(1, 0);
        received(1, 1, 0);
        received(2, 1, 0);
        assertThat(tally.totals().duplicates()).isEqualTo(new Totals.Duplicates(0, 0, 0, 1));
        assertThat(tally.totals().kept()).isTrue();
    }

    @Test
    @DisplayName("QoS 2 twice in the second process is a violation, whatever the first had")
    void qos2TwiceInNextProcess_violation() {
        accepted(1, 0);
        received(1, 1, 0);
        received(2, 1, 0, 0);
        assertThat(tally.totals().duplicates()).isEqualTo(new Totals.Duplicates(0, 1, 0, 1));
        assertThat(tally.totals().kept()).isFalse();
    }

    @Test
    @DisplayName("F18: a redelivered prefix at QoS 1 is duplicated, not reordered")
    void redeliveredPrefix_duplicatedNotReordered() {
        accepted(0, 0, 1, 2, 3);
        received(1, 0, 0, 1, 2, 1, 2, 3);
        Totals totals = tally.totals();
        assertThat(totals.reordered()).isZero();
        assertThat(totals.duplicates().qos1()).isEqualTo(2);
        assertThat(totals.kept()).isTrue();
    }

    @Test
    @DisplayName("F18: a first receipt after a later message is reordered")
    void firstReceiptAfterLaterMessage_reordered() {
        accepted(0, 0, 1, 2);
        received(1, 0, 0, 2, 1);
        assertThat(tally.totals().reordered()).isEqualTo(1);
        assertThat(tally.totals().violations()).containsExactly("1 reordered");
    }

    @Test
    @DisplayName("Order is per topic")
    void otherTopicInBetween_inOrder() {
        accepted(0, 5);
        accepted(1, 2);
        received(1, 0, 5);
        received(1, 1, 2);
        assertThat(tally.totals().kept()).isTrue();
    }

    @Test
    @DisplayName("A first receipt after the bound is late, and its latency counts")
    void receivedAfterBound_late() {
        accepted(0, 0, 1);
        received(1, 0, 0);
        tally.received(new LedgerRecord(Kind.RECEIVED, 0, 1, 100, 100 + LATE + 1), 1);
        Totals totals = tally.totals();
        assertThat(totals.late()).isEqualTo(1);
        assertThat(totals.latency().getMaxValue()).isGreaterThanOrEqualTo(LATE);
    }

    @Test
    @DisplayName("A run that sent nothing has shown nothing")
    void nothingSent_notKept() {
        assertThat(tally.totals().violations()).containsExactly("nothing was sent");
    }

    @Test
    @DisplayName("Canaries are counted and carry no number")
    void canary_counted() {
        tally.received(new LedgerRecord(Kind.RECEIVED, -1, 0, 100, 200), 1);
        assertThat(tally.canaries()).isEqualTo(1);
        assertThat(tally.totals().received()).isZero();
    }

    @Test
    @DisplayName("A sender at rest is counted and sends nothing")
    void idle_counted() {
        tally.sent(new LedgerRecord(Kind.IDLE, 0, 0, 100, 100));
        assertThat(tally.idles()).isEqualTo(1);
        assertThat(tally.accepted()).isZero();
    }

    @Test
    @DisplayName("Numbers that a killed process may have used are not used again")
    void reserved_nextNumberAfterIt() {
        tally.sent(new LedgerRecord(Kind.RESERVED, 1, 5_000, 100, 100));
        accepted(1, 0);
        assertThat(tally.nextNumber(1)).isEqualTo(5_000);
        assertThat(tally.nextNumber(0)).isZero();
    }

    @Test
    @DisplayName("Ledgers cannot be mixed up")
    void recordOfOtherSide_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tally.sent(new LedgerRecord(Kind.RECEIVED, 0, 0, 100, 200)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tally.received(new LedgerRecord(Kind.ACCEPTED, 0, 0, 100, 200), 1));
    }

    @Test
    @DisplayName("Totals of legs add up, violations included")
    void totalsOfTwoLegs_added() {
        accepted(0, 0, 1);
        received(1, 0, 0, 0);
        Totals both = tally.totals().plus(tally.totals());
        assertThat(both.accepted()).isEqualTo(4);
        assertThat(both.lost()).isEqualTo(2);
        assertThat(both.duplicates().qos1()).isEqualTo(2);
        assertThat(both.latency().getTotalCount()).isEqualTo(2);
        assertThat(both.kept()).isFalse();
    }
}
