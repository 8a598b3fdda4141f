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

import java.util.Arrays;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages received on one connection, from PUBLISH to PUBACK or PUBCOMP. Spec: 5.0 sections 4.3.2 and 4.3.3.
 * <p>
 * Invariant: {@code open} holds the identifiers that count against our Receive Maximum on this connection; an
 * acknowledgement for any other identifier is not sent, so none of an earlier connection can leave on this one.
 */
final class IncomingExchanges {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingExchanges.class);

    private final IdSet received;
    private final PacketWriter writer;
    private final MqttClientListener listener;
    private final Rules rules;
    private final IdSet open = new IdSet();
    private boolean warned;
    private boolean reuseWarned;

    /**
     * @param receiveMaximum  what we announced with MQTT 5.0; a broker that sends more is warned about, once
     * @param sessionPresumed MQTT 3.1: that the broker continues the session is an assumption, so a PUBLISH without DUP
     *                        is a new message even if its identifier was seen
     */
    record Rules(ProtocolVersion version, int receiveMaximum, boolean sessionPresumed) {
    }

    /**
     * @param received identifiers between PUBREC and PUBREL with what tells the messages apart, part of the session
     *                 state
     */
    IncomingExchanges(IdSet received, PacketWriter writer, MqttClientListener listener, Rules rules) {
        this.received = received;
        this.writer = writer;
        this.listener = listener;
        this.rules = rules;
    }

    void publish(MqttPublishMessage packet) {
        MqttPublishVariableHeader header = packet.variableHeader();
        String topic = header.topicName();
        int qos = packet.fixedHeader().qosLevel().value();
        boolean duplicate = packet.fixedHeader().isDup();
        int packetId = qos == 0 ? 0 : header.packetId();
        PublishProperties properties
                = rules.version() == ProtocolVersion.MQTT_5 ? PropertyMapper.decode(header.properties()) : null;
        checkTopic(topic);
        checkLength(packet, properties);
        boolean opened = qos > 0 && open.add(packetId);
        if (opened && open.size() > rules.receiveMaximum()) {
            exceeded();
        }
        ByteBuf payload = packet.payload();
        byte[] bytes = ByteBufUtil.getBytes(payload, payload.readerIndex(), payload.readableBytes(), true);
        IncomingMessage message = new IncomingMessage(
                topic, bytes, qos, packet.fixedHeader().isRetain(), duplicate, packetId, properties);
        if (qos < 2 || !isRepetition(message, opened)) {
            listener.received(message);
        }
    }

    /**
     * Whether a QoS 2 PUBLISH is the one that came before with its identifier, DUP or not; answers it if that has been
     * answered. Spec: 5.0 [MQTT-4.3.3-10], 3.1.1 section 4.3.3.
     * <p>
     * On a new connection topic and payload must be the same too: a broker that has lost its state in a crash, but says
     * that it resumes the session, gives identifiers to other messages that it has not released (Artemis 2.55). To take
     * such a message for a repetition would lose it.
     */
    private boolean isRepetition(IncomingMessage message, boolean opened) {
        int packetId = message.packetId();
        if (!received.contains(packetId)) {
            return !opened;
        }
        if (!opened || isSame(message) && (message.duplicate() || !rules.sessionPresumed())) {
            writer.pubrec(packetId);
            return true;
        }
        received.remove(packetId);
        return false;
    }

    private boolean isSame(IncomingMessage message) {
        boolean same = received.tag(message.packetId()) == fingerprint(message);
        if (!same && !reuseWarned) {
            reuseWarned = true;
            LOG.warn(
                    "The broker says that it resumes the session, but uses Packet Identifier {} for another QoS 2 message than before;"
                     + " it has probably lost its state in a crash, and messages may come twice",
                    message.packetId());
        }
        return same;
    }

    /** Tells messages with the same identifier apart. */
    private static int fingerprint(IncomingMessage message) {
        return 31 * message.topic().hashCode() + Arrays.hashCode(message.payload());
    }

    /**
     * Spec: 5.0 [MQTT-3.3.4-9] forbids the broker to send more. Closing with Reason Code 0x93 would only make it send
     * the same again, in a loop, while routes are busy (mosquitto 2.0.11 exceeds a Receive Maximum); the bounds on
     * received messages of the session protect the memory.
     */
    private void exceeded() {
        if (!warned && rules.version() == ProtocolVersion.MQTT_5) {
            warned = true;
            LOG.warn(
                    "The broker sends more unacknowledged messages than the Receive Maximum of {} (option receiveMaximum) allows;"
                     + " they are taken all the same",
                    rules.receiveMaximum());
        }
    }

    void acknowledge(IncomingMessage message) {
        int packetId = message.packetId();
        if (message.qos() == 0) {
            return;
        }
        if (!open.contains(packetId)) {
            LOG.debug("Acknowledgement of {} dropped: this connection did not deliver it, or it is complete", message);
        } else if (message.qos() == 1) {
            open.remove(packetId);
            writer.puback(packetId);
        } else {
            received.add(packetId, fingerprint(message));
            writer.pubrec(packetId);
        }
    }

    void pubrel(int packetId) {
        open.remove(packetId);
        boolean known = received.remove(packetId);
        writer.pubcomp(packetId, known ? ReasonCodes.SUCCESS : ReasonCodes.PACKET_IDENTIFIER_NOT_FOUND);
    }

    /**
     * The decoder replaces what is not UTF-8 and takes the last of several equal properties, but then the sizes of what
     * it made of them do not add up. Spec: 5.0 [MQTT-1.5.4-1], section 2.2.2, 3.1.1 [MQTT-1.5.3-1].
     */
    private void checkLength(MqttPublishMessage packet, @Nullable PublishProperties properties) {
        int size = Short.BYTES + ByteBufUtil.utf8Bytes(packet.variableHeader().topicName())
                   + packet.payload().readableBytes();
        if (packet.fixedHeader().qosLevel().value() > 0) {
            size += Short.BYTES;
        }
        if (rules.version() == ProtocolVersion.MQTT_5) {
            int propertyBytes = PropertyMapper.receivedSizeOf(properties);
            size += PublishLimits.lengthBytes(propertyBytes) + propertyBytes;
        }
        if (size != packet.fixedHeader().remainingLength()) {
            throw new ProtocolViolation(
                    ReasonCodes.MALFORMED_PACKET,
                    "sent a malformed PUBLISH (text that is not UTF-8, or a property that is there twice)");
        }
    }

    /** Wildcards are refused by the decoder. */
    private static void checkTopic(String topic) {
        if (topic.isEmpty()) {
            throw new ProtocolViolation(ReasonCodes.PROTOCOL_ERROR, "sent a PUBLISH without Topic Name");
        }
        if (topic.indexOf(0) >= 0) {
            throw new ProtocolViolation(ReasonCodes.MALFORMED_PACKET, "sent a PUBLISH with NUL in its Topic Name");
        }
    }
}
