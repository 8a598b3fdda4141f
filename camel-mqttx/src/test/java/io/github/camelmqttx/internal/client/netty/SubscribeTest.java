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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.Subscription;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** SUBSCRIBE and UNSUBSCRIBE. Spec: 5.0 sections 3.8 to 3.11. */
class SubscribeTest {

    private final EngineFixture engine = new EngineFixture();
    private final List<int[]> replies = new ArrayList<>();

    private static Subscription filter(String filter, int qos) {
        return new Subscription(filter, qos, false, false, 0, 0);
    }

    private void connect(ProtocolVersion version) {
        engine.connect(Requests.to(Requests.BROKER, version), false);
    }

    private void subscribe(Subscription... subscriptions) {
        engine.client.subscribe(List.of(subscriptions), replies::add);
        engine.client.flush();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-3.8.4-1] [MQTT-3.8.4-2] [MQTT-3.9.3-1] one SUBSCRIBE for all filters, the answer in their order")
    void subscribe_isAnswered_codesAreTold(ProtocolVersion version) {
        connect(version);

        subscribe(filter("a/+", 1), filter("b", 2));

        assertThat(engine.sent()).containsExactly("SUBSCRIBE 1 a/+:1,b:2");
        assertThat(replies).isEmpty();
        engine.suback(1, 1, 0x80);
        assertThat(replies).singleElement().isEqualTo(new int[] { 1, 0x80 });
    }

    @Test
    @DisplayName("X03 No Local, Retain As Published, Retain Handling and Subscription Identifier go with SUBSCRIBE")
    void subscription_hasOptions_areSent() {
        connect(ProtocolVersion.MQTT_5);

        subscribe(new Subscription("a", 1, true, true, 2, 42));

        MqttSubscribeMessage packet = (MqttSubscribeMessage) engine.sentPackets().get(0);
        MqttSubscriptionOption option = packet.payload().topicSubscriptions().get(0).option();
        assertThat(option.isNoLocal()).isTrue();
        assertThat(option.isRetainAsPublished()).isTrue();
        assertThat(option.retainHandling().value()).isEqualTo(2);
        assertThat(PropertyMapper.number(
                packet.idAndPropertiesVariableHeader().properties(), PropertyIds.SUBSCRIPTION_IDENTIFIER, 0)).isEqualTo(42);
    }

    @Test
    @DisplayName("[5.0 3.8.2.1.2] different Subscription Identifiers go in SUBSCRIBEs of their own, answered together")
    void subscriptions_haveDifferentIdentifiers_severalPackets() {
        connect(ProtocolVersion.MQTT_5);

        subscribe(new Subscription("a", 1, false, false, 0, 1), new Subscription("b", 1, false, false, 0, 2),
                new Subscription("c", 1, false, false, 0, 2));

        assertThat(engine.sent()).containsExactly("SUBSCRIBE 1 a:1", "SUBSCRIBE 2 b:1,c:1");
        engine.suback(2, 1, 0x87);
        assertThat(replies).isEmpty();
        engine.suback(1, 0);
        assertThat(replies).singleElement().isEqualTo(new int[] { 0, 1, 0x87 });
    }

    @Test
    @DisplayName("F15 [MQTT-3.2.2-15] many filters are split by the broker's Maximum Packet Size; one that never fits gets 0x95")
    void subscriptions_exceedMaximumPacketSize_areSplit() {
        MqttProperties limits = new MqttProperties();
        PropertyMapper.addInt(limits, PropertyIds.MAXIMUM_PACKET_SIZE, 60);
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false, limits);

        subscribe(filter("a".repeat(20), 1), filter("b".repeat(20), 1), filter("c".repeat(100), 1));

