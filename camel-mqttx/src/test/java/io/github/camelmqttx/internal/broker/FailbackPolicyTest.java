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

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailbackPolicyTest {

    private static final long DELAY = 1_000;
    private static final List<BrokerAddress> BROKERS = BrokerList.parseAll("a,b,c", Transport.TCP);
    private static final BrokerAddress A = BROKERS.get(0);
    private static final BrokerAddress B = BROKERS.get(1);
    private static final BrokerAddress C = BROKERS.get(2);

    private final BrokerPlanner planner = new BrokerPlanner(BROKERS, FailoverMode.ORDERED, new Random(1), 10_000);
    private final FailbackPolicy policy = new FailbackPolicy(planner, DELAY);

    @ParameterizedTest
    @DisplayName("X07 F14 a fail-back is due after the delay with a lesser broker")
    @ValueSource(longs = { 0, Long.MAX_VALUE - 10 })
    void connected_lesserBroker_dueAfterDelay(long start) {
        policy.connected(B, false, start);
        assertThat(policy.dueInNanos(start)).isEqualTo(DELAY);
        assertThat(policy.dueInNanos(start + DELAY - 1)).isEqualTo(1);
        assertThat(policy.target(start + DELAY - 1)).isNull();
        assertThat(policy.dueInNanos(start + DELAY + 5)).isZero();
        assertThat(policy.target(start + DELAY)).isEqualTo(A);
    }

    @Test
    void connected_preferredOrUnlistedBroker_neverDue() {
        assertThat(policy.dueInNanos(0)).isEqualTo(FailbackPolicy.NEVER);
        policy.connected(A, false, 0);
        assertThat(policy.dueInNanos(DELAY)).isEqualTo(FailbackPolicy.NEVER);
        policy.connected(BrokerAddress.parse("elsewhere", Transport.TCP), false, 0);
        assertThat(policy.dueInNanos(DELAY)).isEqualTo(FailbackPolicy.NEVER);
        assertThat(policy.target(DELAY)).isNull();
    }

    @Test
    void disconnected_lesserBroker_neverDue() {
        policy.connected(B, false, 0);
        policy.disconnected(10);
        assertThat(policy.dueInNanos(DELAY)).isEqualTo(FailbackPolicy.NEVER);
        assertThat(policy.delayNanos()).isEqualTo(DELAY);
    }

    @Test
    void delayOfZero_lesserBroker_neverDue() {
        FailbackPolicy off = new FailbackPolicy(planner, 0);
        off.connected(B, false, 0);
        assertThat(off.dueInNanos(DELAY)).isEqualTo(FailbackPolicy.NEVER);
        assertThat(off.target(DELAY)).isNull();
    }

    @Test
    void otherMode_anyBroker_neverDue() {
        FailbackPolicy other
                = new FailbackPolicy(new BrokerPlanner(BROKERS, FailoverMode.ROUND_ROBIN, new Random(1), 10_000), DELAY);
        other.connected(C, false, 0);
        assertThat(other.dueInNanos(DELAY)).isEqualTo(FailbackPolicy.NEVER);
    }

    @Test
    @DisplayName("X07 the first better broker that is not postponed is the target; a postponed one is waited for")
    void target_betterBrokersPostponed_nextOrLater() {
        policy.connected(C, false, 0);
        planner.failed(A, 500);
        assertThat(policy.target(DELAY)).isEqualTo(B);
        planner.failed(B, 700);
        assertThat(policy.target(DELAY)).isNull();
        assertThat(policy.dueInNanos(DELAY)).isEqualTo(9_500);
        assertThat(policy.target(DELAY + 9_500)).isEqualTo(A);
    }

    @Test
    @DisplayName("X07 F14 every failed fail-back doubles the delay, up to 16 times")
    void failbackFailed_again_delayDoublesUpTo16() {
        policy.connected(B, false, 0);
        long now = 0;
        for (int factor : new int[] { 2, 4, 8, 16, 16 }) {
            policy.failbackFailed(++now);
            assertThat(policy.delayNanos()).isEqualTo(factor * DELAY);
            assertThat(policy.dueInNanos(now)).isEqualTo(factor * DELAY);
        }
    }

    @Test
    void failbackFailed_connectionGivenUpForIt_countsOnceAndWaitsAfterReturn() {
        policy.connected(B, false, 0);
        policy.disconnected(DELAY);
        policy.failbackFailed(DELAY + 5);
        policy.connected(B, false, DELAY + 9);
        assertThat(policy.delayNanos()).isEqualTo(2 * DELAY);
        assertThat(policy.dueInNanos(DELAY + 9)).isEqualTo(2 * DELAY);
    }

    @Test
    @DisplayName("F14 no ping-pong: a fail-back that does not last doubles the delay")
    void disconnected_soonAfterFailback_delayDoubles() {
        policy.connected(A, true, 0);
        policy.disconnected(DELAY - 1);
        policy.connected(B, false, DELAY);
        assertThat(policy.dueInNanos(DELAY)).isEqualTo(2 * DELAY);
    }

    @Test
    void disconnected_preferredWithoutFailback_delayUnchanged() {
        policy.connected(A, false, 0);
        policy.disconnected(1);
        assertThat(policy.delayNanos()).isEqualTo(DELAY);
    }

    @Test
    @DisplayName("X07 the delay is the configured one again once the preferred broker was held for the delay in force")
    void disconnected_preferredHeldForTheDelay_delayReset() {
        policy.failbackFailed(0);
        policy.failbackFailed(0);
        policy.connected(A, false, 0);
        policy.disconnected(4 * DELAY - 1);
        assertThat(policy.delayNanos()).isEqualTo(4 * DELAY);
        policy.connected(B, false, 0);
        policy.disconnected(40 * DELAY);
        assertThat(policy.delayNanos()).isEqualTo(4 * DELAY);
        policy.connected(A, true, 0);
        policy.disconnected(4 * DELAY);
        assertThat(policy.delayNanos()).isEqualTo(DELAY);
        policy.disconnected(4 * DELAY);
        assertThat(policy.delayNanos()).isEqualTo(DELAY);
    }

    @Test
    void delayForever_failures_doNotOverflow() {
        FailbackPolicy longest = new FailbackPolicy(planner, Long.MAX_VALUE);
        longest.connected(B, false, 0);
        for (int i = 0; i < 6; i++) {
            longest.failbackFailed(0);
        }
        assertThat(longest.dueInNanos(1_000_000)).isGreaterThan(Long.MAX_VALUE / 4).isLessThan(FailbackPolicy.NEVER);
    }
}
