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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The entrance of the outbox: takes publishes in as far as its bounds allow, and does what the overflow policy says
 * beyond that. Any thread calls {@link #offer}; the rest is confined to the serial context.
 * <p>
 * Invariant: messages of one thread are taken in the order of their calls. Where room is to be made by dropping, only
 * the context can do so; while a message waits for that, later ones wait behind it.
 */
final class PublishIntake {

    /** How many messages may wait until the context has made room; publishers of more are held. */
    static final int DIVERTED_LIMIT = 1_000;

    private final SerialContext context;
    private final OutboxSettings settings;
    private final MemoryOutbox outbox;
    private final @Nullable JournalInlet inlet;
    private final PublishOutcomes outcomes;
    private final Queue<OutgoingMessage> diverted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger divertedCount = new AtomicInteger();
    private final Semaphore divertible = new Semaphore(DIVERTED_LIMIT);

    PublishIntake(SerialContext context, OutboxSettings settings, MemoryOutbox outbox, @Nullable JournalInlet inlet,
                  PublishOutcomes outcomes) {
        this.context = context;
        this.settings = settings;
        this.outbox = outbox;
        this.inlet = inlet;
        this.outcomes = outcomes;
    }

    /**
     * Takes a message in; any thread, which may be held, unless it is the context's.
     *
     * @return null if the message was taken in, else why not
     */
    @Nullable
    MqttxOutboxException offer(OutgoingMessage message) {
        if (message.properties() != null || settings.maxAgeNanos() > 0 || inlet != null) {
            message.acceptedNanos(context.nanoTime());
        }
        if (divertedCount.get() == 0 && outbox.tryReserve(message.payload().length)) {
            accept(message);
            return null;
        }
        try {
            return switch (settings.overflow()) {
                case FAIL -> full(message, "and the publish may not wait for room");
                case BLOCK -> await(message);
                case DROP_OLDEST, LATEST_PER_TOPIC -> divert(message);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return full(message, "and the thread was interrupted while it waited for room");
        }
    }

    private void accept(OutgoingMessage message) {
        if (inlet != null && message.qos() > 0) {
            inlet.store(message);
        } else {
            outbox.add(message);
        }
    }

    private @Nullable MqttxOutboxException await(OutgoingMessage message) throws InterruptedException {
        if (context.inContext()) {
            return full(message, "and the publish may not wait for room");
        }
        if (!outbox.reserve(message.payload().length, patienceNanos(message))) {
            return full(message, "and no room came up in time");
        }
        accept(message);
        return null;
    }

    private long patienceNanos(OutgoingMessage message) {
        long deadline = message.deadlineNanos();
        return deadline == OutgoingMessage.NO_DEADLINE ? Long.MAX_VALUE : deadline - context.nanoTime();
    }

    private @Nullable MqttxOutboxException divert(OutgoingMessage message) throws InterruptedException {
        boolean admitted = context.inContext()
                ? divertible.tryAcquire() : divertible.tryAcquire(patienceNanos(message), TimeUnit.NANOSECONDS);
        if (!admitted) {
            return full(message, "and too many publishes wait for older ones to be dropped");
        }
        divertedCount.incrementAndGet();
        diverted.add(message);
        return null;
    }

    private MqttxOutboxException full(OutgoingMessage message, String why) {
        return new MqttxOutboxException(
                "Publish to " + message.topic() + " was not accepted: the outbox is full (" + outbox.describe() + ") " + why
                                        + ". Raise outboxMaxMessages or outboxMaxBytes, or publish less",
                true);
    }

    /** Makes room for messages that found none, as the policy says. @param waiting whence to drop */
    void makeRoom(WaitingPublishes waiting, PublishLosses losses) {
        for (OutgoingMessage message = diverted.peek(); message != null; message = diverted.peek()) {
            boolean reserved = !message.isSettled() && reserveByDropping(message, waiting, losses);
            if (!reserved && !message.isSettled() && inlet != null && !inlet.storing().isEmpty()) {
                return;
            }
            diverted.remove();
            divertedCount.decrementAndGet();
            divertible.release();
            if (reserved) {
                accept(message);
            } else {
                outcomes.rejected(message, full(message, "and no message that waits has a later one on its topic"));
            }
        }
    }

    private boolean reserveByDropping(OutgoingMessage message, WaitingPublishes waiting, PublishLosses losses) {
        int size = message.payload().length;
        if (outbox.tryReserve(size)) {
            return true;
        }
        if (settings.overflow() == OverflowPolicy.LATEST_PER_TOPIC) {
            dropSuperseded(message.topic(), waiting, losses);
            return outbox.tryReserve(size);
        }
        while (!outbox.tryReserve(size)) {
            OutgoingMessage oldest = waiting.pollOldest();
            if (oldest != null) {
                losses.dropForRoom(oldest, outbox.describe());
            } else if (inlet != null && !inlet.storing().isEmpty()) {
                return false;
            } else {
                outbox.reserveAnyway(1, size);
                return true;
            }
        }
        return true;
    }

    private void dropSuperseded(String topic, WaitingPublishes waiting, PublishLosses losses) {
        List<OutgoingMessage> oldestFirst = new ArrayList<>();
        waiting.forEach(oldestFirst::add);
        Set<String> later = new HashSet<>();
        later.add(topic);
        for (int i = oldestFirst.size() - 1; i >= 0; i--) {
            OutgoingMessage message = oldestFirst.get(i);
            if (!message.isSettled() && !later.add(message.topic())) {
                losses.dropForRoom(message, outbox.describe());
            }
        }
        waiting.removeSettled();
    }

    /** Fails what waits for room, because the session has ended. */
    void close(Exception why) {
        for (OutgoingMessage message = diverted.poll(); message != null; message = diverted.poll()) {
            divertedCount.decrementAndGet();
            divertible.release();
            outcomes.rejected(message, why);
        }
    }

    /** Fails messages that have waited for room until their deadline. @param trouble of the journal, or null */
    void failLate(long nowNanos, @Nullable String trouble) {
        for (OutgoingMessage message : diverted) {
            if (message.isLate(nowNanos)) {
                outcomes.rejected(message, notInTime(message, trouble));
            }
        }
    }

    static MqttxOutboxException notInTime(OutgoingMessage message, @Nullable String trouble) {
        return new MqttxOutboxException(
                "Publish to " + message.topic() + " was not accepted within publishTimeout: "
                                        + (trouble == null
                                                ? "the outbox is busy making room or writing to outboxDirectory" : trouble),
                true);
    }

    /** Whether no message waits for room. */
    boolean isIdle() {
        return divertedCount.get() == 0;
    }
}
