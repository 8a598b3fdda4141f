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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;

/**
 * Settles publishes: tells each publisher once, gives room back once, and takes out of the journal what is over. In the
 * serial context.
 * <p>
 * A message is answered when its publisher knows; it is settled when nothing more is to be done for it. With a journal
 * the first can come long before the second: the exchange goes on when the message is stored.
 */
final class PublishOutcomes {

    private final MemoryOutbox outbox;
    private final @Nullable PublishJournal journal;
    private final SessionMetrics metrics;
    private final CallbackRelay relay;

    PublishOutcomes(MemoryOutbox outbox, @Nullable PublishJournal journal, SessionMetrics metrics, CallbackRelay relay) {
        this.outbox = outbox;
        this.journal = journal;
        this.metrics = metrics;
        this.relay = relay;
    }

    /** The message is in the journal. */
    void stored(OutgoingMessage message) {
        metrics.stored();
        if (message.completeWhenStored() && message.answer()) {
            relay.published(message);
        }
    }

    /** The message could not be stored. */
    void notStored(OutgoingMessage message, Throwable cause) {
        if (message.settle()) {
            outbox.release(message.payload().length);
            tellFailure(message, cause);
        }
    }

    /** The message was not accepted: it has no room and is not in the journal. */
    void rejected(OutgoingMessage message, Throwable cause) {
        if (message.settle()) {
            tellFailure(message, cause);
        }
    }

    /** The broker owns the message. */
    void published(OutgoingMessage message) {
        if (settle(message)) {
            metrics.published();
            if (message.answer()) {
                relay.published(message);
            }
        }
    }

    /** The message is given up; if its publisher has been told, nobody else hears of it here. */
    void failed(OutgoingMessage message, Throwable cause) {
        if (settle(message)) {
            tellFailure(message, cause);
        }
    }

    /** The publisher need not wait any longer for a message of the journal, which is not given up. */
    void outcomeUnknown(OutgoingMessage message, Throwable cause) {
        tellFailure(message, cause);
    }

    private void tellFailure(OutgoingMessage message, Throwable cause) {
        if (message.answer()) {
            metrics.publishFailed();
            relay.failed(message, cause);
        }
    }

    private boolean settle(OutgoingMessage message) {
        if (!message.settle()) {
            return false;
        }
        outbox.release(message.payload().length);
        if (journal != null && message.journalId() != 0) {
            journal.remove(message);
        }
        return true;
    }
}
