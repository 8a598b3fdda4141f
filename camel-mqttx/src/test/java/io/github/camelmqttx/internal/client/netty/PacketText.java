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

import java.util.stream.Collectors;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;

/** Writes a packet in short words, for example {@code PUBLISH a/b q1 id 7 DUP} or {@code PUBCOMP 7 0x92}. */
final class PacketText {

    private PacketText() {
    }

    static String of(MqttMessage packet) {
        MqttFixedHeader header = packet.fixedHeader();
        MqttMessageType type = header.messageType();
        if (packet instanceof MqttPublishMessage publish) {
            int qos = header.qosLevel().value();
            return "PUBLISH " + publish.variableHeader().topicName() + " q" + qos
                   + (qos == 0 ? "" : " id " + publish.variableHeader().packetId()) + (header.isDup() ? " DUP" : "")
                   + (header.isRetain() ? " RETAIN" : "");
        }
        if (packet instanceof MqttSubscribeMessage subscribe) {
            return "SUBSCRIBE " + subscribe.variableHeader().messageId() + " " + subscribe.payload().topicSubscriptions()
                    .stream().map(s -> s.topicFilter() + ":" + s.option().qos().value()).collect(Collectors.joining(","));
        }
        if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            return "UNSUBSCRIBE " + unsubscribe.variableHeader().messageId() + " "
                   + String.join(",", unsubscribe.payload().topics());
        }
        return type + details(packet);
    }

    private static String details(MqttMessage packet) {
        if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply) {
            return " " + reply.messageId() + code(reply.reasonCode());
        }
        if (packet.variableHeader() instanceof MqttMessageIdVariableHeader reply) {
            return " " + reply.messageId();
        }
        return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader reason
                ? code(reason.reasonCode()) : "";
    }

    private static String code(byte reasonCode) {
        return reasonCode == 0 ? "" : String.format(" 0x%02X", reasonCode);
    }
}
