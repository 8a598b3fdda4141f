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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;

/**
 * Writes the packets of one connection. Writing never flushes; {@link #flush()} does, if something was written.
 * <p>
 * QoS 0 messages are done when their bytes have left: all of one flush share one write promise, on an empty buffer
 * behind them. Confined to the serial context.
 */
final class PacketWriter {

    private static final MqttFixedHeader[] PUBLISH_HEADERS = publishHeaders();
    private static final MqttFixedHeader PUBACK = header(MqttMessageType.PUBACK, 0);
    private static final MqttFixedHeader PUBREC = header(MqttMessageType.PUBREC, 0);
    private static final MqttFixedHeader PUBREL = header(MqttMessageType.PUBREL, 1);
    private static final MqttFixedHeader PUBCOMP = header(MqttMessageType.PUBCOMP, 0);
    private static final MqttFixedHeader AUTH = header(MqttMessageType.AUTH, 0);
    private static final MqttFixedHeader DISCONNECT = header(MqttMessageType.DISCONNECT, 0);

    private final ChannelHandlerContext channel;
    private final boolean hasProperties;
    private final PacketLog log;
    private final BiConsumer<List<OutgoingMessage>, Boolean> unacknowledgedOutcome;

    private boolean dirty;
    private boolean finished;
    private List<OutgoingMessage> unacknowledged = new ArrayList<>(0);
    private final Deque<List<OutgoingMessage>> unacknowledgedInTransit = new ArrayDeque<>(2);

    /**
     * @param unacknowledgedOutcome told, inside {@link #flush()} or later, which QoS 0 messages have been written
     *                              (true) or lost (false)
     */
    PacketWriter(ChannelHandlerContext channel, ProtocolVersion version, PacketLog log,
                 BiConsumer<List<OutgoingMessage>, Boolean> unacknowledgedOutcome) {
        this.channel = channel;
        this.hasProperties = version == ProtocolVersion.MQTT_5;
        this.log = log;
        this.unacknowledgedOutcome = unacknowledgedOutcome;
    }

    /** Whether the transport takes more without growing its buffer over the limit. */
    boolean isWritable() {
        return !finished && channel.channel().isWritable();
    }

    /**
     * @param nowNanos time of the context if the message has properties: what is left of its expiry interval is sent
     */
    void publish(OutgoingMessage message, boolean duplicate, long nowNanos) {
        if (finished) {
            return;
        }
        int qos = message.qos();
        MqttProperties properties
                = hasProperties ? PropertyMapper.encode(message, nowNanos) : MqttProperties.NO_PROPERTIES;
        MqttFixedHeader header = PUBLISH_HEADERS[(duplicate ? 8 : 0) | qos << 1 | (message.isRetained() ? 1 : 0)];
        if (log.isOn()) {
            log.sent(message, duplicate);
        }
        channel.write(
                new MqttPublishMessage(
                        header, new MqttPublishVariableHeader(message.topic(), message.packetId(), properties),
                        Unpooled.wrappedBuffer(message.payload())),
                channel.voidPromise());
        dirty = true;
        if (qos == 0) {
            unacknowledged.add(message);
        }
    }

    void puback(int packetId) {
        reply(PUBACK, packetId, ReasonCodes.SUCCESS);
    }

    void pubrec(int packetId) {
        reply(PUBREC, packetId, ReasonCodes.SUCCESS);
    }

    /** @param reasonCode left out with MQTT 3.x */
    void pubrel(int packetId, int reasonCode) {
        reply(PUBREL, packetId, reasonCode);
    }

    /** @param reasonCode left out with MQTT 3.x */
    void pubcomp(int packetId, int reasonCode) {
        reply(PUBCOMP, packetId, reasonCode);
    }

    /** Writes a packet that has no method of its own. */
    void write(MqttMessage packet, int packetId) {
        if (finished) {
            return;
        }
        if (log.isOn()) {
            log.sent(packet.fixedHeader().messageType(), packetId, 0);
        }
        channel.write(packet, channel.voidPromise());
        dirty = true;
    }

