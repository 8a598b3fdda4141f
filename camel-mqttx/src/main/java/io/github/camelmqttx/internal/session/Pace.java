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

import java.util.random.RandomGenerator;

import io.github.camelmqttx.internal.backoff.JitteredBackoff;
import io.github.camelmqttx.internal.backoff.StableConnection;

/**
 * How fast a session connects: one back-off for all its brokers, begun anew by a connection that lasts, and how often
 * it tries. Pure: times are parameters. Confined to the serial context.
 */
final class Pace {

    /** How long a connection must last to begin the delays anew. */
    static final int STABLE_SECONDS = 5;

    private final int maxRounds;
    private final long longestNanos;
    private final JitteredBackoff backoff;
    private final StableConnection stability;
    private int failedRounds;
    private int unstableInARow;

    Pace(ReconnectSettings settings, RandomGenerator random) {
        this.maxRounds = settings.maxRounds();
        this.longestNanos = Math.max(settings.delayNanos(), settings.maxDelayNanos());
        this.backoff = new JitteredBackoff(settings.delayNanos(), longestNanos, random);
        this.stability = new StableConnection(backoff, STABLE_SECONDS * 1_000_000_000L);
    }

    /** Somebody wants a new series of rounds. */
    void asked() {
        failedRounds = 0;
    }

    void connected(long now) {
        failedRounds = 0;
        stability.connected(now);
    }

    /**
     * A connection has ended.
     *
     * @param  onPurpose whether the session has ended it to be elsewhere
     * @return           whether the connection lasted
     */
    boolean disconnected(boolean onPurpose, long now) {
        boolean lasted = stability.disconnected(now);
        if (!onPurpose) {
            unstableInARow = lasted ? 0 : unstableInARow + 1;
        }
        return lasted;
    }

    /** Whether the round after the loss of a connection begins at once: the second loss in a row is waited for. */
    boolean isAtOnce() {
        return unstableInARow <= 1;
    }

    /** A round has failed. @return whether it was the last one allowed */
    boolean roundFailed() {
        failedRounds++;
        return maxRounds > 0 && failedRounds >= maxRounds;
    }

    /** The next delay of the back-off. */
    long nextDelayNanos() {
        return backoff.nextDelayNanos();
    }

    /** The delay where trying soon cannot help. */
    long longestDelayNanos() {
        return longestNanos;
    }
}
