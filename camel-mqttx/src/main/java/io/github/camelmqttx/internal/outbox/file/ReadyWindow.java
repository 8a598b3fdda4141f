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
package io.github.camelmqttx.internal.outbox.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which stored messages are ready to be sent, in their order, and which are left on the disk until there is room.
 * Confined to the thread of the journal, except {@link #taken}.
 * <p>
 * Invariant: all messages before {@link #next} were ready, or are never to be; if nothing is left behind, there is none
 * from {@link #next} on. Messages whose publisher still waits are kept here while they are left behind.
 */
final class ReadyWindow {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyWindow.class);

    private final JournalLimits limits;
    private final JournalClocks clocks;
    private final Deque<Long> returned;
    private final Set<Long> apart;
    private final long lastOfOthers;
    private final Map<Long, OutgoingMessage> kept = new HashMap<>();
    private final Deque<Integer> sizes = new ArrayDeque<>();
    private final AtomicLong taken = new AtomicLong();
    private long takenSeen;
    private long bytes;
    private long next;
    private volatile long ready;
    private volatile boolean leftBehind;

    ReadyWindow(JournalLimits limits, JournalClocks clocks, JournalCheck.Found found) {
        this.limits = limits;
        this.clocks = clocks;
        this.returned = new ArrayDeque<>(found.returned());
        this.apart = found.apart();
        this.lastOfOthers = found.lastId();
        this.leftBehind = found.recovered().waiting() > 0;
    }

    /** A message was stored. Makes it ready if there is room and none before it is left behind. */
    void stored(OutgoingMessage message, PublishJournal.Listener listener) {
        if (!leftBehind && hasRoom()) {
            makeReady(message, listener);
            next = message.journalId() + 1;
            return;
        }
        leftBehind = true;
        if (!message.completeWhenStored()) {
            kept.put(message.journalId(), message);
        }
    }

    /** A message was removed. */
    void removed(long id) {
        kept.remove(id);
    }

    /** So many messages were taken; any thread. @return whether {@link #refill} has something to do */
    boolean taken(int count) {
        taken.addAndGet(count);
        return isDue();
    }

    /** Whether messages are left behind and there is enough room to read a number of them. */
    boolean isDue() {
        return leftBehind && ready - taken.get() <= limits.windowMessages() / 2;
    }

    private boolean hasRoom() {
        while (takenSeen < taken.get() && !sizes.isEmpty()) {
            bytes -= sizes.remove();
            takenSeen++;
        }
        return sizes.size() < limits.windowMessages() && bytes < limits.windowBytes();
    }

    private void makeReady(OutgoingMessage message, PublishJournal.Listener listener) {
        int size = message.payload().length;
        sizes.add(size);
        bytes += size;
        ready++;
        try {
            listener.ready(message);
        } catch (RuntimeException e) {
            LOG.error("A message that became ready was not dealt with: {}", message, e);
        }
    }

    /**
     * Makes messages ready that were left behind, as many as there is room for.
     *
     * @param removed numbers of messages that are removed, though they may still be in the file
     */
    void refill(JournalStore store, Set<Long> removed, PublishJournal.Listener listener) throws IOException {
        for (Iterator<Long> ids = returned.iterator(); ids.hasNext();) {
            if (!hasRoom()) {
                return;
            }
            long id = ids.next();
            byte[] record = store.message(id);
            if (record != null && !removed.contains(id)) {
                makeReady(read(id, record), listener);
            }
            ids.remove();
        }
        boolean[] full = { false };
        store.messagesFrom(next, (id, record) -> {
            if (!hasRoom()) {
                full[0] = true;
                return false;
            }
            if (!apart.contains(id) && !removed.contains(id)) {
                makeReady(read(id, record), listener);
            }
            next = id + 1;
            return true;
        });
        leftBehind = full[0];
    }

    private OutgoingMessage read(long id, byte[] record) throws CorruptJournalException {
        OutgoingMessage waiting = kept.remove(id);
        return waiting != null ? waiting : JournalCodec.decode(id, record, id > lastOfOthers, clocks);
    }
}
