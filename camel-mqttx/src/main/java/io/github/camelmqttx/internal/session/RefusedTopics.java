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

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * Publishes of the journal that the broker refused for a passing reason, when nobody waits for them any more. They are
 * tried again after a delay, which doubles as long as the broker goes on refusing; meanwhile later ones on the same
 * topic wait behind them, and other topics go on. In the serial context.
 */
final class RefusedTopics {

    private static final long SHORTEST_DELAY_NANOS = 1_000_000;

    private static final class Topic {

        private final PriorityQueue<OutgoingMessage> messages
                = new PriorityQueue<>(Comparator.comparingLong(OutgoingMessage::journalId));
        private long delayNanos;
        private @Nullable ScheduledTask timer;
    }

    private final SerialContext context;
    private final long firstDelayNanos;
    private final long maxDelayNanos;
    private final Runnable wake;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Deque<OutgoingMessage> due = new ArrayDeque<>();

    /** @param wake run when messages are due */
    RefusedTopics(SerialContext context, ReconnectSettings reconnect, Runnable wake) {
        this.context = context;
        this.firstDelayNanos = Math.max(SHORTEST_DELAY_NANOS, reconnect.delayNanos());
        this.maxDelayNanos = Math.max(firstDelayNanos, reconnect.maxDelayNanos());
        this.wake = wake;
    }

    /** Whether no topic is affected. */
    boolean isEmpty() {
        return topics.isEmpty() && due.isEmpty();
    }

    /** Keeps a message that was refused just now. */
    void refused(OutgoingMessage message) {
        Topic topic = topics.computeIfAbsent(message.topic(), name -> new Topic());
        topic.messages.add(message);
        if (topic.timer == null) {
            topic.delayNanos = topic.delayNanos == 0 ? firstDelayNanos : Math.min(maxDelayNanos, 2 * topic.delayNanos);
            topic.timer = context.schedule(() -> delayIsOver(topic), topic.delayNanos);
        }
    }

    private void delayIsOver(Topic topic) {
        topic.timer = null;
        for (OutgoingMessage message = topic.messages.poll(); message != null; message = topic.messages.poll()) {
            due.add(message);
        }
        wake.run();
    }

    /** Keeps a message that is next to be sent, if it has to wait behind a refused one. @return whether it has */
    boolean defer(OutgoingMessage message) {
        if (message.journalId() == 0) {
            return false;
        }
        Topic topic = topics.get(message.topic());
        if (topic == null || topic.timer == null) {
            return false;
        }
        topic.messages.add(message);
        return true;
    }

    /** The broker has taken a message on this topic. */
    void accepted(String name) {
        Topic topic = topics.get(name);
        if (topic != null && topic.timer == null) {
            topics.remove(name);
        }
    }

    /** The next message that is due, not removed, or null. */
    @Nullable
    OutgoingMessage peek() {
        return due.peek();
    }

    @Nullable
    OutgoingMessage poll() {
        return due.poll();
    }

    /** Removes and returns the oldest message, due or not, or null. */
    @Nullable
    OutgoingMessage pollOldest() {
        if (!due.isEmpty()) {
            return due.poll();
        }
        Topic oldest = null;
        for (Topic topic : topics.values()) {
            OutgoingMessage first = topic.messages.peek();
            if (first != null && (oldest == null || first.journalId() < idOf(oldest))) {
                oldest = topic;
            }
        }
        return oldest == null ? null : oldest.messages.poll();
    }

    private static long idOf(Topic topic) {
        OutgoingMessage first = topic.messages.peek();
        return first == null ? Long.MAX_VALUE : first.journalId();
    }

    void forEach(Consumer<OutgoingMessage> visitor) {
        due.forEach(visitor);
        topics.values().forEach(topic -> topic.messages.forEach(visitor));
    }

    /** Forgets messages whose outcome is known. */
    void removeSettled() {
        due.removeIf(OutgoingMessage::isSettled);
        topics.values().forEach(topic -> topic.messages.removeIf(OutgoingMessage::isSettled));
    }

    /** Forgets everything. */
    void clear() {
        topics.values().forEach(RefusedTopics::cancel);
        topics.clear();
        due.clear();
    }

    private static void cancel(Topic topic) {
        if (topic.timer != null) {
            topic.timer.cancel();
        }
    }
}
