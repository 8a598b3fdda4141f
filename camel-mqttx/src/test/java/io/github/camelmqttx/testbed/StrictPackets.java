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

import org.jspecify.annotations.Nullable;

/**
 * Judges packets that a server sends by the letter of the specification, independently of any codec. Pure. What a
 * session would have to be known for (Packet Identifiers that are not in use, answers of the wrong kind) it does not
 * judge.
 */
public final class StrictPackets {

    private static final int MQTT_5 = 5;

    private StrictPackets() {
    }

    /**
     * What is wrong with a whole packet, or null if nothing is.
     *
     * @param version 3, 4 or 5
     * @param first   whether it is the first one on its connection, which has to be CONNACK
     */
    public static @Nullable String violation(int version, byte[] packet, boolean first) {
        PacketType type = PacketType.ofFirstByte(packet[0] & 0xFF);
        int flags = packet[0] & 0x0F;
        PacketReader body = PacketReader.ofBody(packet);
        try {
            if (first != (type == PacketType.CONNACK)) {
                return first ? type + " before CONNACK" : "second CONNACK";
            }
            if (type != PacketType.PUBLISH && flags != (type == PacketType.PUBREL ? 2 : 0)) {
                return type + " with flags " + flags;
            }
            String found = switch (type) {
                case CONNACK -> connAck(version, body);
                case PUBLISH -> publish(version, flags, body);
                case PUBACK, PUBREC, PUBREL, PUBCOMP -> reply(version, type, body);
                case SUBACK -> subAck(version, body);
                case UNSUBACK -> unsubAck(version, body);
                case PINGRESP -> null;
                case DISCONNECT -> disconnect(version, body);
                default -> type + " from a server";
            };
            return found == null && body.hasMore() ? type + " with bytes at its end" : found;
        } catch (MalformedPacketException e) {
            return type + ": " + e.getMessage();
        }
    }

    private static @Nullable String connAck(int version, PacketReader body) {
        int acknowledgeFlags = body.one();
        int code = body.one();
        if (version > 3 && (acknowledgeFlags & 0xFE) != 0) {
            return "CONNACK with reserved flags";
        }
        if (version == MQTT_5) {
            StrictProperties.check(PacketType.CONNACK, body);
        } else if (code > 5) {
            return "CONNACK with return code " + code;
        }
        return null;
    }

    private static @Nullable String publish(int version, int flags, PacketReader body) {
        int qos = flags >> 1 & 3;
        if (qos == 3) {
            return "PUBLISH of QoS 3";
        }
        String topic = body.text();
        if (topic.isEmpty() || topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
            return "PUBLISH to an invalid topic";
        }
        if (qos > 0 && body.two() == 0) {
            return "PUBLISH with Packet Identifier 0";
        }
        if (version == MQTT_5) {
            StrictProperties.check(PacketType.PUBLISH, body);
        }
        body.rest();
        return null;
    }

    private static @Nullable String reply(int version, PacketType type, PacketReader body) {
        if (body.two() == 0) {
            return type + " with Packet Identifier 0";
        }
        if (version == MQTT_5 && body.hasMore()) {
            int code = body.one();
            boolean withMatching = type == PacketType.PUBACK || type == PacketType.PUBREC;
            if (code > 0 && code < 0x80 && !(withMatching && code == 0x10)) {
                return type + " with Reason Code " + code;
            }
            if (body.hasMore()) {
                StrictProperties.check(type, body);
            }
        }
        return null;
    }

    private static @Nullable String subAck(int version, PacketReader body) {
        if (body.two() == 0) {
            return "SUBACK with Packet Identifier 0";
        }
        if (version == MQTT_5) {
            StrictProperties.check(PacketType.SUBACK, body);
        }
        if (!body.hasMore()) {
            return "SUBACK without Reason Code";
        }
        while (body.hasMore()) {
            int code = body.one();
            if (code > 2 && (version == MQTT_5 ? code < 0x80 : code != 0x80)) {
                return "SUBACK with Reason Code " + code;
            }
        }
        return null;
    }

    private static @Nullable String unsubAck(int version, PacketReader body) {
        if (body.two() == 0) {
            return "UNSUBACK with Packet Identifier 0";
        }
        if (version == MQTT_5) {
            StrictProperties.check(PacketType.UNSUBACK, body);
            body.rest();
        }
        return null;
    }

    private static @Nullable String disconnect(int version, PacketReader body) {
        if (version != MQTT_5) {
            return "DISCONNECT from a server";
        }
        if (body.hasMore()) {
            body.one();
        }
        if (body.hasMore()) {
            StrictProperties.check(PacketType.DISCONNECT, body);
        }
        return null;
    }

    /**
     * Text that a decoder of the JDK replaces by text of the same length (a surrogate, a truncated sequence of four
     * bytes) is let pass: a client that gets its text from such a decoder has no means to see it.
     *
     * @throws MalformedPacketException if these bytes are no UTF-8 or have NUL in it
     */
    static String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(0) >= 0) {
            throw new MalformedPacketException("NUL in a text");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length != bytes.length) {
            throw new MalformedPacketException("text that is not UTF-8");
        }
        return text;
    }
}
