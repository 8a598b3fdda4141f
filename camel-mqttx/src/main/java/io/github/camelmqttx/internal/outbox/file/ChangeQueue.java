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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;

/**
 * Changes on their way to the thread of the journal, and the numbers of messages, which are given in the order of the
 * queue. Thread-safe; only that thread takes.
 */
final class ChangeQueue {

    private final int groupChanges;
    private final long groupBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Queue<Change> queue = new ArrayDeque<>();
    private PublishJournal.@Nullable Listener listener;
    private long lastId;
    private boolean asleep;
    private boolean nudged;
    private boolean closing;
    private boolean ended;

    ChangeQueue(JournalLimits limits) {
        this.groupChanges = limits.groupChanges();
        this.groupBytes = limits.groupBytes();
    }

    /** Numbers go on after this one. Before the first {@link #store}. */
    void lastId(long id) {
        lock.lock();
        try {
            lastId = id;
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException if there is a listener already */
    void start(PublishJournal.Listener told) {
        lock.lock();
        try {
            if (listener != null) {
                throw new IllegalStateException("The journal has been started already");
            }
            listener = told;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@link #start}. @return null if {@link #close} came before */
    PublishJournal.@Nullable Listener awaitStart() {
        lock.lock();
        try {
            asleep = true;
            while (listener == null && !closing) {
                work.awaitUninterruptibly();
            }
            asleep = false;
            return listener;
        } finally {
            lock.unlock();
        }
    }

    /** The listener, if there is one. */
    PublishJournal.@Nullable Listener listener() {
        lock.lock();
        try {
            return listener;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the message its number and adds it. @return false if the journal is closed */
    boolean store(OutgoingMessage message, byte[] record) {
        lock.lock();
        try {
            if (listener == null) {
                throw new IllegalStateException("The journal has not been started");
            }
            if (closing) {
                return false;
            }
            message.journalId(++lastId);
            queue.add(Change.store(message, record));
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a change, also while the journal is being closed; nothing happens when it has ended. */
    void add(Change change) {
        lock.lock();
        try {
            if (!ended) {
                queue.add(change);
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread look for other work. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** No message is added any more. */
    void close() {
        lock.lock();
        try {
            closing = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (asleep) {
            work.signal();
        }
    }

    /**
     * Takes what is there, at most one group. Waits for it, or for a {@link #nudge}.
     *
     * @param  patienceNanos how long to wait, {@link Long#MAX_VALUE} for ever
     * @return               the changes, perhaps none; null if the queue is closed and empty, after which nothing is
     *                       added
     */
    @Nullable
    List<Change> take(long patienceNanos) {
        lock.lock();
        try {
            if (queue.isEmpty() && !closing && !nudged) {
                await(patienceNanos);
            }
            nudged = false;
            if (queue.isEmpty() && closing) {
                ended = true;
                return null;
            }
            return group();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        asleep = true;
        try {
            if (nanos == Long.MAX_VALUE) {
                work.awaitUninterruptibly();
            } else {
                long left = work.awaitNanos(nanos);
                assert left <= nanos;
            }
        } catch (InterruptedException e) {
            // Nobody but us knows the thread. An interrupt that stayed would close the file.
            nudged = true;
        } finally {
            asleep = false;
        }
    }

    private List<Change> group() {
        List<Change> group = new ArrayList<>(Math.min(queue.size(), groupChanges));
        long bytes = 0;
        while (group.size() < groupChanges && bytes < groupBytes && !queue.isEmpty()) {
            Change change = queue.remove();
            bytes += change.size();
            group.add(change);
        }
        return group;
    }

    /** Ends the queue at once. @return what nobody took */
    List<Change> end() {
        lock.lock();
        try {
            closing = true;
            ended = true;
            List<Change> rest = new ArrayList<>(queue);
            queue.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
