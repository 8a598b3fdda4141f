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

import java.util.ArrayList;
import java.util.List;

import static io.github.camelmqttx.testbed.RawPackets.bytes;
import static io.github.camelmqttx.testbed.RawPackets.join;
import static io.github.camelmqttx.testbed.RawPackets.packet;
import static io.github.camelmqttx.testbed.RawPackets.publish;
import static io.github.camelmqttx.testbed.RawPackets.text;
import static io.github.camelmqttx.testbed.RawPackets.two;

/**
 * Something that no server may send on an established connection, after which a client has to close it.
 *
 * @param name    the rule that it breaks
 * @param content a whole packet, or as much of it as proves the breach
 */
public record ForbiddenPacket(String name, byte[] content) {

    private static final byte[] PAYLOAD = { 'x' };
    private static final int MQTT_5 = 5;

    /** All of them for this protocol level. */
    public static List<ForbiddenPacket> of(int version) {
        List<ForbiddenPacket> all = new ArrayList<>();
        wrongDirection(version, all);
        wrongHeader(all);
        wrongIdentifier(version, all);
        wrongTopic(version, all);
        wrongLength(all);
        if (version == MQTT_5) {
            wrongProperty(all);
            wrongCode(all);
        } else {
            all.add(new ForbiddenPacket("DISCONNECT to a client of MQTT 3", bytes(0xE0, 0)));
            all.add(new ForbiddenPacket("PUBACK with a third byte", bytes(0x40, 3, 0, 1, 0)));
            all.add(new ForbiddenPacket("UNSUBACK with a third byte", bytes(0xB0, 3, 0, 1, 0)));
            all.add(new ForbiddenPacket("[MQTT-3.9.3-2] SUBACK with return code 3", bytes(0x90, 3, 0, 1, 3)));
        }
        return all;
    }

    private static void wrongDirection(int version, List<ForbiddenPacket> all) {
        byte[] none = version == MQTT_5 ? bytes(0) : bytes();
        all.add(new ForbiddenPacket("packet type 0", bytes(0x00, 0)));
        all.add(new ForbiddenPacket(
                "CONNECT", packet(0x10, text("MQTT"), bytes(version, 2, 0, 0), none, text("a"))));
        all.add(new ForbiddenPacket("second CONNACK", RawPackets.connAck(version, 0, false)));
        all.add(new ForbiddenPacket("SUBSCRIBE", packet(0x82, two(1), none, text("a"), bytes(0))));
        all.add(new ForbiddenPacket("UNSUBSCRIBE", packet(0xA2, two(1), none, text("a"))));
        all.add(new ForbiddenPacket("PINGREQ", packet(0xC0)));
        all.add(new ForbiddenPacket("AUTH", RawPackets.auth(0x18)));
    }

    private static void wrongHeader(List<ForbiddenPacket> all) {
        all.add(new ForbiddenPacket("PUBACK with flags", bytes(0x41, 2, 0, 1)));
        all.add(new ForbiddenPacket("PUBREC with flags", bytes(0x52, 2, 0, 1)));
        all.add(new ForbiddenPacket("PUBREL without its flags", bytes(0x60, 2, 0, 1)));
        all.add(new ForbiddenPacket("PUBCOMP with flags", bytes(0x74, 2, 0, 1)));
        all.add(new ForbiddenPacket("PINGRESP with flags", bytes(0xD8, 0)));
        all.add(new ForbiddenPacket("PINGRESP with a body", bytes(0xD0, 1, 0)));
    }

    private static void wrongIdentifier(int version, List<ForbiddenPacket> all) {
        byte[] none = version == MQTT_5 ? bytes(0) : bytes();
        for (PacketType type : List.of(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP)) {
            all.add(new ForbiddenPacket(type + " with Packet Identifier 0", RawPackets.reply(version, type, 0, 0)));
        }
        all.add(new ForbiddenPacket("SUBACK with Packet Identifier 0", packet(0x90, two(0), none, bytes(0))));
        all.add(new ForbiddenPacket("SUBACK that nobody asked for", packet(0x90, two(60_000), none, bytes(0))));
        all.add(new ForbiddenPacket("UNSUBACK that nobody asked for", packet(0xB0, two(60_001), none, none)));
        all.add(new ForbiddenPacket("PUBLISH with Packet Identifier 0", publish(version, 2, "in/a", 0, PAYLOAD)));
        all.add(new ForbiddenPacket("[MQTT-3.3.1-4] PUBLISH of QoS 3", publish(version, 6, "in/a", 1, PAYLOAD)));
    }

