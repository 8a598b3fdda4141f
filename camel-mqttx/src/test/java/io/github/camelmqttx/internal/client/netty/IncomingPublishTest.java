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

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Received messages, within a connection and across connections. Spec: 5.0 sections 4.3, 4.4 and 4.9. */
class IncomingPublishTest {

    private final EngineFixture engine = new EngineFixture();
    private int attempt;

    private void connect(ProtocolVersion version, boolean sessionPresent) {
        engine.connect(Requests.to(Requests.BROKER, version).durable().attempt(++attempt), sessionPresent);
    }

    private void acknowledge(IncomingMessage message) {
        engine.client.acknowledge(message);
        engine.client.flush();
    }

    private IncomingMessage last() {
        return engine.listener.received.get(engine.listener.received.size() - 1);
    }

    private void redeliver(String topic, int qos, int packetId) {
        engine.publish(topic, qos, packetId, true, MqttProperties.NO_PROPERTIES);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M41 a message arrives with topic, payload, QoS, identifier and flags; nothing is answered by itself")
    void message_arrives_isReported(ProtocolVersion version) {
        connect(version, false);

        engine.publish("a/b", 0, 0);
        engine.publish("c", 1, 7);
        engine.publish("d", 2, 8);

        assertThat(engine.listener.received).extracting(IncomingMessage::topic).containsExactly("a/b", "c", "d");
        assertThat(engine.listener.received).extracting(IncomingMessage::packetId).containsExactly(0, 7, 8);
        assertThat(last().payload()).asString().isEqualTo("payload");
        assertThat(last().properties()).isNull();
        assertThat(engine.sent()).isEmpty();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.2-4] QoS 1: acknowledging sends PUBACK, once")
    void qos1_isAcknowledged_puback(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 1, 7);

        acknowledge(last());
        acknowledge(last());

        assertThat(engine.sent()).containsExactly("PUBACK 7");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.3-8] [MQTT-4.3.3-11] QoS 2: acknowledging sends PUBREC, PUBREL is answered by PUBCOMP")
    void qos2_isAcknowledged_pubrecThenPubcomp(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 2, 7);

        acknowledge(last());
        assertThat(engine.sent()).containsExactly("PUBREC 7");
        engine.pubrel(7);

