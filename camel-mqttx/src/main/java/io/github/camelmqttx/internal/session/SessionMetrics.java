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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a session does. Written in the serial context only (hence the cheap lazy writes), except
 * {@link #publishRejected}; read by any thread.
 */
final class SessionMetrics {

    private final AtomicLong published = new AtomicLong();
    private final AtomicLong publishFailures = new AtomicLong();
    private final AtomicLong publishRejections = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong recognised = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong redelivered = new AtomicLong();
    private final AtomicLong redeliveriesLost = new AtomicLong();
    private final AtomicLong deadLettered = new AtomicLong();
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong failedAttempts = new AtomicLong();
    private final AtomicInteger inflight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    private static void add(AtomicLong counter, long delta) {
        counter.lazySet(counter.get() + delta);
    }

    void published() {
        add(published, 1);
    }

    void publishFailed() {
        add(publishFailures, 1);
    }

    /** Refused before it reached the context; any thread. */
    void publishRejected() {
        publishRejections.incrementAndGet();
    }

    void received() {
        add(received, 1);
    }

    void acknowledged(int count) {
        add(acknowledged, count);
    }

    void recognised() {
        add(recognised, 1);
    }

    void dropped() {
        add(dropped, 1);
    }

    void redelivered() {
        add(redelivered, 1);
    }

    void redeliveriesLost(int count) {
        add(redeliveriesLost, count);
    }

    void deadLettered() {
        add(deadLettered, 1);
    }

    void connected() {
        add(connects, 1);
    }

    void attemptFailed() {
        add(failedAttempts, 1);
    }

    void current(int inflightNow, int waitingNow, int unacknowledgedNow, int heldNow, long staleNow) {
        inflight.lazySet(inflightNow);
        waiting.lazySet(waitingNow);
        unacknowledged.lazySet(unacknowledgedNow);
        held.lazySet(heldNow);
        stale.lazySet(staleNow);
    }

    long receivedCount() {
        return received.get();
    }

    long droppedCount() {
        return dropped.get();
    }

    SessionCounters read() {
        return new SessionCounters(
                published.get(), publishFailures.get() + publishRejections.get(), inflight.get(), waiting.get(), received.get(),
                acknowledged.get(), unacknowledged.get(), held.get(), recognised.get(), stale.get(), dropped.get(),
                connects.get(),
                failedAttempts.get(), redelivered.get(), redeliveriesLost.get(), deadLettered.get());
    }
}
