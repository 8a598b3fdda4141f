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
package io.github.camelmqttx.internal.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.session.SessionEvent;
import org.slf4j.event.Level;

/**
 * Decides how loud an event of one session is logged: one warning for each outage, then one a minute while it lasts.
 * Pure: time is a parameter. For one thread.
 */
final class LogBudget {

    static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<SessionEvent, Long> lastWarning = new EnumMap<>(SessionEvent.class);
    private final Map<SessionEvent, Integer> quiet = new EnumMap<>(SessionEvent.class);
    private boolean outage;
    private long outageWarned;

    /**
     * @param  expected whether a loss of the connection is no news: the session is ending on purpose, or another client
     *                  takes its Client Identifier again and again, which has been told
     * @param  nowNanos monotonic
     * @return          DEBUG if the event is to be kept quiet
     */
    Level level(SessionEvent event, boolean expected, long nowNanos) {
        return switch (event) {
            case CONNECTED, FAILED_OVER, FAILED_BACK -> {
                outage = false;
                yield Level.INFO;
            }
            case DISCONNECTED -> expected ? Level.DEBUG : outage(nowNanos);
            case ROUND_FAILED -> outage(nowNanos);
            case SUBSCRIPTION_REFUSED, GIVEN_UP -> Level.ERROR;
            case QOS_LOWERED, SESSION_LOST, TAKEN_OVER, CANARY_MISSED -> Level.WARN;
            case HELD_UP, UNROUTED, REDIRECT_IGNORED -> onceAMinute(event, nowNanos);
            case REDIRECTED, CANARY_RECOVERED -> Level.INFO;
            case CLOSED -> Level.DEBUG;
        };
    }

    /** Number of events of this kind that were kept quiet since the last call. */
    int takeQuiet(SessionEvent event) {
        Integer number = quiet.remove(event);
        return number == null ? 0 : number;
    }

    private Level outage(long nowNanos) {
        if (outage && nowNanos - outageWarned < INTERVAL_NANOS) {
            return Level.DEBUG;
        }
        outage = true;
        outageWarned = nowNanos;
        return Level.WARN;
    }

    private Level onceAMinute(SessionEvent event, long nowNanos) {
        Long last = lastWarning.get(event);
        if (last != null && nowNanos - last < INTERVAL_NANOS) {
            quiet.merge(event, 1, Integer::sum);
            return Level.DEBUG;
        }
        lastWarning.put(event, nowNanos);
        return Level.WARN;
    }
}
