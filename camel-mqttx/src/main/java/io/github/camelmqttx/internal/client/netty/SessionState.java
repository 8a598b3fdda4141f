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
package io.github.camelmqttx.internal.client.netty;

import java.util.BitSet;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * The session state of the client that outlives a connection: incomplete QoS 1 and 2 publishes in the order of their
 * first sending, the identifiers in use, the received QoS 2 identifiers between PUBREC and PUBREL. Spec: 5.0 section
 * 4.1.
 * <p>
 * The state belongs to one broker, the one of the last connection. Packet Identifiers mean nothing to another broker,
 * even if that one has a session of ours too (a durable session from before a fail-over): there the incomplete
 * publishes are sent as new ones and the received identifiers are forgotten. If the brokers form a cluster that shares
 * sessions, this can duplicate a message but cannot lose one; the other way round it could lose.
 * <p>
 * For the same reason a broker that has a session we know nothing about (of an earlier process, or of a time before a
 * fail-over) may hold QoS 2 identifiers without PUBREL, and would take a new publish with such an identifier for a
 * repetition. {@link #mustReleaseFirst} tells for which identifiers a PUBREL has to go first.
 * <p>
 * Confined to the serial context.
 */
final class SessionState {

    private final PacketIds ids = new PacketIds();
    private final IdSet received = new IdSet();

    private @Nullable OutgoingMessage first;
    private @Nullable OutgoingMessage last;
    private int inflight;
    private int inflightLimit = Integer.MAX_VALUE;
    private @Nullable BrokerAddress owner;
    private @Nullable BitSet releasedIds;

    PacketIds ids() {
        return ids;
    }

    /** Identifiers of received QoS 2 messages, between PUBREC and PUBREL. */
    IdSet received() {
        return received;
    }

    @Nullable
    OutgoingMessage first() {
        return first;
    }

    int inflight() {
        return inflight;
    }

    void forEachInflight(Consumer<OutgoingMessage> visitor) {
        OutgoingMessage message = first;
        while (message != null) {
            OutgoingMessage next = message.next();
            visitor.accept(message);
            message = next;
        }
    }

    /** Whether the state belongs to this broker, that is, the last connection was to it. */
    boolean isOwnedBy(BrokerAddress broker) {
        return broker.equals(owner);
    }

    /** Appends a message to the incomplete ones. */
    void append(OutgoingMessage message) {
        OutgoingMessage before = last;
        message.previous(before);
        message.next(null);
        if (before == null) {
            first = message;
        } else {
            before.next(message);
        }
        last = message;
        inflight++;
    }

    /** Takes a message out and frees its identifier. */
    void remove(OutgoingMessage message) {
        OutgoingMessage before = message.previous();
        OutgoingMessage after = message.next();
        if (before == null) {
            first = after;
        } else {
            before.next(after);
        }
        if (after == null) {
            last = before;
        } else {
            after.previous(before);
        }
        message.previous(null);
        message.next(null);
        inflight--;
        if (ids.get(message.packetId()) == message) {
            ids.release(message.packetId());
        }
    }

    /** The bound on outstanding publishes that the session has set. */
    int inflightLimit() {
        return inflightLimit;
    }

    void inflightLimit(int messages) {
        inflightLimit = messages;
    }

    /**
     * Takes a message out that was not completed. The broker may have it nevertheless, so a PUBREL goes before the next
     * QoS 2 publish with its identifier.
     */
    void abandon(OutgoingMessage message) {
        int packetId = message.packetId();
        remove(message);
        message.state(OutgoingMessage.State.COMPLETE);
        if (message.qos() == 2 && packetId != 0) {
            BitSet done = releasedIds;
            if (done == null) {
                done = new BitSet();
                done.set(0, PacketIds.MAXIMUM_ID + 1);
                releasedIds = done;
            }
            done.clear(packetId);
        }
    }

    /**
     * Adapts the state to a new connection.
     *
     * @param  sessionPossible whether the broker may hold a session of ours, even if it does not say so (MQTT 3.1)
     * @return                 true if the broker continues the session this state belongs to; false if all incomplete
     *                         publishes have become new ones, without identifiers, and the settled ones have been
     *                         dropped
     */
    boolean resume(BrokerAddress broker, boolean sessionPresent, boolean sessionPossible) {
        boolean continued = sessionPresent && isOwnedBy(broker);
        if (!continued) {
            received.clear();
            restartPublishes();
            releasedIds = sessionPossible ? new BitSet() : null;
        }
        owner = broker;
        return continued;
    }

    /**
     * Whether the broker may hold a QoS 2 identifier from a time this state knows nothing about, so that PUBREL must go
     * before a QoS 2 PUBLISH with it. True once for each identifier.
     */
    boolean mustReleaseFirst(int packetId) {
        BitSet done = releasedIds;
        if (done == null || done.get(packetId)) {
            return false;
        }
        done.set(packetId);
        return true;
    }

    void clear() {
        OutgoingMessage message = first;
        while (message != null) {
            OutgoingMessage next = message.next();
            remove(message);
            message = next;
        }
        received.clear();
        ids.trim();
        releasedIds = null;
        owner = null;
    }

    private void restartPublishes() {
        OutgoingMessage message = first;
        while (message != null) {
            OutgoingMessage next = message.next();
            if (message.isSettled()) {
                remove(message);
                message.state(OutgoingMessage.State.COMPLETE);
            } else {
                ids.release(message.packetId());
                message.packetId(0);
                message.state(OutgoingMessage.State.QUEUED);
            }
            message = next;
        }
    }
}
