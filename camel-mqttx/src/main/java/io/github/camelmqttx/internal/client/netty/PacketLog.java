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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each packet at TRACE: direction, type, identifier, Reason Code, topic, QoS and size; never payload, properties,
 * user name, password or Authentication Data.
 */
final class PacketLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelmqttx.packets");

    private final String connection;

    /** @param connection names client and broker */
    PacketLog(String connection) {
        this.connection = connection;
    }

    boolean isOn() {
        return LOG.isTraceEnabled();
    }

    void sent(MqttMessageType type, int packetId, int reasonCode) {
        LOG.trace("{} -> {}{}{}", connection, type, identifier(packetId), reason(reasonCode));
    }

    void sent(OutgoingMessage message, boolean duplicate) {
        LOG.trace("{} -> PUBLISH {} QoS {}{}{}, {} bytes", connection, message.topic(), message.qos(),
                identifier(message.packetId()), duplicate ? " DUP" : "", message.payload().length);
    }

    void received(MqttMessage message) {
        MqttFixedHeader header = message.fixedHeader();
        int size = 1 + PublishLimits.lengthBytes(header.remainingLength()) + header.remainingLength();
        if (message instanceof MqttPublishMessage publish) {
            LOG.trace("{} <- PUBLISH {} QoS {}{}{}, {} bytes", connection, publish.variableHeader().topicName(),
                    header.qosLevel().value(),
                    header.qosLevel().value() == 0 ? "" : identifier(publish.variableHeader().packetId()),
                    header.isDup() ? " DUP" : "", size);
        } else if (message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply) {
            LOG.trace("{} <- {}{}{}, {} bytes", connection, header.messageType(), identifier(reply.messageId()),
                    reason(reply.reasonCode() & 0xFF), size);
        } else if (message.variableHeader() instanceof MqttMessageIdVariableHeader reply) {
            LOG.trace("{} <- {}{}, {} bytes", connection, header.messageType(), identifier(reply.messageId()), size);
        } else {
            LOG.trace("{} <- {}{}, {} bytes", connection, header.messageType(), reason(code(message)), size);
        }
    }

    private static int code(MqttMessage message) {
        if (message.variableHeader() instanceof MqttConnAckVariableHeader connack) {
            int code = connack.connectReturnCode().byteValue() & 0xFF;
            return ReasonCodes.isError(code) ? code : ReasonCodes.ofConnectReturnCode(code);
        }
        return message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? header.reasonCode() & 0xFF : 0;
    }

    private static String identifier(int packetId) {
        return packetId > 0 ? " id " + packetId : "";
    }

    private static String reason(int reasonCode) {
        return reasonCode > 0 ? " " + ReasonCodes.describe(reasonCode) : "";
    }
}
