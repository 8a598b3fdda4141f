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

import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that wait to be sent: first those that are due again after a refusal, then the queue of the outbox. In
 * the serial context.
 */
final class WaitingPublishes {

    private final MemoryOutbox outbox;
    private final @Nullable JournalInlet inlet;
    private final RefusedTopics refused;
    /** Messages of the journal that have left the queue, which the journal has not been told. */
    private int taken;

    WaitingPublishes(MemoryOutbox outbox, @Nullable JournalInlet inlet, RefusedTopics refused) {
        this.outbox = outbox;
        this.inlet = inlet;
        this.refused = refused;
    }

    /**
     * The next message to be sent, not removed, or null. Removes those whose outcome is known, and puts aside those
     * that wait behind a refused one.
     */
    @Nullable
    OutgoingMessage peek() {
        if (!refused.isEmpty()) {
            for (OutgoingMessage due = refused.peek(); due != null; due = refused.peek()) {
                if (!due.isSettled() && !refused.defer(due)) {
                    return due;
                }
                refused.poll();
            }
        }
        for (OutgoingMessage next = outbox.peek(); next != null; next = outbox.peek()) {
            if (!next.isSettled() && (refused.isEmpty() || !refused.defer(next))) {
                return next;
            }
            pollQueue();
        }
        return null;
    }

    /** Removes the message that {@link #peek()} has returned. */
    void remove() {
        if (refused.peek() == null) {
            pollQueue();
        } else {
            refused.poll();
        }
    }

    private @Nullable OutgoingMessage pollQueue() {
        OutgoingMessage message = outbox.poll();
        if (message != null && message.journalId() != 0) {
            taken++;
        }
        return message;
    }

    /** Removes and returns the message that waits longest, or null. */
    @Nullable
    OutgoingMessage pollOldest() {
        OutgoingMessage oldest = refused.pollOldest();
        while (oldest == null || oldest.isSettled()) {
            oldest = pollQueue();
            if (oldest == null) {
                return null;
            }
        }
        return oldest;
    }

    /** Visits all, oldest first. */
    void forEach(Consumer<OutgoingMessage> visitor) {
        refused.forEach(visitor);
        outbox.waiting().forEach(visitor);
    }

    /** Forgets messages whose outcome is known, so that they do not take memory behind one that waits. */
    void removeSettled() {
        refused.removeSettled();
        taken += outbox.removeSettled();
    }

    /** Tells the journal what has left the queue. */
    void tellTaken() {
        if (inlet != null && taken > 0) {
            inlet.taken(taken);
        }
        taken = 0;
    }

    boolean isEmpty() {
        return outbox.isEmpty() && refused.peek() == null;
    }
}