        assertThat(engine.sent())
                .containsExactly("SUBSCRIBE 1 " + "a".repeat(20) + ":1", "SUBSCRIBE 2 " + "b".repeat(20) + ":1");
        engine.suback(1, 1);
        engine.suback(2, 1);
        assertThat(replies).singleElement().isEqualTo(new int[] { 1, 1, 0x95 });
    }

    @Test
    @DisplayName("[MQTT-3.11.3-1] UNSUBSCRIBE is answered in the order of its filters")
    void unsubscribe_isAnswered_codesAreTold() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.unsubscribe(List.of("a", "b"), replies::add);
        engine.client.flush();
        assertThat(engine.sent()).containsExactly("UNSUBSCRIBE 1 a,b");

        engine.unsuback(1, (short) 0, (short) 0x11);

        assertThat(replies).singleElement().isEqualTo(new int[] { 0, 0x11 });
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1", "MQTT_3_1_1" })
    @DisplayName("[3.1.1 MQTT-3.10.4-4] the UNSUBACK of MQTT 3.x has no codes: all are success")
    void unsubscribe_mqtt3_allSuccess(ProtocolVersion version) {
        connect(version);
        engine.client.unsubscribe(List.of("a", "b"), replies::add);
        engine.client.flush();

        engine.send(new MqttMessage(
                EngineFixture.header(MqttMessageType.UNSUBACK, 0), MqttMessageIdVariableHeader.from(1)));

        assertThat(replies).singleElement().isEqualTo(new int[] { 0, 0 });
    }

    @Test
    @DisplayName("[MQTT-2.2.1-2] identifiers of SUBSCRIBE and PUBLISH never collide")
    void identifiers_areShared_withPublishes() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.publish(Requests.message("a", 1));
        subscribe(filter("f", 0));
        engine.client.publish(Requests.message("b", 1));
        engine.client.flush();

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1", "SUBSCRIBE 2 f:0", "PUBLISH b q1 id 3");
        engine.puback(2);
        assertThat(engine.listener.published).isEmpty();
        engine.suback(2, 0);
        assertThat(replies).hasSize(1);
    }

    @Test
    @DisplayName("X17 more requests than free identifiers: the rest waits for one")
    void identifiers_areAllInUse_requestWaits() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(10, 1_000, 65_535), false);
        List<OutgoingMessage> published = new ArrayList<>();
        while (engine.client.canPublish(1)) {
            OutgoingMessage message = Requests.message("t", 1, "");
            engine.client.publish(message);
            engine.client.flush();
            published.add(message);
        }
        IntStream.range(0, 535).forEach(i -> subscribe(filter("f" + i, 0)));
        engine.sent();

        subscribe(filter("waits", 0));
        assertThat(engine.sent()).isEmpty();
        int freed = published.get(17).packetId();
        engine.puback(freed);

        assertThat(engine.sent()).containsExactly("SUBSCRIBE " + freed + " waits:0");
    }

    @Test
    @DisplayName("F01 the connection ends before SUBACK: the callback is dropped, its identifier is free, nothing is repeated")
    void connection_ends_callbackIsDropped() {
        connect(ProtocolVersion.MQTT_5);
        subscribe(filter("a", 0));
        engine.cut();

        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).attempt(2), false);

        assertThat(engine.sent()).isEmpty();
        assertThat(replies).isEmpty();
        subscribe(filter("b", 1));
        assertThat(engine.sent()).containsExactly("SUBSCRIBE 2 b:1");
        engine.suback(2, 1);
        assertThat(replies).hasSize(1);
    }

    @ParameterizedTest(name = "{0} codes")
    @ValueSource(ints = { 0, 1, 3 })
    @DisplayName("F28 [MQTT-3.8.4-6] SUBACK with another number of codes than filters is a protocol error")
    void suback_hasWrongCount_protocolError(int codes) {
        connect(ProtocolVersion.MQTT_5);
        subscribe(filter("a", 0), filter("b", 0));

        engine.suback(1, new int[codes]);

        assertThat(engine.listener.disconnected).extracting(Disconnection::kind)
                .containsExactly(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(replies).isEmpty();
    }

    @Test
    @DisplayName("F28 SUBACK for no request, or for an UNSUBSCRIBE, is a protocol error")
    void suback_isUnknown_protocolError() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.unsubscribe(List.of("a"), replies::add);
        engine.client.flush();

        engine.suback(1, 0);

        assertThat(engine.listener.disconnected).hasSize(1);
        assertThat(engine.listener.disconnected.get(0).message()).contains("SUBACK");
    }

    @Test
    @DisplayName("Not connected: subscribe and unsubscribe drop their callbacks, as if the connection had ended")
    void notConnected_callbackIsDropped() {
        subscribe(filter("a", 0));
        engine.client.unsubscribe(List.of("a"), replies::add);
        engine.context.runTasks();

        assertThat(replies).isEmpty();
    }
}
