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

import org.jspecify.annotations.Nullable;

/**
 * Decides when a session that is connected to a lesser broker fails back to a better one.
 * <p>
 * A fail-back is due when the connection to the lesser broker has lasted for the delay and a better broker is not
 * postponed. Each fail-back that fails doubles the delay, up to {@value #MAX_FACTOR} times the configured one: one that
 * reaches no better broker ({@link #failbackFailed}), and one whose connection is lost before it has lasted for the
 * delay. Once a connection to the preferred broker has lasted for the delay, the delay is the configured one again. So
 * a broker that comes and goes does not drag sessions to and fro.
 * <p>
 * Not safe for use by several threads: confined to the serial context of its session. Times are nanoseconds of a
 * monotonic clock.
 */
public final class FailbackPolicy {

    /** What {@link #dueInNanos} returns when no fail-back is to come. */
    public static final long NEVER = Long.MAX_VALUE;

    static final int MAX_FACTOR = 16;

    private final BrokerPlanner planner;
    private final long baseDelayNanos;
    private int factor = 1;
    private @Nullable BrokerAddress current;
    private long connectedSince;
    private long waitingSince;
    private boolean byFailback;

    /**
     * @param delayNanos how long to stay with a lesser broker; 0 or less never fails back
     */
    public FailbackPolicy(BrokerPlanner planner, long delayNanos) {
        this.planner = planner;
        this.baseDelayNanos = Math.min(delayNanos, Long.MAX_VALUE / 2 / MAX_FACTOR);
    }

    /**
     * A broker has accepted a connection.
     *
     * @param failback whether the connection was made in order to fail back
     */
    public void connected(BrokerAddress address, boolean failback, long now) {
        current = address;
        connectedSince = now;
        waitingSince = now;
        byFailback = failback;
    }

    /** The connection has ended, for whatever reason, a fail-back included. Ignored when there is none. */
    public void disconnected(long now) {
        if (current == null) {
            return;
        }
        boolean lasted = now - connectedSince >= delayNanos();
        if (!lasted && byFailback) {
            doubleDelay();
        } else if (lasted && planner.isPreferred(current)) {
            factor = 1;
        }
        current = null;
    }

    /** A fail-back reached no better broker, whether the connection to the lesser one was given up for it or not. */
    public void failbackFailed(long now) {
        doubleDelay();
        waitingSince = now;
    }

    private void doubleDelay() {
        factor = Math.min(MAX_FACTOR, factor * 2);
    }

    /** The delay in force: the configured one times 1, 2, 4, 8 or {@value #MAX_FACTOR}. */
    public long delayNanos() {
        return baseDelayNanos * factor;
    }

    /**
     * How long until a fail-back is due: 0 if it is due now (then {@link #target} is not null), {@link #NEVER} if there
     * is no connection, no better broker, or fail-back is off. A better broker that is postponed meanwhile puts it off,
     * so ask again when the time has come.
     */
    public long dueInNanos(long now) {
        if (current == null || baseDelayNanos <= 0) {
            return NEVER;
        }
        long soonest = NEVER;
        for (BrokerAddress better : planner.betterThan(current)) {
            soonest = Math.min(soonest, planner.postponedNanos(better, now));
        }
        return soonest == NEVER ? NEVER : Math.max(soonest, Math.max(0, delayNanos() - (now - waitingSince)));
    }

    /** The brokers to fail back to if a fail-back is due now, the most preferred first; empty if none is due. */
    public List<BrokerAddress> targets(long now) {
        if (current == null || dueInNanos(now) > 0) {
            return List.of();
        }
        return planner.betterThan(current).stream().filter(better -> !planner.isPostponed(better, now)).toList();
    }

    /** The first of {@link #targets}, or null if there is none. */
    public @Nullable BrokerAddress target(long now) {
        return current == null || dueInNanos(now) > 0 ? null : planner.failbackTarget(current, now);
    }
}
