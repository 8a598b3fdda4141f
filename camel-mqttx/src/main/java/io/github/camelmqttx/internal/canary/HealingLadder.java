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
package io.github.camelmqttx.internal.canary;

/**
 * Which step follows a round of probes that was missed, and how much time passes between rounds: one step for each
 * missed round; after the last step the first one again, with the time doubled up to {@value #MAX_FACTOR} times the
 * usual one. For one thread.
 */
public final class HealingLadder {

    static final int MAX_FACTOR = 10;

    private final long intervalNanos;
    private int misses;
    private int factor = 1;

    /** @param intervalNanos usual time from the begin of a round to that of the next one */
    public HealingLadder(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** A round was missed. @return what to do about it */
    public HealingStep missed() {
        HealingStep[] steps = HealingStep.values();
        int step = misses % steps.length;
        if (step == 0 && misses > 0) {
            factor = Math.min(MAX_FACTOR, factor * 2);
        }
        misses++;
        return steps[step];
    }

    /** A round was successful. */
    public void reset() {
        misses = 0;
        factor = 1;
    }

    /** Rounds missed since the last successful one. */
    public int misses() {
        return misses;
    }

    /** Time from the begin of a round to that of the next one, in nanoseconds. */
    public long paceNanos() {
        return intervalNanos > Long.MAX_VALUE / MAX_FACTOR ? intervalNanos : intervalNanos * factor;
    }
}
