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
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * The session state of the client that outlives a connection, in memory. Confined to the serial context. Spec: 5.0
 * section 4.1.
 * <p>
 * After a reconnect a QoS 1 publish that was not acknowledged is sent as a new one. One of QoS 2 is continued by the
 * library, with its Packet Identifier and what the broker has answered, if the broker continues the session and was the
 * last one; it becomes a new one otherwise, and what the earlier broker may hold of it is released when the session
 * comes back there.
 * <p>
 * A broker that continues a session of an earlier process may hold QoS 2 Packet Identifiers that nobody here knows, and
 * would take a new publish with one of them for a repetition. The library gives no means against it, so nothing of QoS
 * 2 is published there, see {@link #mayPublishQos2}.
 */
final class PahoSession {

    private final Set<OutgoingMessage> inflight = new LinkedHashSet<>();
    private final Map<BrokerAddress, BrokerMemory> brokers = new HashMap<>();
    private @Nullable BrokerAddress owner;
    private int inflightLimit = Integer.MAX_VALUE;

    /** Incomplete publishes of QoS 1 and 2 in the order of their first sending. */
    Collection<OutgoingMessage> inflight() {
        return inflight;
    }

    int inflightLimit() {
        return inflightLimit;
    }

    void inflightLimit(int messages) {
        inflightLimit = messages;
    }

    /** What the client of an attempt must know. */
    Restored restorable(ConnectRequest request) {
        BrokerMemory memory = brokers.get(request.broker());
        if (memory == null || request.cleanStart() || memory.version() != request.version()) {
            return Restored.NOTHING;
        }
        List<OutgoingMessage> publishes = request.broker().equals(owner)
                ? inflight.stream().filter(message -> message.qos() == 2 && message.packetId() != 0).toList() : List.of();
        Set<Integer> releases = new HashSet<>(memory.releases());
        publishes.forEach(message -> releases.remove(message.packetId()));
        return new Restored(publishes, releases, Map.copyOf(memory.received()));
    }

    /** What stands in for Session Present with MQTT 3.1, which has none. */
    boolean isSessionPresumed(ConnectRequest request) {
        BrokerMemory memory = brokers.get(request.broker());
        return !request.cleanStart() && memory != null && memory.version() == request.version();
    }

    /** Whether a broker that says nothing may hold a session of ours. */
    private static boolean isSessionPossible(ConnectRequest request) {
        return request.version() == ProtocolVersion.MQTT_3_1 && !request.cleanStart();
    }

    /**
     * Adapts the state to a new connection.
     *
     * @param  restored what its client was given
     * @return          whether the broker continues the session of the last connection
     */
    boolean resume(ConnectRequest request, boolean present, Restored restored) {
        BrokerAddress broker = request.broker();
        BrokerMemory memory = brokers.get(broker);
        boolean sameVersion = memory != null && memory.version() == request.version();
        boolean continued = present && sameVersion && broker.equals(owner);
        if (!present) {
            brokers.put(broker, new BrokerMemory(request.version(), !isSessionPossible(request)));
        } else if (!sameVersion) {
            brokers.put(broker, new BrokerMemory(request.version(), false));
        }
        boolean moved = !broker.equals(owner);
        for (OutgoingMessage message : new ArrayList<>(inflight)) {
            if (moved) {
                leaveBehind(message);
            }
            resume(message, restored.publishes().contains(message), present, continued);
        }
        owner = broker;
        return continued;
    }

    private void resume(OutgoingMessage message, boolean restored, boolean present, boolean continued) {
        boolean withLibrary = restored && (present || message.state() == OutgoingMessage.State.PUBLISHED);
        if (message.isSettled() && !(restored && continued)) {
            inflight.remove(message);
            message.state(OutgoingMessage.State.COMPLETE);
        } else if (!withLibrary) {
            message.packetId(0);
            message.state(OutgoingMessage.State.QUEUED);
        }
    }

    /** The broker that has had the message may hold it. */
    private void leaveBehind(OutgoingMessage message) {
        BrokerMemory memory = owner == null ? null : brokers.get(owner);
        if (memory != null && message.qos() == 2 && message.packetId() != 0) {
            memory.releases().add(message.packetId());
        }
    }

    /** What belongs to the broker of the current or last connection; null before the first. */
    @Nullable
    BrokerMemory memory() {
        return owner == null ? null : brokers.get(owner);
    }

    /** Whether the broker cannot take a new QoS 2 publish for an old one. */
    boolean mayPublishQos2() {
        BrokerMemory memory = memory();
        return memory != null && memory.isKnown();
    }

    /**
     * The client of a broker is frozen.
     *
     * @param publishes that the client had, of all QoS
     * @param untold    messages that it took over and that were not reported
     */
    void detach(PahoLink link, BrokerAddress broker, Collection<OutgoingMessage> publishes, List<IncomingMessage> untold) {
        for (OutgoingMessage message : publishes) {
            if (message.qos() == 2 && message.packetId() != 0 && link.isReleased(message.packetId())) {
                message.state(OutgoingMessage.State.RELEASED);
            }
        }
        BrokerMemory memory = brokers.get(broker);
        if (memory != null) {
            memory.received(link.received());
            memory.taken().addAll(untold);
        }
    }

    /** Takes a message out that was not completed. */
    void abandon(OutgoingMessage message) {
        if (inflight.remove(message)) {
            leaveBehind(message);
            message.state(OutgoingMessage.State.COMPLETE);
        }
    }

    void clear() {
        inflight.forEach(message -> message.state(OutgoingMessage.State.COMPLETE));
        inflight.clear();
        brokers.clear();
        owner = null;
    }
}