    void auth(int reasonCode, MqttProperties properties) {
        if (finished) {
            return;
        }
        if (log.isOn()) {
            log.sent(MqttMessageType.AUTH, 0, reasonCode);
        }
        channel.write(
                new MqttMessage(AUTH, new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties)),
                channel.voidPromise());
        dirty = true;
    }

    /**
     * Writes DISCONNECT and flushes; nothing is written after it. Spec: 5.0 [MQTT-3.14.4-1].
     *
     * @param reasonCode left out with MQTT 3.x
     */
    ChannelFuture disconnect(int reasonCode) {
        if (log.isOn()) {
            log.sent(MqttMessageType.DISCONNECT, 0, reasonCode);
        }
        MqttMessage packet = hasProperties && reasonCode != ReasonCodes.SUCCESS
                ? new MqttMessage(
                        DISCONNECT,
                        new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, MqttProperties.NO_PROPERTIES))
                : new MqttMessage(DISCONNECT);
        ChannelFuture written = channel.write(packet);
        dirty = true;
        flush();
        finished = true;
        return written;
    }

    /** @return whether there was something to flush */
    boolean flush() {
        if (!dirty) {
            return false;
        }
        dirty = false;
        if (!unacknowledged.isEmpty()) {
            List<OutgoingMessage> batch = unacknowledged;
            unacknowledged = new ArrayList<>(batch.size());
            unacknowledgedInTransit.add(batch);
            ChannelPromise promise = channel.newPromise();
            promise.addListener(written -> batchDone(batch, written.isSuccess()));
            channel.write(Unpooled.EMPTY_BUFFER, promise);
        }
        channel.flush();
        return true;
    }

    /** Takes the QoS 0 messages whose bytes have not left, because the connection is over. */
    List<OutgoingMessage> takeUnacknowledged() {
        List<OutgoingMessage> lost = new ArrayList<>();
        unacknowledgedInTransit.forEach(lost::addAll);
        lost.addAll(unacknowledged);
        unacknowledgedInTransit.clear();
        unacknowledged = new ArrayList<>(0);
        return lost;
    }

    /** Visits the QoS 0 messages whose bytes have not left. */
    void forEachUnacknowledged(Consumer<OutgoingMessage> visitor) {
        unacknowledgedInTransit.forEach(batch -> batch.forEach(visitor));
        unacknowledged.forEach(visitor);
    }

    private void batchDone(List<OutgoingMessage> batch, boolean success) {
        if (unacknowledgedInTransit.removeFirstOccurrence(batch)) {
            unacknowledgedOutcome.accept(batch, success);
        }
    }

    private void reply(MqttFixedHeader header, int packetId, int reasonCode) {
        if (finished) {
            return;
        }
        if (log.isOn()) {
            log.sent(header.messageType(), packetId, reasonCode);
        }
        MqttMessageIdVariableHeader identifier = hasProperties && reasonCode != ReasonCodes.SUCCESS
                ? new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, MqttProperties.NO_PROPERTIES)
                : MqttMessageIdVariableHeader.from(packetId);
        channel.write(new MqttMessage(header, identifier), channel.voidPromise());
        dirty = true;
    }

    static MqttFixedHeader header(MqttMessageType type, int qos) {
        return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
    }

    private static MqttFixedHeader[] publishHeaders() {
        MqttFixedHeader[] headers = new MqttFixedHeader[16];
        for (int flags = 0; flags < headers.length; flags++) {
            int qos = flags >> 1 & 3;
            if (qos < 3) {
                headers[flags] = new MqttFixedHeader(
                        MqttMessageType.PUBLISH, (flags & 8) != 0, MqttQoS.valueOf(qos), (flags & 1) != 0, 0);
            }
        }
        return headers;
    }
}
