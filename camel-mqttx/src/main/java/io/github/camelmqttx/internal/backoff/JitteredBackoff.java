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
package io.github.camelmqttx.internal.backoff;

import java.util.random.RandomGenerator;

/**
 * Doubles the delay from step to step up to a maximum, and spreads it by 20 % either way so that many clients do not
 * come back at once.
 * <p>
 * Step n (from 0) has the base {@code min(max, initial * 2^n)}; its delay is spread evenly over
 * {@code [0.8 * base, min(max, 1.2 * base)]}. No delay is above the maximum, and at the maximum delays still differ.
 * Does not overflow for any allowed arguments.
 */
public final class JitteredBackoff implements BackoffPolicy {

    private final long initialNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long baseNanos;

    /**
     * @param  initialNanos             base of the first delay, at least 1
     * @param  maxNanos                 the longest delay, at least {@code initialNanos}
     * @throws IllegalArgumentException if an argument is out of range
     */
    public JitteredBackoff(long initialNanos, long maxNanos, RandomGenerator random) {
        if (initialNanos < 1 || maxNanos < initialNanos) {
            throw new IllegalArgumentException(
                    "The first delay must be at least 1 ns and not above the longest, but they are " + initialNanos + " ns and "
                                               + maxNanos
                                               + " ns");
        }
        this.initialNanos = initialNanos;
        this.maxNanos = maxNanos;
        this.random = random;
        this.baseNanos = initialNanos;
    }

    @Override
    public long nextDelayNanos() {
        long base = baseNanos;
        long spread = base / 5;
        long lowest = base - spread;
        long highest = base + Math.min(spread, maxNanos - base);
        baseNanos = base > maxNanos / 2 ? maxNanos : base * 2;
        return lowest + random.nextLong(highest - lowest + 1);
    }

    @Override
    public void reset() {
        baseNanos = initialNanos;
    }
}