        assertThat(engine.sent()).containsExactly("PUBCOMP 7");
        assertThat(engine.listener.received).hasSize(1);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.3-9] [MQTT-4.3.3-10] QoS 2 repeated between PUBREC and PUBREL: PUBREC again, not reported again")
    void qos2_isRepeatedAfterPubrec_isNotReported(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.sent();

        redeliver("a", 2, 7);

        assertThat(engine.sent()).containsExactly("PUBREC 7");
        assertThat(engine.listener.received).hasSize(1);
    }

    @Test
    @DisplayName("[MQTT-4.3.3-12] after PUBCOMP the identifier stands for a new message")
    void qos2_isComplete_identifierIsNew() {
        connect(ProtocolVersion.MQTT_5, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.pubrel(7);

        engine.publish("b", 2, 7);

        assertThat(engine.listener.received).hasSize(2);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("[MQTT-4.3.3-11] PUBREL for an unknown identifier: PUBCOMP, with 0x92 in MQTT 5.0")
    void pubrel_isUnknown_pubcomp(ProtocolVersion version) {
        connect(version, false);

        engine.pubrel(7);

        assertThat(engine.sent()).containsExactly(version == ProtocolVersion.MQTT_5 ? "PUBCOMP 7 0x92" : "PUBCOMP 7");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 incoming, cut between PUBLISH and PUBREC: reported again, as it was never acknowledged")
    void cut_beforePubrec_isReportedAgain(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 2, 7);
        engine.cut();
        connect(version, true);

        redeliver("a", 2, 7);

        assertThat(engine.listener.received).hasSize(2);
        assertThat(last().duplicate()).isTrue();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 incoming, cut while PUBREC travels: PUBREC again, exactly one delivery")
    void cut_afterPubrec_isNotReportedAgain(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.cut();
        connect(version, true);

        redeliver("a", 2, 7);
        assertThat(engine.sent()).containsExactly("PUBREC 7");
        engine.pubrel(7);

        assertThat(engine.sent()).containsExactly("PUBCOMP 7");
        assertThat(engine.listener.received).hasSize(1);
    }

    @ParameterizedTest(name = "DUP {0}")
    @ValueSource(booleans = { false, true })
    @DisplayName("F20 a resumed session in which an identifier before PUBREL comes with another message: it is not lost")
    void identifierBeforePubrel_comesWithAnotherMessage_isReported(boolean duplicate) {
        connect(ProtocolVersion.MQTT_5, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.cut();
        connect(ProtocolVersion.MQTT_5, true);

        if (duplicate) {
            redeliver("b", 2, 7);
        } else {
            engine.publish("b", 2, 7);
        }

        assertThat(engine.listener.received).extracting(IncomingMessage::topic).containsExactly("a", "b");
        assertThat(engine.sent()).isEmpty();
        acknowledge(last());
        assertThat(engine.sent()).containsExactly("PUBREC 7");
    }

    @Test
    @DisplayName("[MQTT-4.3.3-10] a resumed session in which a message before PUBREL comes again without DUP: it is answered only")
    void identifierBeforePubrel_comesAgainWithoutDup_isNotReported() {
        connect(ProtocolVersion.MQTT_5, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.cut();
        connect(ProtocolVersion.MQTT_5, true);

        engine.publish("a", 2, 7);

        assertThat(engine.listener.received).hasSize(1);
        assertThat(engine.sent()).containsExactly("PUBREC 7");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 incoming, cut between PUBREL and PUBCOMP: PUBREL is answered on either connection")
    void cut_beforePubcomp_pubrelIsAnsweredAgain(ProtocolVersion version) {
        connect(version, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.pubrel(7);
        engine.cut();
        connect(version, true);

        engine.pubrel(7);

        assertThat(engine.sent()).containsExactly(version == ProtocolVersion.MQTT_5 ? "PUBCOMP 7 0x92" : "PUBCOMP 7");
        assertThat(engine.listener.received).hasSize(1);
    }

    @Test
    @DisplayName("[MQTT-4.1.0-1] Session Present 0 forgets received identifiers; so does another broker's session")
    void session_isNotContinued_identifiersAreForgotten() {
        connect(ProtocolVersion.MQTT_5, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.cut();
        connect(ProtocolVersion.MQTT_5, false);
        redeliver("b", 2, 7);
        assertThat(engine.listener.received).hasSize(2);
        acknowledge(last());
        engine.cut();

        engine.connect(Requests.to(Requests.OTHER_BROKER, ProtocolVersion.MQTT_5).durable().attempt(9), true);
        redeliver("c", 2, 7);

        assertThat(engine.listener.received).hasSize(3);
    }

    @Test
    @DisplayName("MQTT 3.1, session only presumed: a PUBLISH without DUP is a new message even if its identifier was seen")
    void mqtt31_identifierWasSeenButDupIs0_isReported() {
        connect(ProtocolVersion.MQTT_3_1, false);
        engine.publish("a", 2, 7);
        acknowledge(last());
        engine.cut();
        connect(ProtocolVersion.MQTT_3_1, false);

        engine.publish("b", 2, 7);

        assertThat(engine.listener.received).hasSize(2);
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F06 a message of an earlier connection is never acknowledged on a later one")
    void message_isOfAnEarlierConnection_acknowledgementIsDropped(int qos) {
        connect(ProtocolVersion.MQTT_5, false);
        engine.publish("a", qos, 7);
        IncomingMessage old = last();
        engine.cut();
        acknowledge(old);
        connect(ProtocolVersion.MQTT_5, false);

        acknowledge(old);

        assertThat(engine.sent()).isEmpty();
        redeliver("a", qos, 7);
        assertThat(engine.listener.received).hasSize(2);
    }

    @ParameterizedTest(name = "Receive Maximum {0}")
    @ValueSource(ints = { 1, 2, 20 })
    @DisplayName("F06 a broker that exceeds our Receive Maximum is not disconnected: it would only send the same again")
    void receiveMaximum_isExceeded_messagesAreTaken(int receiveMaximum) {
        engine.connect(
                Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(receiveMaximum, 1_000_000, 20), false);

        for (int id = 1; id <= receiveMaximum + 3; id++) {
            engine.publish("a", id % 2 + 1, id);
        }
        engine.listener.received.forEach(this::acknowledge);

        assertThat(engine.listener.received).hasSize(receiveMaximum + 3);
        assertThat(engine.listener.disconnected).isEmpty();
        assertThat(engine.sent()).hasSize(receiveMaximum + 3);
    }

    @Test
    @DisplayName("F19 X01 all properties of a PUBLISH arrive, repeated User Properties in order")
    void properties_arrive() {
        connect(ProtocolVersion.MQTT_5, false);
        PublishProperties sent = new PublishProperties(
                1, 4_294_967_295L, "text/plain", "reply/to", new byte[] { 1, 2 }, List.of(),
                List.of(new UserProperty("k", "1"), new UserProperty("j", "2"), new UserProperty("k", "3")));
        MqttProperties encoded = PropertyMapper.encode(sent);
        PropertyMapper.addInt(encoded, PropertyIds.SUBSCRIPTION_IDENTIFIER, 268_435_455);
        PropertyMapper.addInt(encoded, PropertyIds.SUBSCRIPTION_IDENTIFIER, 5);

        engine.publish("a", 1, 7, false, encoded);

        PublishProperties arrived = last().properties();
        assertThat(arrived).usingRecursiveComparison().ignoringFields("subscriptionIdentifiers").isEqualTo(sent);
        assertThat(arrived.subscriptionIdentifiers()).containsExactly(268_435_455, 5);
    }

    @Test
    @DisplayName("F19 a message whose only properties are User Properties, or Subscription Identifiers, keeps them")
    void properties_areOnlyRepeatable_arrive() {
        connect(ProtocolVersion.MQTT_5, false);
        MqttProperties user = new MqttProperties();
        PropertyMapper.addUserProperties(user, List.of(new UserProperty("traceparent", "00-1")));
        MqttProperties subscription = new MqttProperties();
        PropertyMapper.addInt(subscription, PropertyIds.SUBSCRIPTION_IDENTIFIER, 5);

        engine.publish("a", 0, 0, false, user);
        engine.publish("a", 0, 0, false, subscription);

        assertThat(engine.listener.received.get(0).properties().userProperties())
                .containsExactly(new UserProperty("traceparent", "00-1"));
        assertThat(engine.listener.received.get(1).properties().subscriptionIdentifiers()).containsExactly(5);
    }
}
