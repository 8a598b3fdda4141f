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
package io.github.camelmqttx.internal.ack;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.camelmqttx.internal.client.IncomingMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who has which received message, and which may be acknowledged. Confined to the session's serial context.
 * <p>
 * Invariants:
 * <ul>
 * <li>Acknowledgements leave in the order in which the messages arrived on the current connection, each when all its
 * deliveries are complete. Spec: 5.0 [MQTT-4.6.0-2] and [MQTT-4.6.0-3], 3.1.1 [MQTT-4.6.0-2] and [MQTT-4.6.0-3].</li>
 * <li>A message received on an earlier connection is acknowledged only after the broker that sent it, resuming the same
 * session, has sent it again with the same Packet Identifier; it is then recognised and not delivered a second time.
 * Spec: 5.0 [MQTT-4.4.0-1]. Without DUP it is another message, however equal: a broker that crashed may go on from an
 * older state and use an identifier again. Spec: 5.0 [MQTT-3.3.1-1], 3.1.1 [MQTT-3.3.1-1].</li>
 * <li>A message that has failed is not acknowledged before it was delivered again and completed. It keeps its number of
 * failed attempts over connections. A broker that sends it again without DUP or with another Packet Identifier sends
 * another message as far as acknowledgements go, which inherits the number if topic, QoS and payload are the same.</li>
 * <li>When the session is lost, its messages are stale: never acknowledged, whatever becomes of their deliveries.</li>
 * </ul>
 */
public final class InboundLedger {

    static final int MAX_DISPLACED = 1_000;

    private final Consumer<Delivery> onComplete;
    private final ArrayDeque<InboundEntry> queue = new ArrayDeque<>();
    /** Unacknowledged messages of earlier connections by broker and Packet Identifier. */
    private final Map<Object, Map<Integer, InboundEntry>> orphans = new HashMap<>();
    /** By broker, failed messages whose Packet Identifier it uses for another message; stale. */
    private final Map<Object, ArrayDeque<InboundEntry>> displaced = new HashMap<>();
    private @Nullable Object broker;
    private long staleCompletions;

    /**
     * @param onComplete gets every delivery on the thread that completed it; hands it to {@link #complete} in the
     *                   context
     */
    public InboundLedger(Consumer<Delivery> onComplete) {
        this.onComplete = onComplete;
    }

    /**
     * A connection begins.
     *
     * @param  sessionPresent whether the broker resumed the session
     * @return                messages that have failed and that the broker will not send again, in the order of their
     *                        first arrival
     */
    public List<InboundEntry> connected(Object toBroker, boolean sessionPresent) {
        broker = toBroker;
        if (sessionPresent) {
            return List.of();
        }
        displaced.remove(toBroker);
        Map<Integer, InboundEntry> lost = orphans.remove(toBroker);
        if (lost == null) {
            return List.of();
        }
        lost.values().forEach(entry -> entry.state(InboundEntry.State.STALE));
        return lost.values().stream().filter(InboundEntry::isAwaited)
                .sorted((one, other) -> Long.signum(one.arrivedNanos() - other.arrivedNanos())).toList();
    }

    /** The connection is gone: nothing is acknowledged until the broker sends it again. */
    public void disconnected() {
        Object from = broker;
        broker = null;
        if (from == null || queue.isEmpty()) {
            return;
        }
        Map<Integer, InboundEntry> left = orphans.computeIfAbsent(from, key -> new HashMap<>());
        for (InboundEntry entry : queue) {
            entry.state(InboundEntry.State.ORPHANED);
            InboundEntry replaced = left.put(entry.message().packetId(), entry);
            if (replaced != null) {
                displace(replaced, from);
            }
        }
        queue.clear();
    }

    /**
     * A message arrived.
     *
     * @return its entry, to be delivered, {@linkplain InboundEntry#isAwaited() awaited} if it has failed before; or
     *         null if it is the repetition of a message that was delivered and not acknowledged
     */
    public @Nullable InboundEntry arrived(IncomingMessage message, long nowNanos) {
        if (message.qos() == 0) {
            return new InboundEntry(message, nowNanos, InboundEntry.State.UNTRACKED);
        }
        InboundEntry orphan = takeOrphan(message);
        if (orphan != null) {
            if (message.duplicate() && isSame(orphan.message(), message)) {
                orphan.redelivered(message, nowNanos);
                enqueue(orphan);
                return orphan.isAwaited() ? orphan : null;
            }
            displace(orphan, broker);
        } else if (message.duplicate() && isQueued(message)) {
            return null;
        }
        InboundEntry entry = new InboundEntry(message, nowNanos, InboundEntry.State.QUEUED);
        entry.failedBefore(attemptsOfTwin(message));
        enqueue(entry);
        return entry;
    }

    /** The broker uses the Packet Identifier of an unacknowledged message for another one. */
    private void displace(InboundEntry entry, @Nullable Object ofBroker) {
        entry.state(InboundEntry.State.STALE);
        if (entry.isAwaited() && ofBroker != null) {
            ArrayDeque<InboundEntry> all = displaced.computeIfAbsent(ofBroker, key -> new ArrayDeque<>());
            all.add(entry);
            if (all.size() > MAX_DISPLACED) {
                all.remove();
            }
        }
    }

