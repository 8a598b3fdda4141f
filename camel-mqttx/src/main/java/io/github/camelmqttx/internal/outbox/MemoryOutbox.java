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
package io.github.camelmqttx.internal.outbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in-first-out queue of publishes, lost with the process; with a journal, of those that are stored and
 * next to be sent. Any thread adds; only the session's serial context takes. The bounds count a message from
 * {@link #reserve} to {@link #release}, that is until its outcome is known, so that they bound the messages in flight
 * as well.
 */
public final class MemoryOutbox {

    private final int maxMessages;
    private final long maxBytes;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<OutgoingMessage> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile boolean closed;

    public MemoryOutbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Takes room for a message if there is some. An empty outbox takes a message of any size. */
    public boolean tryReserve(int payloadBytes) {
        if (messages.incrementAndGet() > maxMessages) {
            messages.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(payloadBytes) > maxBytes && bytes.get() > payloadBytes) {
            bytes.addAndGet(-payloadBytes);
            messages.decrementAndGet();
            return false;
        }
        return true;
    }

    /**
     * Takes room for a message, waiting for it.
     *
     * @return                      false if there was none in time or the outbox was closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean reserve(int payloadBytes, long timeoutNanos) throws InterruptedException {
        if (tryReserve(payloadBytes)) {
            return true;
        }
        lock.lockInterruptibly();
        waiters.incrementAndGet();
        try {
            long left = timeoutNanos;
            while (!closed) {
                if (tryReserve(payloadBytes)) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                left = awaitRoom(left);
            }
            return false;
        } finally {
            waiters.decrementAndGet();
            lock.unlock();
        }
    }

    private long awaitRoom(long nanos) throws InterruptedException {
        long slice = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(100));
        return nanos - slice + Math.max(0, room.awaitNanos(slice));
    }

    /** Takes room for messages whether there is some or not. */
    public void reserveAnyway(int count, long payloadBytes) {
        messages.addAndGet(count);
        bytes.addAndGet(payloadBytes);
    }

    /** Gives room back. */
    public void release(int payloadBytes) {
        bytes.addAndGet(-payloadBytes);
        messages.decrementAndGet();
        if (waiters.get() > 0) {
            wake();
        }
    }

    private void wake() {
        lock.lock();
        try {
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a message for which room was reserved. */
    public void add(OutgoingMessage message) {
        queue.add(message);
    }

    /** The next message, not removed, or null. In the context. */
    public @Nullable OutgoingMessage peek() {
        return queue.peek();
    }

    /** Removes the next message. In the context. */
    public @Nullable OutgoingMessage poll() {
        return queue.poll();
    }

    /**
     * Forgets messages whose outcome is known, so that they do not take memory behind one that waits. In the context.
     *
     * @return how many of them were of a journal
     */
    public int removeSettled() {
        int[] stored = new int[1];
        queue.removeIf(message -> {
            if (message.isSettled() && message.journalId() != 0) {
                stored[0]++;
            }
            return message.isSettled();
        });
        return stored[0];
    }

    /** The messages that wait, oldest first, weakly consistent. */
    public Iterable<OutgoingMessage> waiting() {
        return queue;
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Messages that were added and not removed; counts them one by one. */
    public int queued() {
        return queue.size();
    }

    /** Messages between {@link #reserve} and {@link #release}. */
    public int messages() {
        return messages.get();
    }

    /** A sentence part about the bounds, for messages. */
    public String describe() {
        return messages.get() + " of " + maxMessages + " messages, " + bytes.get() + " of " + maxBytes + " bytes";
    }

    /** Lets all who wait for room go without it. */
    public void close() {
        closed = true;
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
