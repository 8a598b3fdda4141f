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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import org.jspecify.annotations.Nullable;

/** All exchanges of one established connection, and which packet belongs to which. */
record Exchanges(
        OutgoingExchanges outgoing,
        IncomingExchanges incoming,
        SubscribeExchanges subscribing,
        KeepAlive keepAlive,
        PacketWriter writer,
        boolean hasProperties) {

    private static final MqttFixedHeader PINGREQ = PacketWriter.header(MqttMessageType.PINGREQ, 0);

    static Exchanges of(
            Engine engine, ConnectRequest request, ConnectResult result, PacketWriter writer,
            KeepAlive.Link link) {
        SessionState state = engine.state();
        boolean presumed = request.version() == ProtocolVersion.MQTT_3_1;
        return new Exchanges(
                new OutgoingExchanges(
                        engine.context(), state, writer, engine.listener(), PublishLimits.of(request, result)),
                new IncomingExchanges(
                        state.received(), writer, engine.listener(),
                        new IncomingExchanges.Rules(request.version(), request.receiveMaximum(), presumed)),
                new SubscribeExchanges(
                        engine.context(), state.ids(), writer, request.version(), result.maximumPacketSize()),
                new KeepAlive(engine.context(), result.keepAliveSeconds(), link), writer,
                request.version() == ProtocolVersion.MQTT_5);
    }

    /** @throws ProtocolViolation if the packet is not one a broker may send now */
    void packet(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        PacketLength.check(packet, hasProperties);
        switch (type) {
            case PUBLISH -> incoming.publish((MqttPublishMessage) packet);
            case PUBACK, PUBREC, PUBCOMP -> acknowledgement(type, packet);
            case PUBREL -> {
                checkReleaseCode(packet);
                incoming.pubrel(packetId(packet));
            }
            case SUBACK -> subscribing.answered(packetId(packet), false, subscribeCodes((MqttSubAckMessage) packet));
            case UNSUBACK -> subscribing.answered(packetId(packet), true, unsubscribeCodes(packet));
            case PINGRESP -> {
            }
            default -> throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR, "sent " + type + ", which a broker must not send on an established connection");
        }
    }

    /** After our DISCONNECT only what completes a publish is of interest. */
    void packetWhileClosing(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        PacketLength.check(packet, hasProperties);
        if (type == MqttMessageType.PUBACK || type == MqttMessageType.PUBREC || type == MqttMessageType.PUBCOMP) {
            acknowledgement(type, packet);
        }
    }

    void flush() {
        if (writer.flush()) {
            keepAlive.written();
        }
    }

    void ping() {
        writer.write(new MqttMessage(PINGREQ), 0);
        flush();
    }

    /** The connection is over. */
    void stop() {
        keepAlive.stop();
        subscribing.drop();
    }

    private void acknowledgement(MqttMessageType type, MqttMessage packet) {
        int packetId = packetId(packet);
        int reasonCode = ReasonCodes.SUCCESS;
        String reasonString = "";
        if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply && reply.reasonCode() != 0) {
            reasonCode = reply.reasonCode() & 0xFF;
            reasonString = PropertyMapper.reasonString(reply.properties());
        }
        if (!ReasonCodes.isError(reasonCode)) {
            checkSuccess(type, reasonCode);
        }
        switch (type) {
            case PUBACK -> outgoing.puback(packetId, reasonCode, reasonString);
            case PUBREC -> outgoing.pubrec(packetId, reasonCode, reasonString);
            default -> outgoing.pubcomp(packetId, reasonCode, reasonString);
        }
        subscribing.idReleased();
    }

    private static void checkReleaseCode(MqttMessage packet) {
        if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply && reply.reasonCode() > 0) {
            checkSuccess(MqttMessageType.PUBREL, reply.reasonCode());
        }
    }

    /**
     * A Reason Code that says neither success nor error must not count as a success. Spec: 5.0 [MQTT-3.4.2-1],
     * [MQTT-3.5.2-1], [MQTT-3.6.2-1], [MQTT-3.7.2-1].
     */
    private static void checkSuccess(MqttMessageType type, int reasonCode) {
        boolean matching = type == MqttMessageType.PUBACK || type == MqttMessageType.PUBREC;
        if (reasonCode != ReasonCodes.SUCCESS && !(matching && reasonCode == ReasonCodes.NO_MATCHING_SUBSCRIBERS)) {
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR,
                    "sent " + type + " with Reason Code " + ReasonCodes.describe(reasonCode) + ", which it cannot have");
        }
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    /** The codec has null for a code that it does not know. Spec: 5.0 and 3.1.1 [MQTT-3.9.3-2]. */
    private List<Integer> subscribeCodes(MqttSubAckMessage packet) {
        List<Integer> codes = new ArrayList<>(1);
        for (MqttReasonCodes.@Nullable SubAck code : packet.payload().typedReasonCodes()) {
            int value = code == null ? -1 : code.byteValue() & 0xFF;
            if (value < 0 || !hasProperties && value > 2 && value != ReasonCodes.UNSPECIFIED_ERROR) {
                throw new ProtocolViolation(ReasonCodes.PROTOCOL_ERROR, "sent SUBACK with a code that it cannot have");
            }
            codes.add(value);
        }
        return codes;
    }

    private static List<Short> unsubscribeCodes(MqttMessage packet) {
        return packet instanceof MqttUnsubAckMessage message && message.payload() != null
                ? message.payload().unsubscribeReasonCodes() : List.of();
    }
}
