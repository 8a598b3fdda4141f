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

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;

/**
 * A packet that a {@link ScriptedBroker} got.
 *
 * @param type    its type
 * @param message the packet as decoded; its payload is on the heap and need not be released
 * @param nanos   {@link System#nanoTime()} when it arrived
 */
public record ReceivedPacket(PacketType type, MqttMessage message, long nanos) {

    /** Copies what would have to be released. */
    public static ReceivedPacket of(MqttMessage message) {
        MqttMessage kept = message instanceof MqttPublishMessage publish
                ? new MqttPublishMessage(
                        publish.fixedHeader(), publish.variableHeader(),
                        Unpooled.wrappedBuffer(ByteBufUtil.getBytes(publish.payload())))
                : message;
        PacketType type = PacketType.valueOf(message.fixedHeader().messageType().name());
        return new ReceivedPacket(type, kept, System.nanoTime());
    }

    /** The packet with its own class. */
    public <T extends MqttMessage> T as(Class<T> packetClass) {
        return packetClass.cast(message);
    }

    /** Packet Identifier; 0 if it has none. */
    public int packetId() {
        if (message instanceof MqttPublishMessage publish) {
            return Math.max(0, publish.variableHeader().packetId());
        }
        return message.variableHeader() instanceof MqttMessageIdVariableHeader header ? header.messageId() : 0;
    }

    /** QoS of a PUBLISH. */
    public int qos() {
        return message.fixedHeader().qosLevel().value();
    }

    /** DUP of a PUBLISH. */
    public boolean isDuplicate() {
        return message.fixedHeader().isDup();
    }

    /** Topic Name of a PUBLISH. */
    public String topic() {
        return as(MqttPublishMessage.class).variableHeader().topicName();
    }

    /** Payload of a PUBLISH as UTF-8. */
    public String text() {
        return as(MqttPublishMessage.class).payload().toString(StandardCharsets.UTF_8);
    }

    /** Reason Code of an acknowledgement of a PUBLISH, a DISCONNECT or an AUTH; 0 if it carries none. */
    public int reasonCode() {
        if (message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply) {
            return reply.reasonCode() & 0xFF;
        }
        return message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? header.reasonCode() & 0xFF : 0;
    }

    @Override
    public String toString() {
        return type + (packetId() == 0 ? "" : " " + packetId());
    }
}
