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
package io.github.camelmqttx.internal.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerPlannerTest {

    private static final long POSTPONE = 1_000;
    private static final BrokerAddress A = BrokerAddress.parse("a", Transport.TCP);
    private static final BrokerAddress B = BrokerAddress.parse("b", Transport.TCP);
    private static final BrokerAddress C = BrokerAddress.parse("c", Transport.TCP);
    private static final BrokerAddress ELSEWHERE = BrokerAddress.parse("elsewhere", Transport.TCP);

    @Test
    @DisplayName("M03 F14 ordered: each round from the first broker")
    void ordered_rounds_inListOrder() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        assertThat(round(planner, 0)).containsExactly(A, B, C);
        assertThat(round(planner, 0)).containsExactly(A, B, C);
    }

    @Test
    @DisplayName("M04 round robin: the round begins after the broker connected last")
    void roundRobin_afterConnection_beginsWithTheNext() {
        BrokerPlanner planner = planner(FailoverMode.ROUND_ROBIN);
        assertThat(round(planner, 0)).containsExactly(A, B, C);
        planner.connected(A, 0);
        assertThat(round(planner, 0)).containsExactly(B, C, A);
        planner.connected(ELSEWHERE, 0);
        assertThat(round(planner, 0)).containsExactly(B, C, A);
    }

    @Test
    void roundRobin_roundNotFinished_nextBeginsAfterTheOneTried() {
        BrokerPlanner planner = planner(FailoverMode.ROUND_ROBIN);
        planner.startRound(0).next(0);
        assertThat(round(planner, 0)).containsExactly(B, C, A);
    }

    @Test
    void random_rounds_everyOrderOccurs() {
        BrokerPlanner planner = planner(FailoverMode.RANDOM);
        Set<List<BrokerAddress>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            orders.add(round(planner, 0));
        }
        assertThat(orders).hasSize(6);
    }

    @ParameterizedTest
    @DisplayName("F14 a failed broker is postponed to the end of the round until its time is over")
    @ValueSource(longs = { 0, -1, Long.MAX_VALUE - 10, Long.MIN_VALUE })
    void failed_broker_lastInRoundUntilExpiry(long start) {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.failed(A, start);
        assertThat(planner.postponedNanos(A, start + 1)).isEqualTo(POSTPONE - 1);
        assertThat(round(planner, start + 1)).containsExactly(B, C, A);
        assertThat(round(planner, start + POSTPONE - 1)).containsExactly(B, C, A);
        assertThat(planner.isPostponed(A, start + POSTPONE)).isFalse();
        assertThat(round(planner, start + POSTPONE)).containsExactly(A, B, C);
    }

    @Test
    void failed_all_inListOrder() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.failed(C, 0);
        planner.failed(A, 1);
        planner.failed(B, 2);
        assertThat(round(planner, 3)).containsExactly(A, B, C);
    }

    @Test
    void next_postponementEndsDuringRound_brokerTakesItsPlaceAgain() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.failed(A, 0);
        BrokerPlanner.Round round = planner.startRound(0);
        assertThat(round.next(0)).isEqualTo(B);
        assertThat(round.next(POSTPONE)).isEqualTo(A);
        assertThat(round.next(POSTPONE)).isEqualTo(C);
        assertThat(round.next(POSTPONE)).isNull();
    }

    @Test
    void next_afterLaterRoundBegan_null() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        BrokerPlanner.Round first = planner.startRound(0);
        BrokerPlanner.Round second = planner.startRound(0);
        assertThat(first.next(0)).isNull();
        assertThat(second.next(0)).isEqualTo(A);
    }

    @Test
    void connected_postponedBroker_noLongerPostponed() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.failed(A, 0);
        planner.connected(A, 1);
        assertThat(planner.isPostponed(A, 1)).isFalse();
    }

    @Test
    @DisplayName("F14 a broker that accepts and drops connections does not keep the others from being tried")
    void disconnected_shortConnection_postponed() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.connected(A, 0);
        planner.disconnected(A, POSTPONE - 1);
        assertThat(round(planner, POSTPONE)).containsExactly(B, C, A);
    }

    @Test
    void disconnected_longConnection_notPostponed() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.connected(A, 0);
        planner.disconnected(A, POSTPONE);
        assertThat(round(planner, POSTPONE)).containsExactly(A, B, C);
    }

    @Test
    void disconnected_earlierBroker_ignored() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.connected(A, 0);
        planner.connected(B, 1);
        planner.disconnected(A, 2);
        assertThat(planner.isPostponed(A, 2)).isFalse();
        planner.disconnected(B, 3);
        planner.disconnected(B, POSTPONE);
        assertThat(planner.postponedNanos(B, 3)).isEqualTo(POSTPONE);
    }

    @Test
    void report_brokerOutsideTheList_accepted() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        planner.connected(ELSEWHERE, 0);
        planner.disconnected(ELSEWHERE, 1);
        planner.failed(ELSEWHERE, 2);
        assertThat(planner.isPostponed(ELSEWHERE, 2)).isFalse();
        assertThat(planner.isPreferred(ELSEWHERE)).isFalse();
        assertThat(planner.betterThan(ELSEWHERE)).isEmpty();
        assertThat(round(planner, 2)).containsExactly(A, B, C);
    }

    @Test
    void postponeOfZero_failure_postponesNothing() {
        BrokerPlanner planner = new BrokerPlanner(List.of(A, B), FailoverMode.ORDERED, new Random(1), 0);
        planner.failed(A, 0);
        assertThat(round(planner, 0)).containsExactly(A, B);
    }

    @Test
    void postponeForever_failure_doesNotOverflow() {
        BrokerPlanner planner = new BrokerPlanner(List.of(A, B), FailoverMode.ORDERED, new Random(1), Long.MAX_VALUE);
        planner.failed(A, 5);
        assertThat(round(planner, 1_000_000)).containsExactly(B, A);
    }

    @Test
    @DisplayName("F14 fail-back goes to the first better broker that is not postponed")
    void failbackTarget_better_firstNotPostponed() {
        BrokerPlanner planner = planner(FailoverMode.ORDERED);
        assertThat(planner.preferred()).isEqualTo(A);
        assertThat(planner.isPreferred(A)).isTrue();
        assertThat(planner.isPreferred(B)).isFalse();
        assertThat(planner.betterThan(C)).containsExactly(A, B);
        assertThat(planner.failbackTarget(C, 0)).isEqualTo(A);
        planner.failed(A, 0);
        assertThat(planner.failbackTarget(C, 0)).isEqualTo(B);
        planner.failed(B, 0);
        assertThat(planner.failbackTarget(C, 0)).isNull();
        assertThat(planner.failbackTarget(C, POSTPONE)).isEqualTo(A);
        assertThat(planner.failbackTarget(A, POSTPONE)).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = FailoverMode.class, names = { "ROUND_ROBIN", "RANDOM" })
    void otherModes_noPreferredBroker(FailoverMode mode) {
        BrokerPlanner planner = planner(mode);
        assertThat(planner.preferred()).isNull();
        assertThat(planner.isPreferred(A)).isFalse();
        assertThat(planner.failbackTarget(C, 0)).isNull();
    }

    @Test
    void constructor_badArguments_refused() {
        assertThatThrownBy(() -> new BrokerPlanner(List.of(), FailoverMode.ORDERED, new Random(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BrokerPlanner(List.of(A, A), FailoverMode.ORDERED, new Random(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BrokerPlanner(List.of(A), FailoverMode.ORDERED, new Random(1), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BrokerPlanner planner(FailoverMode mode) {
        return new BrokerPlanner(List.of(A, B, C), mode, new Random(42), POSTPONE);
    }

    private static List<BrokerAddress> round(BrokerPlanner planner, long now) {
        BrokerPlanner.Round round = planner.startRound(now);
        List<BrokerAddress> offered = new ArrayList<>();
        for (BrokerAddress next = round.next(now); next != null; next = round.next(now)) {
            offered.add(next);
        }
        return offered;
    }
}
