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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Packets that a server sends, as bytes, written by hand: nothing keeps a test from making illegal ones. The version is
 * the protocol level: 3 (MQTT 3.1), 4 (3.1.1) or 5 (5.0).
 */
public final class RawPackets {

    private static final byte[] NOTHING = {};
    private static final int MQTT_5 = 5;

    private RawPackets() {
    }

    /** Bytes given as numbers. */
    public static byte[] bytes(int... values) {
        byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (byte) values[i];
        }
        return result;
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** A Variable Byte Integer. */
    public static byte[] variable(long value) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        long left = value;
        do {
            encoded.write((int) (left & 0x7F | (left > 0x7F ? 0x80 : 0)));
            left >>>= 7;
        } while (left > 0);
        return encoded.toByteArray();
    }

    /** A Two Byte Integer. */
    public static byte[] two(int value) {
        return bytes(value >> 8, value);
    }

    /** A UTF-8 Encoded String with its length. */
    public static byte[] text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return join(two(encoded.length), encoded);
    }

    /** A packet with the right Remaining Length. */
    public static byte[] packet(int firstByte, byte[]... parts) {
        byte[] body = join(parts);
        return join(bytes(firstByte), variable(body.length), body);
    }

    /** Properties with their length; nothing before MQTT 5. */
    public static byte[] properties(int version, byte[]... properties) {
        byte[] all = join(properties);
        return version == MQTT_5 ? join(variable(all.length), all) : NOTHING;
    }

    public static byte[] connAck(int version, int code, boolean sessionPresent, byte[]... properties) {
        return packet(0x20, bytes(sessionPresent ? 1 : 0, code), properties(version, properties));
    }

    /** @param packetId left out with QoS 0 */
    public static byte[] publish(
            int version, int flags, String topic, int packetId, byte[] payload, byte[]... properties) {
        byte[] id = (flags >> 1 & 3) == 0 ? NOTHING : two(packetId);
        return packet(0x30 | flags, text(topic), id, properties(version, properties), payload);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP; the code is left out if it is 0 or the version has none. */
    public static byte[] reply(int version, PacketType type, int packetId, int code) {
        int firstByte = type.ordinal() << 4 | (type == PacketType.PUBREL ? 2 : 0);
        return packet(firstByte, two(packetId), version == MQTT_5 && code != 0 ? bytes(code) : NOTHING);
    }

    public static byte[] subAck(int version, int packetId, int... codes) {
        return packet(0x90, two(packetId), properties(version), bytes(codes));
    }

    /** The codes are left out before MQTT 5. */
    public static byte[] unsubAck(int version, int packetId, int... codes) {
        return packet(0xB0, two(packetId), properties(version), version == MQTT_5 ? bytes(codes) : NOTHING);
    }

    public static byte[] pingResp() {
        return packet(0xD0);
    }

    /** DISCONNECT of MQTT 5. */
    public static byte[] disconnect(int code) {
        return packet(0xE0, bytes(code, 0));
    }

    /** AUTH of MQTT 5. */
    public static byte[] auth(int code) {
        return packet(0xF0, bytes(code, 0));
    }
}
