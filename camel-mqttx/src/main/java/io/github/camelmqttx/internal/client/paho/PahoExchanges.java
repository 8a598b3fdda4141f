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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.netty.PublishLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one connection, both ways: window, acknowledgements, and what an earlier connection left incomplete.
 * Confined to the serial context.
 * <p>
 * Invariants: {@code open} exchanges (handed to the library on this connection or restored, not complete) are the
 * library's; {@code waiting} holds the others of the session, in order; nothing new is published while there are such.
 */
final class PahoExchanges {

    /** Messages of QoS 0 that the library may hold. */
    static final int LARGEST_UNWRITTEN = 256;
    private static final int LARGEST_UNWRITTEN_BYTES = 4 * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(PahoExchanges.class);

    private final PahoEngine engine;
    private final PahoSession session;
    private final PahoLink link;
    private final PublishLimits limits;
    private final int libraryWindow;
    private final Map<Integer, OutgoingMessage> restored = new HashMap<>();
    private final Deque<OutgoingMessage> waiting = new ArrayDeque<>();
    private final Set<OutgoingMessage> unwritten = new LinkedHashSet<>();
    private final Set<Integer> unacknowledged = new HashSet<>();
    private long unwrittenBytes;
    private int open;

    /** @param libraryWindow how many publishes of any QoS the library takes at a time */
    PahoExchanges(PahoEngine engine, PahoLink link, PublishLimits limits, int libraryWindow) {
        this.engine = engine;
        this.session = engine.session();
        this.link = link;
        this.limits = limits;
        this.libraryWindow = libraryWindow;
        for (OutgoingMessage message : session.inflight()) {
            if (message.packetId() != 0) {
                restored.put(message.packetId(), message);
                open++;
            } else {
                waiting.add(message);
            }
        }
    }

    boolean canPublish(int qos) {
        if (qos == 0) {
            return unwritten.size() < LARGEST_UNWRITTEN && unwrittenBytes < LARGEST_UNWRITTEN_BYTES && libraryHasRoom();
        }
        return waiting.isEmpty() && hasRoom();
    }

    private boolean hasRoom() {
        return open < Math.min(limits.window(), session.inflightLimit()) && libraryHasRoom();
    }

    private boolean libraryHasRoom() {
        return open + unwritten.size() < libraryWindow;
    }

    /** @throws IllegalStateException if {@link #canPublish} is false for its QoS and that is not 0 */
    void publish(OutgoingMessage message) {
        MqttxPublishException refusal = refusalOf(message);
        if (refusal != null) {
            message.state(OutgoingMessage.State.COMPLETE);
            engine.context().execute(() -> engine.listener().publishFailed(message, refusal));
        } else if (message.qos() == 0) {
            unwritten.add(message);
            unwrittenBytes += message.payload().length;
            message.state(OutgoingMessage.State.PUBLISHED);
            hand(message);
        } else if (!canPublish(message.qos())) {
            throw new IllegalStateException("No room in the window of " + limits.window() + " for " + message);
        } else {
            session.inflight().add(message);
            send(message);
        }
    }

    private @Nullable MqttxPublishException refusalOf(OutgoingMessage message) {
        return message.qos() == 2 && !session.mayPublishQos2()
                ? PahoErrors.unknownQos2(limits.broker(), message) : limits.refusalOf(message);
    }

    /** Sends what waits, as far as there is room. */
    void proceed() {
        while (!waiting.isEmpty() && hasRoom()) {
            OutgoingMessage message = waiting.remove();
            MqttxPublishException refusal = refusalOf(message);
            if (refusal == null) {
                send(message);
            } else {
                fail(message, refusal);
            }
        }
    }

    private void send(OutgoingMessage message) {
        open++;
        message.state(OutgoingMessage.State.PUBLISHED);
        if (!hand(message)) {
            open--;
            message.state(OutgoingMessage.State.QUEUED);
        }
    }

