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
package io.github.camelmqttx.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a broker has seen of a client, and what the application has, in a form that does not depend on Packet
 * Identifiers. Lists of their own have what may come at any moment between other things.
 *
 * @param packets   the packets of all connections but PINGREQ and those of the other lists
 * @param answers   SUBSCRIBE, PUBREC and PUBCOMP, each in its order; PUBACK too, where it does not wait for a route
 * @param routed    what routes got, each QoS in its order
 * @param published how publishes ended
 */
record Trace(List<String> packets, Map<String, List<String>> answers, Map<String, List<String>> routed,
        List<String> published) {

    /** Where this is in the text of a PUBLISH, it has DUP. */
    private static final String DUPLICATE = " dup";

    /**
     * @param delivered   by Packet Identifier, what the broker has sent
     * @param independent packets of these types make lists of their own
     */
    static Trace of(
            ScriptedBroker broker, Map<Integer, String> delivered, Set<PacketType> independent, List<Received> routed,
            List<String> published) {
        List<String> packets = new ArrayList<>();
        Map<String, List<String>> answers = new TreeMap<>();
        Map<Integer, String> identifiers = new HashMap<>();
        for (ScriptedConnection connection : broker.connections()) {
            for (ReceivedPacket packet : connection.received()) {
                if (packet.type() == PacketType.PUBLISH && packet.qos() > 0) {
                    identifiers.put(packet.packetId(), packet.topic());
                }
                List<String> list = independent.contains(packet.type())
                        ? answers.computeIfAbsent(packet.type().name(), type -> new ArrayList<>()) : packets;
                if (packet.type() != PacketType.PINGREQ) {
                    list.add(text(packet, delivered, identifiers));
                }
            }
        }
        Map<String, List<String>> byQos = new TreeMap<>();
        for (Received one : routed) {
            Map<String, Object> headers = new TreeMap<>(one.headers());
            headers.remove(MqttxConstants.MESSAGE_ID);
            byQos.computeIfAbsent("QoS " + one.qos(), qos -> new ArrayList<>()).add(one + " " + headers);
        }
        return new Trace(packets, answers, byQos, published);
    }

    /** Without what may differ. */
    Trace comparable(DriverTraits traits) {
        List<String> sent = traits.repeatsAsSpecified()
                ? packets : packets.stream()
                        .map(line -> line.replace(" qos 1" + DUPLICATE, " qos 1"))
                        .toList();
        Map<String, List<String>> got = new TreeMap<>();
        routed.forEach((qos, all) -> got.put(qos, traits.seesDuplicates() ? all : all.stream().distinct().toList()));
        return new Trace(sent, answers, got, published);
    }

    private static String text(ReceivedPacket packet, Map<Integer, String> delivered, Map<Integer, String> published) {
        return packet.type() + " " + switch (packet.type()) {
            case CONNECT -> connect(packet.as(MqttConnectMessage.class));
            case SUBSCRIBE -> packet.as(MqttSubscribeMessage.class).payload().topicSubscriptions().toString();
            case PUBLISH -> publish(packet);
            case PUBACK, PUBREC, PUBCOMP -> "of " + delivered.get(packet.packetId()) + " code " + packet.reasonCode();
            case PUBREL -> "of " + published.get(packet.packetId()) + " code " + packet.reasonCode();
            default -> "code " + packet.reasonCode();
        };
    }

    private static String connect(MqttConnectMessage connect) {
        var header = connect.variableHeader();
        var payload = connect.payload();
        return header.name() + " " + header.version() + " id " + payload.clientIdentifier() + " clean "
               + header.isCleanSession() + " keep alive " + header.keepAliveTimeSeconds() + " user " + payload.userName() + "/"
               + new String(payload.passwordInBytes(), UTF_8) + " will " + payload.willTopic() + "="
               + new String(payload.willMessageInBytes(), UTF_8) + " qos " + header.willQos() + " retained "
               + header.isWillRetain() + " " + properties(payload.willProperties()) + properties(header.properties());
    }

    private static String publish(ReceivedPacket packet) {
        MqttPublishMessage publish = packet.as(MqttPublishMessage.class);
        return packet.topic() + " qos " + packet.qos() + (packet.isDuplicate() ? DUPLICATE : "")
               + (publish.fixedHeader().isRetain() ? " retained" : "") + " '" + packet.text() + "' "
               + properties(publish.variableHeader().properties());
    }

    /** Sorted by identifier: their order means nothing. */
    private static List<String> properties(MqttProperties properties) {
        return properties.listAll().stream().map(one -> String.format("%02x=%s", one.propertyId(), value(one))).sorted()
                .toList();
    }

    private static Object value(MqttProperties.MqttProperty<?> property) {
        if (property instanceof MqttProperties.UserProperties user) {
            return user.value().stream().map(pair -> pair.key + ":" + pair.value).toList();
        }
        return property.value() instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : property.value();
    }
}