    /** Failed attempts of a message that the broker may have sent again under another identifier or without DUP. */
    private int attemptsOfTwin(IncomingMessage message) {
        if (broker == null || orphans.isEmpty() && displaced.isEmpty()) {
            return 0;
        }
        InboundEntry twin = takeTwin(displaced.get(broker), message);
        if (twin == null) {
            Map<Integer, InboundEntry> ofBroker = orphans.get(broker);
            twin = takeTwin(ofBroker == null ? null : ofBroker.values(), message);
        }
        return twin == null ? 0 : twin.failedAttempts();
    }

    private static @Nullable InboundEntry takeTwin(@Nullable Collection<InboundEntry> among, IncomingMessage message) {
        if (among == null) {
            return null;
        }
        for (Iterator<InboundEntry> entries = among.iterator(); entries.hasNext();) {
            InboundEntry entry = entries.next();
            if (entry.isAwaited() && isSame(entry.message(), message)) {
                entries.remove();
                entry.state(InboundEntry.State.STALE);
                return entry;
            }
        }
        return null;
    }

    private void enqueue(InboundEntry entry) {
        entry.state(InboundEntry.State.QUEUED);
        queue.add(entry);
    }

    private @Nullable InboundEntry takeOrphan(IncomingMessage message) {
        if (orphans.isEmpty() || broker == null) {
            return null;
        }
        Map<Integer, InboundEntry> ofBroker = orphans.get(broker);
        if (ofBroker == null) {
            return null;
        }
        InboundEntry orphan = ofBroker.remove(message.packetId());
        if (ofBroker.isEmpty()) {
            orphans.remove(broker);
        }
        return orphan;
    }

    private boolean isQueued(IncomingMessage message) {
        for (InboundEntry entry : queue) {
            if (entry.message().packetId() == message.packetId() && isSame(entry.message(), message)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(IncomingMessage one, IncomingMessage other) {
        return one.qos() == other.qos() && one.topic().equals(other.topic()) && Arrays.equals(one.payload(), other.payload());
    }

    /** One more delivery of a message, to a handler; the message is not acknowledged before it is complete. */
    public Delivery deliver(InboundEntry entry, Object handler) {
        Delivery delivery = new Delivery(entry, handler, onComplete);
        entry.add(delivery);
        return delivery;
    }

    /**
     * Counts a delivery as complete, or as failed.
     *
     * @return whether it was the last one of its message
     */
    public boolean complete(Delivery delivery) {
        InboundEntry entry = delivery.entry();
        entry.completed(delivery.isFailed());
        if (entry.pending() > 0) {
            return false;
        }
        if (entry.state() == InboundEntry.State.STALE && !delivery.isFailed()) {
            staleCompletions++;
        }
        return true;
    }

    /**
     * Hands over what may be acknowledged now, in arrival order, until one is not taken.
     *
     * @return how many
     */
    public int drain(Predicate<IncomingMessage> acknowledge) {
        int drained = 0;
        for (InboundEntry head = queue.peek(); head != null && isDone(head); head = queue.peek()) {
            if (!acknowledge.test(head.message())) {
                break;
            }
            queue.remove();
            head.state(InboundEntry.State.ACKNOWLEDGED);
            drained++;
        }
        return drained;
    }

    private static boolean isDone(InboundEntry entry) {
        return entry.pending() == 0 && !entry.isAwaited();
    }

    /** Messages of the current connection that have failed, and come back only on another one. */
    public int awaitingBroker() {
        return (int) queue.stream().filter(InboundEntry::needsBroker).count();
    }

    /** Whether a failed message will not be sent again by its broker, which has not sent it as another one either. */
    public boolean isLost(InboundEntry entry) {
        return entry.isAwaited() && entry.isStale()
                && queue.stream().noneMatch(other -> isSame(other.message(), entry.message()));
    }

    /** Counts a failed attempt of a message that stays here, to be delivered again. */
    public void attemptFailed(InboundEntry entry) {
        entry.attemptFailed();
    }

    /** Messages of the current connection that are not acknowledged. */
    public int unacknowledged() {
        return queue.size();
    }

    /** Completed deliveries whose acknowledgement was not sent because their session is gone. */
    public long staleCompletions() {
        return staleCompletions;
    }

    /** The message whose acknowledgement all others wait for, or null if there is none. */
    public @Nullable InboundEntry head() {
        return queue.peek();
    }

    /** The message of a delivery. */
    public InboundEntry entryOf(Delivery delivery) {
        return delivery.entry();
    }

    /** Who has not completed a message, as text. */
    public String pendingHandlers(InboundEntry entry) {
        return entry.deliveries().stream().filter(delivery -> !delivery.isComplete())
                .map(delivery -> String.valueOf(delivery.handler())).distinct().collect(Collectors.joining(", "));
    }

    /** Whether the handler has, or had, a delivery of the message. */
    public boolean isDeliveredTo(InboundEntry entry, Object handler) {
        return entry.deliveries().stream().anyMatch(delivery -> delivery.handler().equals(handler));
    }

    /** Whether a finished message, also of a handler that is not to blame for the head, waits only for the head. */
    public boolean isHoldingUp() {
        Iterator<InboundEntry> entries = queue.iterator();
        InboundEntry head = entries.hasNext() ? entries.next() : null;
        if (head == null || head.pending() == 0) {
            return false;
        }
        Set<Object> culprits = head.deliveries().stream().filter(delivery -> !delivery.isComplete()).map(Delivery::handler)
                .collect(Collectors.toSet());
        while (entries.hasNext()) {
            InboundEntry entry = entries.next();
            if (entry.pending() == 0
                    && entry.deliveries().stream().anyMatch(delivery -> !culprits.contains(delivery.handler()))) {
                return true;
            }
        }
        return false;
    }
}
