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

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.SerialContext;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publishes of one connection: window, acknowledgements, and what an earlier connection left incomplete. Spec: 5.0
 * sections 4.3, 4.4 and 4.9.
 * <p>
 * Invariants: {@code open} exchanges (sent on this connection, not complete) never exceed the window; the messages from
 * {@code waiting} to the end of the list are those not sent again yet, in order; nothing new is published while there
 * are such.
 */
final class OutgoingExchanges {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingExchanges.class);

    private final SerialContext context;
    private final SessionState state;
    private final PacketWriter writer;
    private final MqttClientListener listener;
    private final PublishLimits limits;

    private int open;
    private @Nullable OutgoingMessage waiting;
    private @Nullable IdSet recovering;
    private @Nullable IdSet unsent;

    OutgoingExchanges(SerialContext context, SessionState state, PacketWriter writer, MqttClientListener listener,
                      PublishLimits limits) {
        this.context = context;
        this.state = state;
        this.writer = writer;
        this.listener = listener;
        this.limits = limits;
    }

    /**
     * Finds out what is incomplete; {@link #proceed()} sends it again. Until then {@link #hasRoom()} is false.
     *
     * @param continued the broker knows the identifiers: DUP and PUBREL; otherwise all are new messages
     */
    void resume(boolean continued) {
        waiting = state.first();
        if (continued && waiting != null) {
            IdSet ids = new IdSet();
            IdSet copy = new IdSet();
            state.forEachInflight(message -> {
                if (message.packetId() != 0) {
                    ids.add(message.packetId());
                    copy.add(message.packetId());
                }
            });
            recovering = ids;
            unsent = copy;
        }
    }

    boolean hasRoom() {
        return waiting == null && open < window();
    }

    private int window() {
        return Math.min(limits.window(), state.inflightLimit());
    }

    /** @throws IllegalStateException if {@link #hasRoom()} is false and the QoS is not 0 */
    void publish(OutgoingMessage message) {
        MqttxPublishException refusal = limits.refusalOf(message);
        if (refusal != null) {
            message.state(OutgoingMessage.State.COMPLETE);
            context.execute(() -> listener.publishFailed(message, refusal));
            return;
        }
        if (message.qos() == 0) {
            message.state(OutgoingMessage.State.PUBLISHED);
            writer.publish(message, false);
            return;
        }
        if (!hasRoom()) {
            throw new IllegalStateException("No room in the window of " + window() + " for " + message);
        }
        state.append(message);
        sendNew(message);
    }

    /** Sends again what still waits, as far as there is room. */
    void proceed() {
        OutgoingMessage message = waiting;
        while (message != null && open < window() && writer.isWritable()) {
            OutgoingMessage next = message.next();
            sendAgain(message);
            message = next;
        }
        waiting = message;
    }

    void puback(int packetId, int reasonCode, String reasonString) {
        OutgoingMessage message = sent(packetId);
        if (message == null) {
            LOG.debug("PUBACK of {} for unknown Packet Identifier {} ignored", limits.broker(), packetId);
        } else if (message.qos() != 1) {
            throw wrongAnswer(MqttMessageType.PUBACK, message);
        } else {
            complete(message, MqttMessageType.PUBACK, reasonCode, reasonString);
        }
    }

    void pubrec(int packetId, int reasonCode, String reasonString) {
        OutgoingMessage message = sent(packetId);
        if (message == null) {
            if (!ReasonCodes.isError(reasonCode)) {
                writer.pubrel(packetId, ReasonCodes.PACKET_IDENTIFIER_NOT_FOUND);
            }
        } else if (message.qos() != 2) {
            throw wrongAnswer(MqttMessageType.PUBREC, message);
        } else if (ReasonCodes.isError(reasonCode)) {
            complete(message, MqttMessageType.PUBREC, reasonCode, reasonString);
        } else {
            message.state(OutgoingMessage.State.RELEASED);
            writer.pubrel(packetId, ReasonCodes.SUCCESS);
        }
    }

    void pubcomp(int packetId, int reasonCode, String reasonString) {
        OutgoingMessage message = sent(packetId);
        if (message == null || message.qos() == 2 && message.state() == OutgoingMessage.State.PUBLISHED) {
            LOG.debug("PUBCOMP of {} for Packet Identifier {}, which is not released, ignored", limits.broker(), packetId);
        } else if (message.qos() != 2) {
            throw wrongAnswer(MqttMessageType.PUBCOMP, message);
        } else {
            boolean recovered = recovering != null && recovering.contains(packetId);
            boolean success = recovered && reasonCode == ReasonCodes.PACKET_IDENTIFIER_NOT_FOUND;
            complete(message, MqttMessageType.PUBCOMP, success ? ReasonCodes.SUCCESS : reasonCode, reasonString);
        }
    }

    private @Nullable OutgoingMessage sent(int packetId) {
        if (unsent != null && unsent.contains(packetId)) {
            return null;
        }
        return state.ids().get(packetId) instanceof OutgoingMessage message ? message : null;
    }

    private void complete(OutgoingMessage message, MqttMessageType by, int reasonCode, String reasonString) {
        int packetId = message.packetId();
        state.remove(message);
        message.state(OutgoingMessage.State.COMPLETE);
        open--;
        if (recovering != null) {
            recovering.remove(packetId);
        }
        if (waiting != null) {
            proceed();
        }
        if (ReasonCodes.isError(reasonCode)) {
            listener.publishFailed(message, new MqttxPublishException(
                    limits.broker() + " refused the publish to topic " + message.topic() + " with " + by + ": "
                                                                      + ReasonCodes.describe(reasonCode) + reasonString
                                                                      + ". " + ReasonCodes.publishAdvice(reasonCode),
                    message.topic(), reasonCode, ReasonCodes.isPublishRetryable(reasonCode)));
        } else {
            listener.published(message);
        }
    }

    private void sendAgain(OutgoingMessage message) {
        if (unsent != null) {
            unsent.remove(message.packetId());
        }
        if (message.state() == OutgoingMessage.State.RELEASED) {
            open++;
            writer.pubrel(message.packetId(), ReasonCodes.SUCCESS);
            return;
        }
        MqttxPublishException refusal = limits.refusalOf(message);
        if (refusal != null) {
            state.remove(message);
            message.state(OutgoingMessage.State.COMPLETE);
            context.execute(() -> listener.publishFailed(message, refusal));
        } else if (message.state() == OutgoingMessage.State.QUEUED) {
            sendNew(message);
        } else {
            open++;
            writer.publish(message, true);
        }
    }

    private void sendNew(OutgoingMessage message) {
        int packetId = state.ids().allocate(message);
        if (packetId == 0) {
            throw new IllegalStateException("All Packet Identifiers are in use");
        }
        message.packetId(packetId);
        message.state(OutgoingMessage.State.PUBLISHED);
        open++;
        if (message.qos() == 2 && state.mustReleaseFirst(packetId)) {
            writer.pubrel(packetId, ReasonCodes.SUCCESS);
        }
        writer.publish(message, false);
    }

    private ProtocolViolation wrongAnswer(MqttMessageType type, OutgoingMessage message) {
        return new ProtocolViolation(
                ReasonCodes.PROTOCOL_ERROR,
                "answered a QoS " + message.qos() + " publish, Packet Identifier " + message.packetId() + ", with " + type);
    }
}
