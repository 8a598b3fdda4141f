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
package io.github.camelmqttx.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which broker a session was connected to, and when. Times are in nanoseconds of one monotonic clock, given in order.
 * <p>
 * Safe for use by several threads.
 */
final class Visits {

    private record Visit(String broker, long from, long to) {
    }

    private final List<Visit> past = new ArrayList<>();
    private @Nullable String broker;
    private long since;

    synchronized void arrived(String newBroker, long now) {
        left(now);
        broker = newBroker;
        since = now;
    }

    synchronized void left(long now) {
        if (broker != null) {
            past.add(new Visit(broker, since, now));
            broker = null;
        }
    }

    /** The broker that the session is connected to, or null. */
    synchronized @Nullable String broker() {
        return broker;
    }

    /**
     * Whether the session has been connected to a broker for so long without a break, the time before {@code after}
     * left out.
     */
    synchronized boolean stayed(String where, long after, long nanos, long now) {
        if (where.equals(broker) && now - Math.max(since, after) >= nanos) {
            return true;
        }
        return past.stream().anyMatch(visit -> visit.broker.equals(where) && visit.to - Math.max(visit.from, after) >= nanos);
    }
}
