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
package io.github.camelmqttx.torture.nemesis;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmqttx.torture.run.LegSpec;

/** An endless series of faults that depends on the seed and on what the leg can have, on nothing else. */
public final class FaultPlan {

    private final Random random;
    private final List<FaultKind> kinds;
    private final int weights;
    private final long leastGapMillis;
    private final long mostGapMillis;

    private FaultPlan(long seed, List<FaultKind> kinds, long meanGapMillis) {
        random = new Random(seed);
        this.kinds = kinds;
        weights = kinds.stream().mapToInt(FaultKind::weight).sum();
        leastGapMillis = meanGapMillis / 4;
        mostGapMillis = meanGapMillis * 7 / 4;
    }

    /**
     * The plans that go on side by side: one for the network, one for the rest; either may be missing.
     *
     * @param  seed                     of the run and the leg
     * @param  leg                      decides which kinds are drawn
     * @param  only                     kinds that may happen; empty: all that the leg can have
     * @param  meanGapMillis            of the calm between two faults of a plan
     * @throws IllegalArgumentException if nothing is left that may happen
     */
    public static List<FaultPlan> of(long seed, LegSpec leg, Set<FaultKind> only, long meanGapMillis) {
        Map<Boolean, List<FaultKind>> kinds = FaultKind.of(leg).stream()
                .filter(kind -> only.isEmpty() || only.contains(kind))
                .collect(Collectors.partitioningBy(FaultKind::isOfNetwork));
        List<FaultPlan> plans = kinds.values().stream().filter(some -> !some.isEmpty())
                .map(some -> new FaultPlan(seed, some, meanGapMillis)).toList();
        if (plans.isEmpty()) {
            throw new IllegalArgumentException("None of the faults " + only + " can happen in the leg " + leg);
        }
        return plans;
    }

    /** The next fault. */
    public Fault next() {
        FaultKind kind = draw(random.nextInt(weights));
        boolean atPublisher = random.nextBoolean();
        long gap = between(leastGapMillis, mostGapMillis);
        long duration = between(kind.leastMillis(), kind.mostMillis());
        return new Fault(kind, atPublisher, gap, duration, random.nextInt(Integer.MAX_VALUE));
    }

    private FaultKind draw(int ticket) {
        int left = ticket;
        for (FaultKind kind : kinds) {
            left -= kind.weight();
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("No kind for ticket " + ticket);
    }

    /** Short ones are more frequent than long ones. */
    private long between(long least, long most) {
        double share = random.nextDouble();
        return least + Math.round((most - least) * share * share);
    }
}