    private static void wrongTopic(int version, List<ForbiddenPacket> all) {
        byte[] none = version == MQTT_5 ? bytes(0) : bytes();
        all.add(new ForbiddenPacket("[MQTT-3.3.2-2] PUBLISH to a wildcard", publish(version, 0, "in/#", 0, PAYLOAD)));
        all.add(new ForbiddenPacket("PUBLISH to a wildcard for one level", publish(version, 0, "in/+", 0, PAYLOAD)));
        all.add(new ForbiddenPacket("[MQTT-1.5.4-2] PUBLISH with NUL in its topic", publish(version, 0, "in/\0", 0, PAYLOAD)));
        all.add(new ForbiddenPacket("PUBLISH without Topic Name", publish(version, 0, "", 0, PAYLOAD)));
        all.add(new ForbiddenPacket("PUBLISH whose topic is longer than the packet", packet(0x30, two(9), bytes('a'))));
        all.add(new ForbiddenPacket(
                "[MQTT-1.5.4-1] PUBLISH whose topic is not UTF-8", packet(0x30, two(4), bytes('i', 0xC0, 0x80, 'n'), none)));
    }

    private static void wrongLength(List<ForbiddenPacket> all) {
        all.add(new ForbiddenPacket("PUBACK of one byte", bytes(0x40, 1, 0)));
        all.add(new ForbiddenPacket("PUBREL without Packet Identifier", bytes(0x62, 0)));
        all.add(new ForbiddenPacket("SUBACK without Packet Identifier", bytes(0x90, 0)));
        all.add(new ForbiddenPacket("[MQTT-1.5.5-1] length of five bytes", bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01)));
        all.add(new ForbiddenPacket("packet of 256 MiB", bytes(0x30, 0xFF, 0xFF, 0xFF, 0x7F)));
    }

    private static void wrongProperty(List<ForbiddenPacket> all) {
        all.add(property("Topic Alias 0", bytes(0x23, 0, 0)));
        all.add(property("[MQTT-3.3.2-9] Topic Alias above the maximum", bytes(0x23, 0, 7)));
        all.add(new ForbiddenPacket("unknown Topic Alias", publish(MQTT_5, 0, "", 0, PAYLOAD, bytes(0x23, 0, 9))));
        all.add(property("unknown property", bytes(0x7F, 0)));
        all.add(property("property of another packet", bytes(0x13, 0, 9)));
        all.add(property("Subscription Identifier 0", bytes(0x0B, 0)));
        all.add(property("Payload Format Indicator 2", bytes(0x01, 2)));
        all.add(property("Content Type twice", join(bytes(0x03), text("a"), bytes(0x03), text("b"))));
        all.add(property("Message Expiry Interval of two bytes", bytes(0x02, 0, 1)));
        all.add(property("Correlation Data of 65535 bytes that are not there", bytes(0x09, 0xFF, 0xFF, 1)));
        all.add(property("User Property whose value is not there", join(bytes(0x26), text("name"), two(60_000))));
        all.add(new ForbiddenPacket(
                "properties longer than the packet", packet(0x30, text("in/a"), RawPackets.variable(268_435_455), PAYLOAD)));
        all.add(new ForbiddenPacket(
                "property length of five bytes",
                packet(0x30, text("in/a"), bytes(0x80, 0x80, 0x80, 0x80, 0x01, 'x', 'x', 'x'))));
        all.add(new ForbiddenPacket("PUBLISH without property length", packet(0x30, text("in/a"))));
        all.add(new ForbiddenPacket("PUBACK with bytes behind its properties", bytes(0x40, 5, 0, 1, 0, 0, 9)));
    }

    private static void wrongCode(List<ForbiddenPacket> all) {
        all.add(new ForbiddenPacket("[MQTT-3.4.2-1] PUBACK with Reason Code 0x05", bytes(0x40, 4, 0, 1, 0x05, 0)));
        all.add(new ForbiddenPacket("[MQTT-3.5.2-1] PUBREC with Reason Code 0x01", bytes(0x50, 3, 0, 1, 0x01)));
        all.add(new ForbiddenPacket("[MQTT-3.7.2-1] PUBCOMP with Reason Code 0x10", bytes(0x70, 3, 0, 1, 0x10)));
        all.add(new ForbiddenPacket("[MQTT-3.9.3-2] SUBACK with Reason Code 0x03", bytes(0x90, 4, 0, 1, 0, 3)));
    }

    private static ForbiddenPacket property(String name, byte[] property) {
        return new ForbiddenPacket(name, publish(MQTT_5, 0, "in/a", 0, PAYLOAD, property));
    }

    @Override
    public String toString() {
        return name;
    }
}
