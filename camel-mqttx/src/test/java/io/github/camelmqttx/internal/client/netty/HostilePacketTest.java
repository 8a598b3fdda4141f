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

import java.util.List;
import java.util.stream.Stream;

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.testbed.ForbiddenPacket;
import io.github.camelmqttx.testbed.RawPackets;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Bytes a broker must not send. Spec: 5.0 section 4.13, [MQTT-4.13.1-1]. */
class HostilePacketTest {

    private final EngineFixture engine = new EngineFixture();

    private static int[] bytes(int... values) {
        return values;
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                arguments("CONNECT", bytes(0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'a')),
                arguments("second CONNACK", bytes(0x20, 2, 0, 0)),
                arguments("SUBSCRIBE", bytes(0x82, 6, 0, 1, 0, 1, 'a', 0)),
                arguments("UNSUBSCRIBE", bytes(0xA2, 5, 0, 1, 0, 1, 'a')),
                arguments("PINGREQ", bytes(0xC0, 0)),
                arguments("DISCONNECT to a client of 3.1.1", bytes(0xE0, 0)));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("packet type 0", bytes(0x00, 0)),
                arguments("[MQTT-3.3.1-4] PUBLISH of QoS 3", bytes(0x36, 5, 0, 1, 'a', 0, 1)),
                arguments("[MQTT-2.2.1-2] PUBLISH with Packet Identifier 0", bytes(0x32, 5, 0, 1, 'a', 0, 0)),
                arguments("[MQTT-3.3.2-2] PUBLISH to a wildcard", bytes(0x30, 3, 0, 1, '#')),
                arguments("[MQTT-1.5.4-2] PUBLISH with NUL in its topic", bytes(0x30, 4, 0, 2, 'a', 0)),
                arguments("PUBLISH whose topic is longer than the packet", bytes(0x30, 3, 0, 9, 'a', 'b', 'c', 'd', 'e', 'f')),
                arguments("PUBACK with flags", bytes(0x43, 2, 0, 1)),
                arguments("PUBREL without its flags", bytes(0x60, 2, 0, 1)),
                arguments("PUBACK that is too long", bytes(0x40, 3, 0, 1, 0)),
                arguments("PUBACK with Packet Identifier 0", bytes(0x40, 2, 0, 0)),
                arguments("[MQTT-1.5.5-1] length of five bytes", bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01)));
    }

    private Disconnection reason() {
        assertThat(engine.listener.disconnected).hasSize(1);
        return engine.listener.disconnected.get(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({ "forbidden", "malformed" })
    @DisplayName("F28 MQTT 3.1.1: what a broker must not send closes the connection, with a reason, without DISCONNECT")
    void packet_isNotAllowed_mqtt311_closes(String name, int[] bytes) {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_3_1_1), false);

        engine.sendRaw(bytes);

        assertThat(reason().kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(reason().message()).startsWith("tcp://a.example:1883 sent ");
        assertThat(engine.sent()).isEmpty();
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.listener.received).isEmpty();
    }

    static Stream<Arguments> notAllowedInMqtt5() {
        return Stream.of(
                arguments("SUBSCRIBE", "DISCONNECT 0x82", bytes(0x82, 7, 0, 1, 0, 0, 1, 'a', 0)),
                arguments("PINGREQ", "DISCONNECT 0x82", bytes(0xC0, 0)),
                arguments("[MQTT-4.12.0-6] AUTH", "DISCONNECT 0x82", bytes(0xF0, 2, 0x18, 0)),
                arguments("PUBLISH of QoS 3", "DISCONNECT 0x81", bytes(0x36, 6, 0, 1, 'a', 0, 1, 0)),
                arguments("unknown property", "DISCONNECT 0x81", bytes(0x30, 6, 0, 1, 'a', 2, 0x7F, 0)),
                arguments("[MQTT-3.3.2-2] PUBLISH to a wildcard", "DISCONNECT 0x81", bytes(0x30, 4, 0, 1, '+', 0)),
                arguments("[MQTT-3.3.2-9] Topic Alias above our maximum of 0", "DISCONNECT 0x94",
                        bytes(0x30, 7, 0, 1, 'a', 3, 0x23, 0, 1)),
                arguments("[3.3.4] PUBLISH without Topic Name", "DISCONNECT 0x82", bytes(0x30, 3, 0, 0, 0)),
                arguments("[3.3.2.3.8] Subscription Identifier 0", "DISCONNECT 0x82", bytes(0x30, 6, 0, 1, 'a', 2, 0x0B, 0)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("notAllowedInMqtt5")
    @DisplayName("F28 [MQTT-4.13.1-1] MQTT 5.0: DISCONNECT says which rule was broken")
    void packet_isNotAllowed_mqtt5_disconnect(String name, String packet, int[] bytes) {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false);

        engine.sendRaw(bytes);

        assertThat(engine.sent()).containsExactly(packet);
        assertThat(reason().kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(engine.listener.received).isEmpty();
    }

    @Test
    @DisplayName("F28 F22 [MQTT-3.1.2-24] a packet above maximumPacketSize is refused by its length, before it is collected")
    void packet_isTooLarge_isRefusedByItsLength() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(10, 1_000, 10), false);

        engine.sendRaw(0x30, 0xE6);
        assertThat(engine.listener.disconnected).isEmpty();
        engine.sendRaw(0x07);

        assertThat(engine.sent()).containsExactly("DISCONNECT 0x95");
        assertThat(reason().message()).contains("1001 bytes").contains("maximumPacketSize");
    }

    @Test
    @DisplayName("F22 a packet of exactly maximumPacketSize is taken, in one piece or byte by byte")
    void packet_isAtTheLimit_isTaken() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_3_1_1).limits(10, 1_000, 10), false);
        int[] packet = new int[1_000];
        packet[0] = 0x30;
        packet[1] = 0xE5;
        packet[2] = 0x07;
        packet[4] = 1;
        packet[5] = 'a';

        engine.sendRaw(packet);
        for (int value : packet) {
            engine.sendRaw(value);
        }

        assertThat(engine.listener.received).extracting(m -> m.payload().length).containsExactly(994, 994);
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("F28 what came before the offending packet in the same read is delivered")
    void packets_comeBeforeTheOffendingOne_areDelivered() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_3_1_1).limits(10, 1_000, 10), false);

        engine.sendRaw(0x30, 3, 0, 1, 'a', 0x30, 3, 0, 1, 'b', 0x30, 0xFF, 0xFF, 0x7F, 0, 1, 'c');

        assertThat(engine.listener.log)
                .isEqualTo(List.of("connected 1", "received a id 0", "received b id 0", "disconnected 1"));
    }

    @Test
    @DisplayName("F28 nothing is taken from a connection that broke the protocol")
    void packets_comeAfterTheOffendingOne_areDropped() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false);

        engine.sendRaw(0xC0, 0, 0x30, 4, 0, 1, 'a', 0);

        assertThat(engine.listener.received).isEmpty();
        assertThat(engine.listener.disconnected).hasSize(1);
    }

    @Test
    @DisplayName("F28 a malformed CONNACK fails the attempt")
    void connack_isMalformed_attemptFails() {
        engine.connecting(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_3_1_1));

        engine.sendRaw(0x20, 2, 0, 77);

        assertThat(engine.listener.connectFailed).hasSize(1);
        assertThat(engine.listener.connectFailed.get(0).exception()).hasMessageContaining("77");
    }

    @Test
    @DisplayName("F28 control characters in what the broker says do not reach the log")
    void reasonString_hasControlCharacters_areReplaced() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false);
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addText(properties, PropertyIds.REASON_STRING, "a\u001b[31m\nb" + "x".repeat(1_000));

        engine.disconnect(0x80, properties);

        assertThat(reason().message()).doesNotContain("\u001b").doesNotContain("\n").hasSizeLessThan(400);
    }

    static Stream<Arguments> everythingForbidden() {
        return Stream.of(ProtocolVersion.MQTT_3_1_1, ProtocolVersion.MQTT_5).flatMap(
                version -> ForbiddenPacket.of(version == ProtocolVersion.MQTT_5 ? 5 : 4).stream()
                        .map(packet -> arguments(version, packet)));
    }

    @ParameterizedTest(name = "MQTT {0}: {1}")
    @MethodSource("everythingForbidden")
    @DisplayName("F28 a forbidden packet closes the connection, and packets behind it count for nothing")
    void packet_isForbidden_closes(ProtocolVersion version, ForbiddenPacket forbidden) {
        engine.connect(Requests.to(Requests.BROKER, version), false);
        OutgoingMessage message = Requests.message("out", 1);
        engine.client.publish(message);
        engine.client.flush();
        engine.sent();

        int id = message.packetId();
        engine.sendRaw(unsigned(RawPackets.join(forbidden.content(), RawPackets.bytes(0x40, 2, id >> 8, id))));

        assertThat(reason().kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.listener.published).isEmpty();
        assertThat(engine.listener.received).isEmpty();
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }

    @Test
    @DisplayName("F28 [MQTT-3.2.2-1] a CONNACK with reserved flags fails the attempt")
    void connack_hasReservedFlags_attemptFails() {
        engine.connecting(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5));

        engine.sendRaw(0x20, 3, 2, 0, 0);

        assertThat(engine.listener.connected).isEmpty();
        assertThat(engine.listener.connectFailed).hasSize(1);
        assertThat(engine.listener.connectFailed.get(0).exception()).hasMessageContaining("reserved flags");
    }

    @Test
    @DisplayName("F28 F22 what a length claims is not allocated before it has come")
    void packet_claimsMuch_littleIsAllocated() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false);
        UnpooledByteBufAllocator allocator = (UnpooledByteBufAllocator) engine.channel.alloc();
        long before = allocator.metric().usedHeapMemory();

        engine.sendRaw(0x30, 0xD8, 0xFC, 0x3C, 0, 1, 'a', 0xB0, 0xB6, 0x3C, 0x26, 0xFF, 0xFF, 'x');

        assertThat(engine.listener.disconnected).isEmpty();
        assertThat(allocator.metric().usedHeapMemory() - before).isLessThan(1_024);
    }

    @ParameterizedTest
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1", "MQTT_3_1_1", "MQTT_5" })
    @DisplayName("F20 F28 [MQTT-4.3.3-10] a QoS 2 PUBLISH is delivered once until PUBREL, also if it comes again without DUP")
    void publish_qos2ComesAgainWithoutDup_isDeliveredOnce(ProtocolVersion version) {
        engine.connect(Requests.to(Requests.BROKER, version), false);

        engine.publish("a", 2, 7);
        engine.publish("a", 2, 7);
        engine.client.acknowledge(engine.listener.received.get(0));
        engine.client.flush();
        engine.publish("a", 2, 7);

        assertThat(engine.listener.received).hasSize(1);
        assertThat(engine.sent()).containsExactly("PUBREC 7", "PUBREC 7");
        engine.pubrel(7);
        engine.publish("a", 2, 7);
        assertThat(engine.listener.received).as("a new cycle after PUBREL").hasSize(2);
    }
}