    /** @return false if the library does not take the message; then the connection is ending, or it has been failed */
    private boolean hand(OutgoingMessage message) {
        try {
            message.packetId(link.publish(message, engine.context().nanoTime()));
            return true;
        } catch (PahoException e) {
            LOG.debug("Paho does not take {} now (code {}); it is sent on the next connection", message, e.code(), e);
        } catch (IllegalArgumentException e) {
            unwritten.remove(message);
            fail(message, PahoErrors.unpublishable(limits.broker(), message, e));
        }
        return false;
    }

    private void fail(OutgoingMessage message, Exception cause) {
        session.inflight().remove(message);
        message.state(OutgoingMessage.State.COMPLETE);
        engine.context().execute(() -> engine.listener().publishFailed(message, cause));
    }

    /** See {@link PahoLinkEvents#completed}. */
    void completed(@Nullable OutgoingMessage given, int packetId, int reasonCode, String reasonString) {
        OutgoingMessage message = given == null ? restored.remove(packetId) : given;
        if (message == null) {
            BrokerMemory memory = session.memory();
            if (memory != null) {
                memory.releases().remove(packetId);
            }
            return;
        }
        boolean ours = message.qos() == 0 ? unwritten.remove(message) : session.inflight().remove(message);
        if (!ours) {
            return;
        }
        if (message.qos() == 0) {
            unwrittenBytes -= message.payload().length;
        } else {
            open--;
        }
        message.state(OutgoingMessage.State.COMPLETE);
        boolean unknown = given == null && reasonCode == ReasonCodes.PACKET_IDENTIFIER_NOT_FOUND;
        if (ReasonCodes.isError(reasonCode) && !unknown) {
            engine.listener().publishFailed(
                    message, PahoErrors.refused(limits.broker(), message, reasonCode, reasonString));
        } else {
            engine.listener().published(message);
        }
        proceed();
    }

    void arrived(IncomingMessage message) {
        BrokerMemory memory = session.memory();
        if (message.qos() == 0 || message.qos() == 2 && !link.acknowledgesQos2() || memory == null) {
            engine.listener().received(message);
            return;
        }
        unacknowledged.add(message.packetId());
        boolean again = message.qos() == 2 && !memory.delivered().add(message.packetId());
        engine.listener().received(!again
                ? message : new IncomingMessage(
                        message.topic(), message.payload(), message.qos(), message.retained(), true, message.packetId(),
                        message.properties()));
    }

    /** Without effect if the connection did not deliver the message, or it is acknowledged already. */
    void acknowledge(IncomingMessage message) {
        if (message.qos() == 0 || !unacknowledged.remove(message.packetId())) {
            return;
        }
        try {
            link.acknowledge(message.packetId(), message.qos());
            BrokerMemory memory = session.memory();
            if (message.qos() == 2 && memory != null) {
                memory.delivered().remove(message.packetId());
            }
        } catch (PahoException e) {
            LOG.debug("{} is not acknowledged, because its connection is ending (code {})", message, e.code(), e);
        }
    }

    /** Whether anything that was handed to the library is incomplete. */
    boolean isBusy() {
        return open > 0 || !unwritten.isEmpty();
    }

    Iterable<OutgoingMessage> unwritten() {
        return unwritten;
    }

    /** The connection is gone: the messages of QoS 0 that were not written. */
    List<OutgoingMessage> takeUnwritten() {
        List<OutgoingMessage> lost = new ArrayList<>(unwritten);
        unwritten.clear();
        lost.forEach(message -> message.state(OutgoingMessage.State.COMPLETE));
        return lost;
    }

    /**
     * The broker has refused one of the QoS 2 publishes, and the library has ended the connection without telling
     * which: fails those that it may have been. After the link is frozen.
     */
    void failRefused(int reasonCode) {
        List<OutgoingMessage> suspects = session.inflight().stream()
                .filter(message -> message.qos() == 2 && message.packetId() != 0 && !link.isReleased(message.packetId()))
                .toList();
        for (OutgoingMessage message : suspects) {
            session.abandon(message);
            engine.listener().publishFailed(
                    message, PahoErrors.perhapsRefused(limits.broker(), message, reasonCode, suspects.size()));
        }
    }
}
