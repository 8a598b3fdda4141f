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

import java.util.Arrays;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;

/** What a {@link ScriptedBroker} answers without a script: everything is granted and nothing routed. Thread-safe. */
final class DefaultAnswers implements PacketHandler {

    private volatile boolean sessionPresent;
    private volatile MqttProperties connAckProperties = new MqttProperties();

    void sessionPresent(boolean present) {
        sessionPresent = present;
    }

    synchronized void connAckProperty(MqttProperties.MqttProperty<?> property) {
        MqttProperties copy = new MqttProperties();
        connAckProperties.listAll().forEach(copy::add);
        copy.add(property);
        connAckProperties = copy;
    }

    @Override
    public void handle(ScriptedConnection connection, ReceivedPacket packet) {
        int id = packet.packetId();
        switch (packet.type()) {
            case CONNECT -> connection.send(Packets.connAck(0, sessionPresent, connAckProperties));
            case SUBSCRIBE -> connection.send(Packets.subAck(id, grantedQos(packet)));
            case UNSUBSCRIBE -> connection.send(Packets.unsubAck(id,
                    new int[packet.as(MqttUnsubscribeMessage.class).payload().topics().size()]));
            case PUBLISH -> acknowledge(connection, packet, 0);
            case PUBREC -> connection.send(Packets.pubRel(id, 0));
            case PUBREL -> connection.send(Packets.pubComp(id, 0));
            case PINGREQ -> connection.send(Packets.pingResp());
            case DISCONNECT -> connection.close();
            default -> {
                // PUBACK and PUBCOMP end an exchange; AUTH needs a script
            }
        }
    }

    static void acknowledge(ScriptedConnection connection, ReceivedPacket publish, int reasonCode) {
        if (publish.qos() > 0) {
            MqttMessage reply = publish.qos() == 1
                    ? Packets.pubAck(publish.packetId(), reasonCode) : Packets.pubRec(publish.packetId(), reasonCode);
            connection.send(reply);
        }
    }

    private static int[] grantedQos(ReceivedPacket packet) {
        return packet.as(MqttSubscribeMessage.class).payload().topicSubscriptions().stream()
                .mapToInt(DefaultAnswers::requestedQos).toArray();
    }

    private static int requestedQos(MqttTopicSubscription subscription) {
        return subscription.option().qos().value();
    }

    /** As many times the same code as the SUBSCRIBE has Topic Filters. */
    static int[] sameForAll(ReceivedPacket subscribe, int code) {
        int[] codes = new int[subscribe.as(MqttSubscribeMessage.class).payload().topicSubscriptions().size()];
        Arrays.fill(codes, code);
        return codes;
    }
}
