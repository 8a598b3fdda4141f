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

import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;

/**
 * Whether what the codec made of a packet fills the length that the packet says it has. If not, the codec has read into
 * the next packet, left bytes over, replaced what is not UTF-8, or dropped one of two equal properties: the packet is
 * malformed, and what follows it may be cut in the wrong places. Pure. PUBLISH is checked where it is taken in.
 */
final class PacketLength {

    private static final int IDENTIFIER = 2;
    private static final int IDENTIFIER_AND_CODE = 3;

    private PacketLength() {
    }

    /**
     * @param  hasProperties     whether the connection speaks MQTT 5.0
     * @throws ProtocolViolation if the contents of the packet, no PUBLISH, do not fit its length
     */
    static void check(MqttMessage packet, boolean hasProperties) {
        int length = packet.fixedHeader().remainingLength();
        boolean fits = switch (packet.fixedHeader().messageType()) {
            case CONNACK -> length == 2 + sizeOf(((MqttConnAckMessage) packet).variableHeader().properties(), hasProperties);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> length == IDENTIFIER || hasProperties && fitsReply(packet, length);
            case SUBACK -> length == IDENTIFIER + propertiesOf(packet, hasProperties)
                                     + ((MqttSubAckMessage) packet).payload().typedReasonCodes().size();
            case UNSUBACK -> length == IDENTIFIER + propertiesOf(packet, hasProperties)
                                       + (hasProperties ? codes((MqttUnsubAckMessage) packet) : 0);
            case AUTH -> length == 0 || fitsReasonCode(packet, length);
            case PINGRESP -> length == 0;
            default -> true;
        };
        if (!fits) {
            throw new ProtocolViolation(
                    ReasonCodes.MALFORMED_PACKET,
                    "sent a malformed packet (the contents of " + packet.fixedHeader().messageType()
                                                  + " do not fit its length of " + length + ")");
        }
    }

    private static boolean fitsReply(MqttMessage packet, int length) {
        if (length <= IDENTIFIER_AND_CODE) {
            return length == IDENTIFIER_AND_CODE;
        }
        return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                && length == IDENTIFIER_AND_CODE + sizeOf(reply.properties(), true);
    }

    private static boolean fitsReasonCode(MqttMessage packet, int length) {
        return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && (length == 1 || length == 1 + sizeOf(header.properties(), true));
    }

    private static int propertiesOf(MqttMessage packet, boolean hasProperties) {
        return packet.variableHeader() instanceof MqttMessageIdAndPropertiesVariableHeader header
                ? sizeOf(header.properties(), hasProperties) : hasProperties ? 1 : 0;
    }

    private static int codes(MqttUnsubAckMessage packet) {
        return packet.payload() == null ? 0 : packet.payload().unsubscribeReasonCodes().size();
    }

    /** Bytes of properties with their length. */
    private static int sizeOf(MqttProperties properties, boolean hasProperties) {
        if (!hasProperties) {
            return 0;
        }
        int size = 0;
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            size += sizeOf(property);
        }
        return PublishLimits.lengthBytes(size) + size;
    }

    private static int sizeOf(MqttProperties.MqttProperty<?> property) {
        Object value = property.value();
        if (value instanceof Integer number) {
            return 1 + numberBytes(property.propertyId(), number);
        }
        if (value instanceof String text) {
            return 3 + ByteBufUtil.utf8Bytes(text);
        }
        if (value instanceof byte[] bytes) {
            return 3 + bytes.length;
        }
        if (property instanceof MqttProperties.UserProperties several) {
            return several.value().stream().mapToInt(PacketLength::sizeOf).sum();
        }
        return property instanceof MqttProperties.UserProperty single ? sizeOf(single.value()) : 0;
    }

    private static int sizeOf(MqttProperties.StringPair pair) {
        return 5 + ByteBufUtil.utf8Bytes(pair.key) + ByteBufUtil.utf8Bytes(pair.value);
    }

    /** Spec: 5.0 section 2.2.2.2. */
    private static int numberBytes(int property, int value) {
        return switch (property) {
            case PropertyIds.SERVER_KEEP_ALIVE, PropertyIds.RECEIVE_MAXIMUM, PropertyIds.TOPIC_ALIAS_MAXIMUM,
                    PropertyIds.TOPIC_ALIAS ->
                Short.BYTES;
            case PropertyIds.MESSAGE_EXPIRY_INTERVAL, PropertyIds.SESSION_EXPIRY_INTERVAL, PropertyIds.WILL_DELAY_INTERVAL,
                    PropertyIds.MAXIMUM_PACKET_SIZE ->
                Integer.BYTES;
            case PropertyIds.SUBSCRIPTION_IDENTIFIER -> PublishLimits.lengthBytes(value);
            default -> 1;
        };
    }
}
