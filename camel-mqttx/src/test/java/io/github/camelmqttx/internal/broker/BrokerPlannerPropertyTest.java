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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerPlannerPropertyTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void rounds_anyHistory_eachBrokerExactlyOnceAndPostponedOnesLast(
            @ForAll FailoverMode mode, @ForAll @IntRange(min = 1, max = 6) int brokers, @ForAll long start,
            @ForAll @LongRange(min = 0, max = 50) long postpone, @ForAll @Size(max = 6) List<@IntRange(max = 9) Integer> events,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<BrokerAddress> addresses = IntStream.range(0, brokers)
                .mapToObj(i -> BrokerAddress.parse("h" + i, Transport.TCP)).toList();
        BrokerPlanner planner = new BrokerPlanner(addresses, mode, random, postpone);
        long now = start;
        for (int event : events) {
            BrokerPlanner.Round round = planner.startRound(now);
            List<BrokerAddress> offered = new ArrayList<>();
            for (BrokerAddress next = round.next(now); next != null; next = round.next(now)) {
                if (planner.isPostponed(next, now)) {
                    for (BrokerAddress other : addresses) {
                        assertThat(offered.contains(other) || planner.isPostponed(other, now)).isTrue();
                    }
                }
                offered.add(next);
                report(planner, addresses.get(random.nextInt(brokers)), random.nextInt(10) + event, now);
                now += random.nextInt(20);
            }
            assertThat(offered).containsExactlyInAnyOrderElementsOf(addresses);
            now += event;
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void failback_anyHistory_dueExactlyWhenThereIsATarget(
            @ForAll FailoverMode mode, @ForAll long start, @ForAll @LongRange(min = 0, max = 100) long postpone,
            @ForAll @LongRange(min = 0, max = 100) long delay, @ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> events,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<BrokerAddress> addresses = BrokerList.parseAll("a,b,c,d", Transport.TCP);
        BrokerPlanner planner = new BrokerPlanner(addresses, mode, random, postpone);
        FailbackPolicy policy = new FailbackPolicy(planner, delay);
        long now = start;
        for (int event : events) {
            BrokerAddress address = addresses.get(random.nextInt(addresses.size()));
            report(planner, address, event, now);
            switch (event) {
                case 6, 7 -> policy.connected(address, random.nextBoolean(), now);
                case 8 -> policy.disconnected(now);
                case 9 -> policy.failbackFailed(now);
                default -> now += random.nextInt(200);
            }
            long due = policy.dueInNanos(now);
            assertThat(policy.target(now) != null).isEqualTo(due == 0);
            assertThat(due).isNotNegative();
            if (due != FailbackPolicy.NEVER) {
                assertThat(mode).isEqualTo(FailoverMode.ORDERED);
                assertThat(due).isLessThanOrEqualTo(Math.max(postpone, 16 * delay));
                assertThat(policy.dueInNanos(now + due)).isZero();
            }
            assertThat(policy.delayNanos()).isBetween(delay, 16 * delay);
        }
    }

    private static void report(BrokerPlanner planner, BrokerAddress address, int kind, long now) {
        switch (kind % 10) {
            case 0, 1, 2, 3 -> planner.failed(address, now);
            case 6, 7 -> planner.connected(address, now);
            case 8 -> planner.disconnected(address, now);
            default -> assertThat(planner.postponedNanos(address, now)).isNotNegative();
        }
    }
}
