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
package io.github.camelmqttx.testbed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;

/**
 * Packets that a server sends, legal or not. What a version of MQTT does not have (Reason Codes, properties) is left
 * out when the packet is written to a connection of that version.
 */
public final class Packets {

    private Packets() {
    }

    /** @param code return code of MQTT 3 or Reason Code of MQTT 5 */
    public static MqttMessage connAck(int code, boolean sessionPresent, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), sessionPresent, properties));
    }

    /** One code per Topic Filter: granted QoS or refusal. */
    public static MqttMessage subAck(int packetId, int... codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE), identifier(packetId),
                new MqttSubAckPayload(codes));
    }

    /** One code per Topic Filter. */
    public static MqttMessage unsubAck(int packetId, int... codes) {
        List<Short> reasons = new ArrayList<>();
        for (int code : codes) {
            reasons.add((short) code);
        }
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE), identifier(packetId),
                new MqttUnsubAckPayload(reasons));
    }

    public static MqttMessage pubAck(int packetId, int reasonCode) {
        return reply(MqttMessageType.PUBACK, packetId, reasonCode);
    }

    public static MqttMessage pubRec(int packetId, int reasonCode) {
        return reply(MqttMessageType.PUBREC, packetId, reasonCode);
    }

    public static MqttMessage pubRel(int packetId, int reasonCode) {
        return reply(MqttMessageType.PUBREL, packetId, reasonCode);
    }

    public static MqttMessage pubComp(int packetId, int reasonCode) {
        return reply(MqttMessageType.PUBCOMP, packetId, reasonCode);
    }

    public static MqttMessage pingResp() {
        return MqttMessage.PINGRESP;
    }

    /** @param packetId ignored with QoS 0 */
    public static MqttMessage publish(String topic, String payload, int qos, int packetId) {
        return publish(topic, payload, qos, packetId, false, false, MqttProperties.NO_PROPERTIES);
    }

    /** The same message sent once more. */
    public static MqttMessage duplicate(String topic, String payload, int qos, int packetId) {
        return publish(topic, payload, qos, packetId, true, false, MqttProperties.NO_PROPERTIES);
    }

    /** With everything that a PUBLISH can carry. */
    public static MqttMessage publish(
            String topic, String payload, int qos, int packetId, boolean duplicate, boolean retained,
            MqttProperties properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(qos), retained, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.wrappedBuffer(payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** DISCONNECT of MQTT 5. */
    public static MqttMessage disconnect(int reasonCode, MqttProperties properties) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties));
    }

    /** AUTH of MQTT 5. */
    public static MqttMessage auth(int reasonCode, MqttProperties properties) {
        return new MqttMessage(
                header(MqttMessageType.AUTH, MqttQoS.AT_MOST_ONCE),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties));
    }

    private static MqttMessage reply(MqttMessageType type, int packetId, int reasonCode) {
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(
                header(type, flags),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, MqttProperties.NO_PROPERTIES));
    }

    private static MqttMessageIdAndPropertiesVariableHeader identifier(int packetId) {
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS flags) {
        return new MqttFixedHeader(type, false, flags, false, 0);
    }
}
