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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.Subscription;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Outgoing publishes across connections. Spec: 5.0 sections 4.1 and 4.4. */
class ResumeTest {

    private final EngineFixture engine = new EngineFixture();
    private int attempt;

    private void connect(ProtocolVersion version, boolean sessionPresent) {
        engine.connect(Requests.to(Requests.BROKER, version).durable().attempt(++attempt), sessionPresent);
    }

    private List<OutgoingMessage> publish(int qos, String... topics) {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (String topic : topics) {
            OutgoingMessage message = Requests.message(topic, qos);
            messages.add(message);
            engine.client.publish(message);
        }
        engine.client.flush();
        engine.sent();
        return messages;
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 [MQTT-4.4.0-1] [MQTT-3.3.1-1] cut before PUBACK: PUBLISH again, DUP 1, same identifier")
    void qos1_isCutBeforePuback_isSentAgain(ProtocolVersion version) {
        connect(version, false);
        publish(1, "a");
        engine.cut();

        connect(version, true);

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP");
        engine.puback(1);
        assertThat(engine.listener.log).containsExactly("connected 1", "disconnected 1", "connected 2", "published a");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1_1", "MQTT_5" })
    @DisplayName("F25 session lost: SUBSCRIBE goes before what is sent again, so that the session receives its own messages")
    void sessionLost_subscribeGoesBeforeRepeatedPublishes(ProtocolVersion version) {
        connect(version, false);
        publish(1, "a");
        engine.cut();
        engine.listener.onConnected = () -> engine.client
                .subscribe(List.of(new Subscription("a", 1, false, false, 0, 0)), codes -> {
                });

        connect(version, false);

        List<String> sent = engine.sent();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).startsWith("SUBSCRIBE");
        assertThat(sent.get(1)).startsWith("PUBLISH a q1");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 cut between PUBLISH and PUBREC: PUBLISH again, DUP 1, then to the end")
    void qos2_isCutBeforePubrec_isSentAgain(ProtocolVersion version) {
        connect(version, false);
        publish(2, "a");
        engine.cut();

        connect(version, true);

        assertThat(engine.sent()).containsExactly("PUBLISH a q2 id 1 DUP");
        engine.pubrec(1);
        assertThat(engine.sent()).containsExactly("PUBREL 1");
        engine.pubcomp(1);
        assertThat(engine.listener.published).hasSize(1);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F20 [MQTT-4.3.3-6] cut between PUBREC and PUBCOMP: PUBREL again, never PUBLISH")
    void qos2_isCutAfterPubrec_pubrelIsSentAgain(ProtocolVersion version) {
        connect(version, false);
        publish(2, "a");
        engine.pubrec(1);
        engine.cut();

        connect(version, true);

        assertThat(engine.sent()).containsExactly("PUBREL 1");
        engine.pubcomp(1);
        assertThat(engine.listener.published).hasSize(1);
        assertThat(engine.client.inflight()).isZero();
    }

    @Test
    @DisplayName("F20 cut while PUBCOMP travels: the broker does not know the identifier any more, which is no error in recovery")
    void pubrelAgain_identifierNotFound_isPublished() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(2, "a");
        engine.pubrec(1);
        engine.cut();
        connect(ProtocolVersion.MQTT_5, true);

        engine.reply(MqttMessageType.PUBCOMP, 1, 0x92);

        assertThat(engine.listener.log).endsWith("published a");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F18 [MQTT-4.6.0-1] [MQTT-4.6.0-4] what is sent again keeps its order, QoS 1 and 2 mixed, over several cuts")
    void messages_areSentAgain_inOrder(ProtocolVersion version) {
        connect(version, false);
        publish(1, "a");
        publish(2, "b", "c");
        publish(1, "d");
        engine.pubrec(3);
        engine.cut();
        connect(version, true);
        assertThat(engine.sent())
                .containsExactly("PUBLISH a q1 id 1 DUP", "PUBLISH b q2 id 2 DUP", "PUBREL 3", "PUBLISH d q1 id 4 DUP");
        engine.puback(4);
        engine.cut();

        connect(version, true);

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP", "PUBLISH b q2 id 2 DUP", "PUBREL 3");
    }

    @Test
    @DisplayName("F18 what is sent again goes out before connected is told and before anything new")
    void resend_isWritten_beforeNewMessages() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "old");
        engine.cut();
        List<String> log = engine.listener.log;
        engine.listener.onBatchComplete = () -> {
            if (log.contains("connected 2") && engine.client.canPublish(1) && engine.client.inflight() == 1) {
                engine.client.publish(Requests.message("new", 1));
            }
        };

        connect(ProtocolVersion.MQTT_5, true);

        assertThat(engine.sent()).containsExactly("PUBLISH old q1 id 1 DUP", "PUBLISH new q1 id 2");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1_1", "MQTT_5" })
    @DisplayName("Promise 6 Session Present 0: incomplete ones are new messages, DUP 0, new identifiers, same order, released too")
    void session_isLost_messagesAreNew(ProtocolVersion version) {
        connect(version, false);
        publish(1, "a");
        publish(2, "b", "c");
        engine.pubrec(3);
        engine.cut();

        connect(version, false);

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 4", "PUBLISH b q2 id 5", "PUBLISH c q2 id 6");
        engine.puback(4);
        engine.pubrec(5);
        engine.pubrec(6);
        engine.pubcomp(5);
        engine.pubcomp(6);
        assertThat(engine.listener.log).endsWith("published a", "published b", "published c");
        assertThat(engine.client.inflight()).isZero();
    }

    @Test
    @DisplayName("Session Present 0: a message whose outcome was reported is forgotten; with Session Present 1 it is sent again")
    void message_isSettled_isForgottenInANewSession() {
        connect(ProtocolVersion.MQTT_5, false);
        List<OutgoingMessage> messages = publish(1, "a", "b");
        messages.get(0).settle();
        engine.cut();

        connect(ProtocolVersion.MQTT_5, true);
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP", "PUBLISH b q1 id 2 DUP");
        engine.cut();
        connect(ProtocolVersion.MQTT_5, false);

        assertThat(engine.sent()).containsExactly("PUBLISH b q1 id 3");
        assertThat(engine.client.inflight()).isOne();
    }

    @Test
    @DisplayName("[MQTT-3.3.4-9] [MQTT-4.4.0-1] a smaller window than before: the rest is sent again as acknowledgements come in")
    void window_isSmallerThanBefore_resendContinuesWithAcknowledgements() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "a", "b");
        publish(2, "c");
        publish(1, "d");
        engine.pubrec(3);
        engine.cut();
        MqttProperties receiveMaximum = new MqttProperties();
        PropertyMapper.addInt(receiveMaximum, PropertyIds.RECEIVE_MAXIMUM, 2);

        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().attempt(2), true, receiveMaximum);

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP", "PUBLISH b q1 id 2 DUP");
        assertThat(engine.client.canPublish(1)).isFalse();
        engine.puback(1);
        assertThat(engine.sent()).containsExactly("PUBREL 3");
        engine.puback(2);
        assertThat(engine.sent()).containsExactly("PUBLISH d q1 id 4 DUP");
        assertThat(engine.client.canPublish(1)).isFalse();
        engine.pubcomp(3);
        assertThat(engine.client.canPublish(1)).isTrue();
    }

    @Test
    @DisplayName("An acknowledgement for what has not been sent again yet is ignored; the message follows in its turn")
    void acknowledgement_comesBeforeResend_isIgnored() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "a", "b");
        engine.cut();
        MqttProperties receiveMaximum = new MqttProperties();
        PropertyMapper.addInt(receiveMaximum, PropertyIds.RECEIVE_MAXIMUM, 1);
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().attempt(2), true, receiveMaximum);
        engine.sent();

        engine.puback(2);
        assertThat(engine.listener.published).isEmpty();
        engine.puback(1);

        assertThat(engine.sent()).containsExactly("PUBLISH b q1 id 2 DUP");
        engine.puback(2);
        assertThat(engine.listener.published).hasSize(2);
    }

    @Test
    @DisplayName("M04 Session Present at another broker: identifiers mean nothing there, messages go as new ones")
    void otherBroker_hasASession_messagesAreNew() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "a");
        engine.cut();

        engine.connect(Requests.to(Requests.OTHER_BROKER, ProtocolVersion.MQTT_5).durable().attempt(2), true);

        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 2");
        assertThat(engine.listener.connected.get(1).sessionPresent()).isTrue();
    }

    @Test
    @DisplayName("F20 [MQTT-4.3.3-10] an identifier a resumed session may still hold is released before a QoS 2 publish uses it")
    void sessionIsUnknown_qos2Publish_releasesItsIdentifierFirst() {
        connect(ProtocolVersion.MQTT_5, true);
        engine.client.publish(Requests.message("a", 2));
        engine.client.publish(Requests.message("b", 1));
        engine.client.flush();

        assertThat(engine.sent()).containsExactly("PUBREL 1", "PUBLISH a q2 id 1", "PUBLISH b q1 id 2");
        engine.reply(MqttMessageType.PUBCOMP, 1, 0x92);
        assertThat(engine.client.inflight()).isEqualTo(2);
        engine.pubrec(1);
        assertThat(engine.sent()).containsExactly("PUBREL 1");
        engine.pubcomp(1);
        assertThat(engine.listener.log).containsExactly("connected 1", "published a");
    }

    @Test
    @DisplayName("MQTT 3.1 has no Session Present: presumed if this client was connected to the same broker and Clean Session is 0")
    void mqtt31_reconnectsToTheSameBroker_sessionIsPresumed() {
        connect(ProtocolVersion.MQTT_3_1, false);
        assertThat(engine.listener.connected.get(0).sessionPresent()).isFalse();
        publish(1, "a");
        engine.cut();
        connect(ProtocolVersion.MQTT_3_1, false);
        assertThat(engine.listener.connected.get(1).sessionPresent()).isTrue();
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP");
        engine.cut();

        engine.connect(Requests.to(Requests.OTHER_BROKER, ProtocolVersion.MQTT_3_1).durable().attempt(3), false);

        assertThat(engine.listener.connected.get(2).sessionPresent()).isFalse();
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 2");
    }

    @Test
    @DisplayName("A message the new connection's broker cannot take fails instead of being sent again")
    void limits_areTighter_resendFails() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(2, "a");
        publish(1, "b");
        engine.cut();
        MqttProperties limits = new MqttProperties();
        PropertyMapper.addInt(limits, PropertyIds.MAXIMUM_QOS, 1);

        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().attempt(2), false, limits);

        assertThat(engine.sent()).containsExactly("PUBLISH b q1 id 3");
        assertThat(engine.listener.log)
                .containsExactly("connected 1", "disconnected 1", "connected 2", "publishFailed a");
    }

    @Test
    @DisplayName("clear forgets what is incomplete and the session")
    void clear_thenReconnect_sendsNothing() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "a");
        engine.cut();

        engine.client.clear();
        connect(ProtocolVersion.MQTT_5, true);

        assertThat(engine.client.inflight()).isZero();
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    @DisplayName("forEachInflight visits in the order of first sending")
    void inflight_isVisited_inOrder() {
        connect(ProtocolVersion.MQTT_5, false);
        publish(1, "a", "b", "c");
        engine.puback(2);
        List<String> topics = new ArrayList<>();

        engine.client.forEachInflight(message -> topics.add(message.topic()));

        assertThat(topics).containsExactly("a", "c");
    }
}
