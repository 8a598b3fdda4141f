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
package io.github.camelmqttx.internal.executor;

/**
 * Decides how many workers to add while tasks wait and no worker is idle. Pure: no clock, no threads.
 * <p>
 * The aim is {@code core} workers that are not blocked. If the added workers are blocked at once, twice as many follow,
 * so that a burst of blocking tasks is carried in few steps.
 */
final class GrowthPolicy {

    /** Ticks in one task after which a worker may be replaced although others go on. */
    static final int PATIENCE_TICKS = 5;

    private static final int MAX_STEP = 64;

    private final int core;
    private int step;
    private int added;

    GrowthPolicy(int core) {
        this.core = core;
    }

    /**
     * Whether the queue has come to a standstill: nothing was begun since the last tick, except one task by each worker
     * that was added in it.
     */
    boolean isStalled(long begunSinceLastTick) {
        return begunSinceLastTick <= added;
    }

    /**
     * @param  active workers that are not blocked
     * @return        workers to add, 0 or more
     */
    int workersToAdd(boolean stalled, int active) {
        int missing = core - active;
        if (missing <= 0) {
            reset();
        } else if (stalled) {
            added = Math.max(missing, step);
            step = Math.min(2 * added, MAX_STEP);
        } else {
            reset();
            added = missing;
        }
        return added;
    }

    /** There was no reason to add workers. */
    void reset() {
        step = 0;
        added = 0;
    }
}
