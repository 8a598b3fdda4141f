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
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * What the broker of a connection accepts from a publisher.
 *
 * @param window bound of QoS 1 and 2 exchanges at a time: the smaller of maximum in-flight and the broker's Receive
 *               Maximum, and some Packet Identifiers are left to SUBSCRIBE and UNSUBSCRIBE. Spec: 5.0 [MQTT-3.3.4-9]
 */
public record PublishLimits(
        BrokerAddress broker,
        boolean hasProperties,
        int window,
        int maximumPacketSize,
        int maximumQos,
        boolean retainAvailable) {

    private static final int LARGEST_WINDOW = 65_000;
    private static final int MAXIMUM_TOPIC_BYTES = 65_535;
    private static final int LARGEST_REMAINING_LENGTH = 268_435_455;
    private static final int HEADER_RESERVE = 16;

    public static PublishLimits of(ConnectRequest request, ConnectResult result) {
        int window = Math.min(Math.max(1, request.maximumInflight()), result.receiveMaximum());
        return new PublishLimits(
                request.broker(), result.version() == ProtocolVersion.MQTT_5, Math.min(window, LARGEST_WINDOW),
                result.maximumPacketSize(), result.maximumQos(), result.retainAvailable());
    }

    /** Why this broker can never take the message as it is, or {@code null} if it may. */
    public @Nullable MqttxPublishException refusalOf(OutgoingMessage message) {
        if (message.qos() > maximumQos) {
            return refused(message, ReasonCodes.QOS_NOT_SUPPORTED,
                    "QoS " + message.qos() + " is above the broker's Maximum QoS " + maximumQos + ". Set qos=" + maximumQos
                                                                   + " or lower.");
        }
        if (message.isRetained() && !retainAvailable) {
            return refused(message, ReasonCodes.RETAIN_NOT_SUPPORTED,
                    "the broker does not support retained messages. Set retained=false.");
        }
        boolean small = (!hasProperties || message.properties() == null)
                && 3L * message.topic().length() + message.payload().length + HEADER_RESERVE <= maximumPacketSize
                && message.topic().length() <= MAXIMUM_TOPIC_BYTES / 3;
        return small ? null : refusalOfSize(message);
    }

    private @Nullable MqttxPublishException refusalOfSize(OutgoingMessage message) {
        int topicBytes = ByteBufUtil.utf8Bytes(message.topic());
        if (topicBytes > MAXIMUM_TOPIC_BYTES) {
            return refused(message, ReasonCodes.TOPIC_NAME_INVALID,
                    "the Topic Name has " + topicBytes + " bytes, MQTT allows 65535. Use a shorter one.");
        }
        int propertyBytes = hasProperties ? PropertyMapper.sizeOf(message.properties()) : 0;
        if (propertyBytes == PropertyMapper.UNENCODABLE) {
            return refused(message, ReasonCodes.PACKET_TOO_LARGE,
                    "a property is longer than the 65535 bytes MQTT allows. Shorten it.");
        }
        long remaining = 2L + topicBytes + (message.qos() == 0 ? 0 : 2) + message.payload().length
                         + (hasProperties ? lengthBytes(propertyBytes) + propertyBytes : 0);
        long size = 1 + lengthBytes(remaining) + remaining;
        if (remaining > LARGEST_REMAINING_LENGTH || size > maximumPacketSize) {
            return refused(message, ReasonCodes.PACKET_TOO_LARGE,
                    "the packet has " + size + " bytes, the broker's Maximum Packet Size is " + maximumPacketSize
                                                                  + ". Send less, or raise the limit at the broker.");
        }
        return null;
    }

    private MqttxPublishException refused(OutgoingMessage message, int reasonCode, String why) {
        return new MqttxPublishException(
                "Cannot publish to topic " + message.topic() + " at " + broker + ": " + why, message.topic(), reasonCode,
                false);
    }

    /** Bytes of a Variable Byte Integer. Spec: 5.0 section 1.5.5. */
    static int lengthBytes(long value) {
        if (value < 128) {
            return 1;
        }
        if (value < 16_384) {
            return 2;
        }
        return value < 2_097_152 ? 3 : 4;
    }
}
