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

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import io.github.camelmqttx.internal.outbox.PublishJournal;

/**
 * The way of publishes through the journal into the queue of those to be sent. Publishers hand in on their threads, the
 * journal answers on its own; what it says is collected, and worked through in the serial context, which is woken once
 * for as much as comes until it gets there.
 */
final class JournalInlet implements PublishJournal.Listener {

    private record Stored(OutgoingMessage message) {
    }

    private record Ready(OutgoingMessage message) {
    }

    private record Failed(OutgoingMessage message, MqttxOutboxException cause) {
    }

    private final PublishJournal journal;
    private final MemoryOutbox outbox;
    private final PublishOutcomes outcomes;
    private final OutboundSender.Surroundings surroundings;
    /** Handed in, neither stored nor failed. */
    private final Set<OutgoingMessage> storing = ConcurrentHashMap.newKeySet();
    private final Queue<Object> answers = new ConcurrentLinkedQueue<>();

    JournalInlet(PublishJournal journal, MemoryOutbox outbox, PublishOutcomes outcomes,
                 OutboundSender.Surroundings surroundings) {
        this.journal = journal;
        this.outbox = outbox;
        this.outcomes = outcomes;
        this.surroundings = surroundings;
    }

    /** Stores a message for which room was reserved; any thread. */
    void store(OutgoingMessage message) {
        storing.add(message);
        journal.store(message);
    }

    @Override
    public void stored(OutgoingMessage message) {
        answer(new Stored(message));
    }

    @Override
    public void storeFailed(OutgoingMessage message, MqttxOutboxException cause) {
        answer(new Failed(message, cause));
    }

    @Override
    public void ready(OutgoingMessage message) {
        answer(new Ready(message));
    }

    private void answer(Object answer) {
        answers.add(answer);
        surroundings.wake();
    }

    /** Works through what the journal has said. In the context. */
    void takeIn() {
        for (Object answer = answers.poll(); answer != null; answer = answers.poll()) {
            if (answer instanceof Stored stored) {
                storing.remove(stored.message());
                outcomes.stored(stored.message());
            } else if (answer instanceof Failed failed) {
                storing.remove(failed.message());
                outcomes.notStored(failed.message(), failed.cause());
                surroundings.happened(SessionEvent.OUTBOX_TROUBLE, String.valueOf(failed.cause().getMessage()));
            } else if (answer instanceof Ready ready) {
                queue(ready.message());
            }
        }
    }

    private void queue(OutgoingMessage message) {
        if (message.completeWhenStored()) {
            message.answer();
        }
        outbox.add(message);
    }

    /** Messages that the journal has not answered for yet; weakly consistent. */
    Set<OutgoingMessage> storing() {
        return storing;
    }

    /** So many messages of the journal have left the queue. */
    void taken(int count) {
        if (count > 0) {
            journal.taken(count);
        }
    }
}
