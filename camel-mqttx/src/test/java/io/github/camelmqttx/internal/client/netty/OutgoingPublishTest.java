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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** Publishing within one connection. Spec: 5.0 sections 3.3 to 3.7 and 4.3. */
class OutgoingPublishTest {

    private final EngineFixture engine = new EngineFixture();

    private void connect(ProtocolVersion version) {
        engine.connect(Requests.to(Requests.BROKER, version), false);
    }

    private void publish(OutgoingMessage... messages) {
        for (OutgoingMessage message : messages) {
            engine.client.publish(message);
        }
        engine.client.flush();
        engine.context.runTasks();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.1-1] a QoS 0 message has no Packet Identifier and is done when its bytes are written")
    void qos0_isWritten_isPublished(ProtocolVersion version) {
        connect(version);
        OutgoingMessage message = Requests.message("a", 0);
        engine.client.publish(message);
        engine.context.runTasks();
        assertThat(engine.listener.published).isEmpty();

        engine.client.flush();

        assertThat(engine.sent()).containsExactly("PUBLISH a q0");
        assertThat(engine.listener.published).containsExactly(message);
        assertThat(engine.client.inflight()).isZero();
    }

    @Test
    @DisplayName("P4 a QoS 0 message that is not written when the connection breaks has failed, once")
    void qos0_connectionBreaksBeforeWriting_fails() {
        connect(ProtocolVersion.MQTT_5);
        engine.channel.stuck(true);
        publish(Requests.message("flushed", 0));
        engine.client.publish(Requests.message("not-flushed", 0));
        assertThat(engine.listener.published).isEmpty();

        engine.cut();

        assertThat(engine.listener.log)
                .containsExactly("connected 1", "publishFailed flushed", "publishFailed not-flushed", "disconnected 1");
        assertThat(engine.listener.publishFailures).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(MqttxConnectException.class).hasMessageContaining("tcp://a.example:1883"));
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.2-1] a QoS 1 message has an unused identifier and DUP 0, and is done with PUBACK")
    void qos1_isAcknowledged_isPublished(ProtocolVersion version) {
        connect(version);
        OutgoingMessage a = Requests.message("a", 1);
        OutgoingMessage b = Requests.message("b", 1);
        publish(a, b);
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1", "PUBLISH b q1 id 2");
        assertThat(engine.client.inflight()).isEqualTo(2);

        engine.puback(2);
        assertThat(engine.listener.published).containsExactly(b);
        engine.puback(1);

        assertThat(engine.listener.published).containsExactly(b, a);
        assertThat(a.state()).isEqualTo(OutgoingMessage.State.COMPLETE);
        assertThat(engine.client.inflight()).isZero();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.3-1] to [MQTT-4.3.3-5] a QoS 2 message goes PUBLISH, PUBREC, PUBREL, PUBCOMP")
    void qos2_isCompleted_isPublished(ProtocolVersion version) {
        connect(version);
        OutgoingMessage message = Requests.message("a", 2);
        publish(message);
        assertThat(engine.sent()).containsExactly("PUBLISH a q2 id 1");

        engine.pubrec(1);
        assertThat(engine.sent()).containsExactly("PUBREL 1");
        assertThat(engine.listener.published).isEmpty();
        engine.pubcomp(1);

        assertThat(engine.listener.published).containsExactly(message);
        assertThat(engine.client.inflight()).isZero();
    }

    @Test
    @DisplayName("[MQTT-4.3.3-4] a second PUBREC is answered by PUBREL again")
    void pubrec_isRepeated_pubrelAgain() {
        connect(ProtocolVersion.MQTT_3_1_1);
        publish(Requests.message("a", 2));
        engine.pubrec(1);
        engine.sent();

        engine.pubrec(1);

        assertThat(engine.sent()).containsExactly("PUBREL 1");
        assertThat(engine.client.inflight()).isOne();
    }

    @ParameterizedTest(name = "{0} with 0x{1}")
    @CsvSource({
            "PUBACK, 80, true", "PUBACK, 83, true", "PUBACK, 87, false", "PUBACK, 90, false", "PUBACK, 91, true",
            "PUBACK, 97, true", "PUBACK, 99, false", "PUBREC, 87, false", "PUBREC, 97, true", "PUBREC, 99, false" })
    @DisplayName("F15 M60 [MQTT-4.3.3-4] a Reason Code of 0x80 or more ends the exchange as refused and frees the identifier")
    void publish_isRefused_failsAndConnectionGoesOn(MqttMessageType type, String hexCode, boolean retryable) {
        int code = Integer.parseInt(hexCode, 16);
        connect(ProtocolVersion.MQTT_5);
        publish(Requests.message("a/b", type == MqttMessageType.PUBACK ? 1 : 2));
        engine.sent();
        MqttProperties reason = new MqttProperties();
        PropertyMapper.addText(reason, PropertyIds.REASON_STRING, "no way");

        engine.reply(type, 1, code, reason);

        assertThat(engine.sent()).isEmpty();
        assertThat(engine.listener.log).containsExactly("connected 1", "publishFailed a/b");
        assertThat(engine.listener.publishFailures).singleElement(type(MqttxPublishException.class)).satisfies(failure -> {
            assertThat(failure.getReasonCode()).isEqualTo(code);
            assertThat(failure.getTopic()).isEqualTo("a/b");
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            assertThat(failure).hasMessageContaining("tcp://a.example:1883").hasMessageContaining("a/b")
                    .hasMessageContaining(hexCode).hasMessageContaining("no way");
        });
        assertThat(engine.client.inflight()).isZero();
        assertThat(engine.client.canPublish(2)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = MqttMessageType.class, names = { "PUBACK", "PUBREC" })
    @DisplayName("Reason Code 0x10, no matching subscribers, is success")
    void publish_hasNoSubscribers_isPublished(MqttMessageType type) {
        connect(ProtocolVersion.MQTT_5);
        publish(Requests.message("a", type == MqttMessageType.PUBACK ? 1 : 2));

        engine.reply(type, 1, 0x10);
        if (type == MqttMessageType.PUBREC) {
            engine.pubcomp(1);
        }

        assertThat(engine.listener.log).containsExactly("connected 1", "published a");
    }

    @Test
    @DisplayName("PUBCOMP 0x92 outside of recovery is a failure: client and broker disagree")
    void pubcomp_identifierNotFound_fails() {
        connect(ProtocolVersion.MQTT_5);
        publish(Requests.message("a", 2));
        engine.pubrec(1);

        engine.reply(MqttMessageType.PUBCOMP, 1, 0x92);

        assertThat(engine.listener.log).containsExactly("connected 1", "publishFailed a");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("PUBREC for an unknown identifier is answered by PUBREL, 0x92 with MQTT 5.0")
    void pubrec_isUnknown_pubrel(ProtocolVersion version) {
        connect(version);

        engine.pubrec(77);

        assertThat(engine.sent()).containsExactly(version == ProtocolVersion.MQTT_5 ? "PUBREL 77 0x92" : "PUBREL 77");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = MqttMessageType.class, names = { "PUBACK", "PUBCOMP" })
    @DisplayName("PUBACK and PUBCOMP for an unknown identifier are ignored")
    void acknowledgement_isUnknown_isIgnored(MqttMessageType type) {
        connect(ProtocolVersion.MQTT_5);

        engine.reply(type, 77, 0);

        assertThat(engine.sent()).isEmpty();
        assertThat(engine.listener.log).containsExactly("connected 1");
    }

    @ParameterizedTest(name = "QoS {0} answered by {1}")
    @CsvSource({ "1, PUBREC", "1, PUBCOMP", "2, PUBACK" })
    @DisplayName("F28 an acknowledgement of another QoS is a protocol error, the message stays incomplete")
    void acknowledgement_isOfAnotherQos_isProtocolError(int qos, MqttMessageType type) {
        connect(ProtocolVersion.MQTT_5);
        publish(Requests.message("a", qos));
        engine.sent();

        engine.reply(type, 1, 0);

        assertThat(engine.sent()).containsExactly("DISCONNECT 0x82");
        assertThat(engine.listener.disconnected).singleElement().extracting(Disconnection::kind)
                .isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(engine.client.inflight()).isOne();
    }

    @Test
    @DisplayName("F15 [MQTT-3.2.2-11] [MQTT-3.2.2-14] [MQTT-3.2.2-15] what the broker never takes fails and is not sent")
    void message_exceedsLimits_failsUnsent() {
        MqttProperties limits = new MqttProperties();
        PropertyMapper.addInt(limits, PropertyIds.MAXIMUM_QOS, 1);
        PropertyMapper.addInt(limits, PropertyIds.RETAIN_AVAILABLE, 0);
        PropertyMapper.addInt(limits, PropertyIds.MAXIMUM_PACKET_SIZE, 40);
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false, limits);
        OutgoingMessage retained = new OutgoingMessage(
                "retained", new byte[0], 1, true, null, Requests.message("x", 1).callback(), OutgoingMessage.NO_DEADLINE);

        publish(Requests.message("qos", 2), retained, Requests.message("large", 1, "x".repeat(31)),
                Requests.message("fitss", 1, "x".repeat(28)));

        assertThat(engine.sent()).containsExactly("PUBLISH fitss q1 id 1");
        assertThat(engine.listener.publishFailures).extracting(e -> ((MqttxPublishException) e).getReasonCode())
                .containsExactly(0x9B, 0x9A, 0x95);
        assertThat(engine.listener.publishFailures).allSatisfy(
                e -> assertThat(((MqttxPublishException) e).isRetryable()).isFalse());
    }

    @Test
    @DisplayName("[MQTT-3.2.2-15] a packet of exactly the Maximum Packet Size is sent, one byte more is not")
    void message_isAtTheLimit_isSent() {
        MqttProperties limits = new MqttProperties();
        PropertyMapper.addInt(limits, PropertyIds.MAXIMUM_PACKET_SIZE, 200);
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false, limits);
        int overhead = 1 + 2 + 2 + 1 + 2 + 1;

        publish(Requests.message("a", 1, "x".repeat(200 - overhead)), Requests.message("b", 1, "x".repeat(201 - overhead)));

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1");
        assertThat(engine.listener.log).containsExactly("connected 1", "publishFailed b");
    }

    @Test
    @DisplayName("Publishing while not connected, or above the window, is a programming error")
    void publish_isNotAllowed_throws() {
        assertThat(engine.client.canPublish(0)).isFalse();
        assertThatThrownBy(() -> engine.client.publish(Requests.message("a", 0))).isInstanceOf(IllegalStateException.class);

        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(10, 1_000, 1), false);
        publish(Requests.message("a", 1));

        assertThat(engine.client.canPublish(0)).isTrue();
        assertThat(engine.client.canPublish(1)).isFalse();
        OutgoingMessage second = Requests.message("b", 1);
        assertThatThrownBy(() -> engine.client.publish(second)).isInstanceOf(IllegalStateException.class);
        assertThat(List.of(second.packetId(), engine.client.inflight())).containsExactly(0, 1);
    }

    @Test
    @DisplayName("F19 X01 the properties of a message go with it in MQTT 5.0, also when they are User Properties only")
    void message_hasProperties_areSent() {
        connect(ProtocolVersion.MQTT_5);
        PublishProperties full = new PublishProperties(
                1, 4_294_967_295L, "text/plain", "reply/to", new byte[] { 1, 2 }, List.of(),
                List.of(new UserProperty("k", "1"), new UserProperty("k", "2")));
        PublishProperties user = new PublishProperties(
                null, null, null, null, null, List.of(), List.of(new UserProperty("traceparent", "00-1")));
        publish(with(full), with(user));

        List<MqttMessage> packets = engine.sentPackets();

        assertThat(properties(packets.get(0))).usingRecursiveComparison().isEqualTo(full);
        assertThat(properties(packets.get(1))).usingRecursiveComparison().isEqualTo(user);
    }

    @Test
    @DisplayName("Properties are left out in MQTT 3.x")
    void message_hasProperties_mqtt311_areLeftOut() {
        connect(ProtocolVersion.MQTT_3_1_1);
        publish(with(new PublishProperties(1, 5L, "t", "r", null, List.of(), List.of(new UserProperty("k", "v")))));

        assertThat(engine.sent()).containsExactly("PUBLISH p q1 id 1");
    }

    @Test
    @DisplayName("F15 a property longer than 65 535 bytes fails the publish, not the connection")
    void property_isTooLong_fails() {
        connect(ProtocolVersion.MQTT_5);

        publish(with(new PublishProperties(
                null, null, null, null, null, List.of(), List.of(new UserProperty("k", "x".repeat(65_536))))),
                Requests.message("x".repeat(65_536), 0), Requests.message("fine", 0));

        assertThat(engine.sent()).containsExactly("PUBLISH fine q0");
        assertThat(engine.listener.publishFailures).hasSize(2);
        assertThat(engine.listener.disconnected).isEmpty();
    }

    private static OutgoingMessage with(PublishProperties properties) {
        return new OutgoingMessage(
                "p", new byte[0], 1, false, properties, Requests.message("x", 1).callback(), OutgoingMessage.NO_DEADLINE);
    }

    private static PublishProperties properties(MqttMessage packet) {
        return PropertyMapper.decode(((MqttPublishMessage) packet).variableHeader().properties());
    }
}
