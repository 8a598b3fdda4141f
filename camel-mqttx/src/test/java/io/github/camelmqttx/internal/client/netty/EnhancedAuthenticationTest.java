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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.testbed.LogCapture;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("X11 enhanced authentication, packet by packet (5.0 section 4.12)")
class EnhancedAuthenticationTest {

    private static final int CONTINUE = 0x18;
    private static final int REPEAT = 0x19;

    private final EngineFixture engine = new EngineFixture();
    private final ScriptedAuthentication bean = new ScriptedAuthentication();

    private static MqttProperties data(String text) {
        return properties(ScriptedAuthentication.METHOD, text);
    }

    private static MqttProperties properties(String method, String text) {
        MqttProperties properties = new MqttProperties();
        if (method != null) {
            PropertyMapper.addText(properties, PropertyIds.AUTHENTICATION_METHOD, method);
        }
        if (text != null) {
            properties.add(new MqttProperties.BinaryProperty(
                    PropertyIds.AUTHENTICATION_DATA, text.getBytes(StandardCharsets.UTF_8)));
        }
        return properties;
    }

    private void connecting() {
        engine.connecting(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).authentication(bean.begun()));
    }

    /** The bean does its step. */
    private void work() {
        engine.workers.run();
        engine.context.runTasks();
    }

    private void connected() {
        connecting();
        engine.sent();
        engine.connack(0, false, data("proof"));
        work();
        assertThat(engine.listener.log).containsExactly("connected 1");
        bean.steps.clear();
    }

    private ConnectFailure failure() {
        engine.context.runTasks();
        assertThat(engine.listener.connectFailed).hasSize(1);
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.context.pendingTimers()).isZero();
        return engine.listener.connectFailed.get(0);
    }

    private Disconnection loss() {
        engine.context.runTasks();
        assertThat(engine.listener.disconnected).hasSize(1);
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.context.pendingTimers()).isZero();
        return engine.listener.disconnected.get(0);
    }

    /** Method and data of an AUTH packet that was sent. */
    private static String contents(MqttMessage packet) {
        MqttReasonCodeAndPropertiesVariableHeader header = (MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader();
        byte[] data = AuthPacket.data(header.properties());
        return String.format("%s 0x%02X %s %s", packet.fixedHeader().messageType(), header.reasonCode(),
                PropertyMapper.text(header.properties(), PropertyIds.AUTHENTICATION_METHOD),
                data == null ? "nothing" : new String(data, StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.0-2] [MQTT-4.12.0-3] CONNECT, AUTH 0x18 both ways twice, CONNACK; the bean works elsewhere")
    void authentication_hasTwoRounds_isCarriedOut() {
        connecting();
        MqttConnectMessage connect = (MqttConnectMessage) engine.sentPackets().get(0);
        assertThat(PropertyMapper.text(connect.variableHeader().properties(), PropertyIds.AUTHENTICATION_METHOD))
                .isEqualTo("PLANT-1");
        assertThat(AuthPacket.data(connect.variableHeader().properties())).asString().isEqualTo("first");
        for (int round = 1; round <= 2; round++) {
            engine.auth(CONTINUE, data("question " + round));
            assertThat(engine.sent()).as("the bean has not been asked yet").isEmpty();
            work();
            assertThat(engine.sentPackets()).extracting(EnhancedAuthenticationTest::contents)
                    .containsExactly("AUTH 0x18 PLANT-1 answer");
        }
        engine.connack(0, false, data("proof"));
        assertThat(engine.listener.log).as("not before the bean has taken it").isEmpty();
        work();

        assertThat(bean.steps).containsExactly("next question 1", "next question 2", "accepted proof");
        assertThat(engine.listener.log).containsExactly("connected 1");
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("X11 Authentication Data may be missing everywhere")
    void data_isMissing_isNull() {
        bean.answer = null;
        connecting();
        engine.sent();
        engine.auth(CONTINUE, properties("PLANT-1", null));
        work();
        assertThat(engine.sentPackets()).extracting(EnhancedAuthenticationTest::contents)
                .containsExactly("AUTH 0x18 PLANT-1 nothing");
        engine.connack(0, false, properties("PLANT-1", null));
        work();

        assertThat(bean.steps).containsExactly("next nothing", "accepted nothing");
        assertThat(engine.listener.log).containsExactly("connected 1");
    }

    @Test
    @DisplayName("X11 what comes behind CONNACK in the same read waits until the bean has taken it; reading stops meanwhile")
    void publish_comesBehindConnack_isReportedAfterConnected() {
        connecting();
        engine.sent();
        engine.send(
                new MqttConnAckMessage(
                        EngineFixture.header(MqttMessageType.CONNACK, 0),
                        new MqttConnAckVariableHeader(MqttConnectReturnCode.CONNECTION_ACCEPTED, false, data("proof"))),
                publish("a", 7), publish("b", 8));
        assertThat(engine.listener.log).isEmpty();
        assertThat(engine.channel.config().isAutoRead()).isFalse();
        work();

        assertThat(engine.listener.log).containsExactly("connected 1", "received a id 7", "received b id 8");
        assertThat(engine.listener.received.get(1).payload()).asString().isEqualTo("payload");
        assertThat(engine.channel.config().isAutoRead()).isTrue();
        assertThat(engine.listener.batches).isOne();
    }

    private static MqttPublishMessage publish(String topic, int packetId) {
        return new MqttPublishMessage(
                EngineFixture.header(MqttMessageType.PUBLISH, 1),
                new MqttPublishVariableHeader(topic, packetId, MqttProperties.NO_PROPERTIES),
                Unpooled.copiedBuffer("payload", StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("X11 a broker whose proof the bean does not take: no connection, DISCONNECT, what came behind is dropped")
    void connack_isNotTakenByTheBean_attemptFails() {
        bean.acceptedFails = new SecurityException("the signature is wrong");
        connecting();
        engine.sent();
        engine.send(
                new MqttConnAckMessage(
                        EngineFixture.header(MqttMessageType.CONNACK, 0),
                        new MqttConnAckVariableHeader(MqttConnectReturnCode.CONNECTION_ACCEPTED, false, data("lie"))),
                publish("a", 7));
        work();

        assertThat(failure().stage()).isEqualTo(Stage.CREDENTIALS);
        assertThat(failure().exception()).hasMessageContaining("tcp://a.example:1883")
                .hasMessageContaining("enhancedAuthentication").hasMessageContaining("the signature is wrong");
        assertThat(failure().exception().isRetryable()).isTrue();
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x80");
        assertThat(engine.listener.log).containsExactly("connectFailed 1");
    }

    @Test
    @DisplayName("X11 a bean that cannot answer ends the attempt; nothing more is sent but DISCONNECT")
    void bean_cannotAnswer_attemptFails() {
        bean.nextFails = new IllegalStateException("no ticket for this realm");
        connecting();
        engine.sent();
        engine.auth(CONTINUE, data("question"));
        work();

        assertThat(failure().stage()).isEqualTo(Stage.CREDENTIALS);
        assertThat(failure().exception()).hasMessageContaining("no ticket for this realm");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x80");
    }

    @Test
    @DisplayName("X11 an answer longer than MQTT allows fails the attempt")
    void answer_isTooLong_attemptFails() {
        bean.answer = "x".repeat(65_536);
        connecting();
        engine.auth(CONTINUE, data("question"));
        work();

        assertThat(failure().exception()).hasMessageContaining("65536 bytes");
    }

    @ParameterizedTest(name = "0x{0}")
    @CsvSource({ "87, Not authorized, permissions", "8C, Bad authentication method, enhancedAuthentication" })
    @DisplayName("X11 M63 [MQTT-4.12.0-1] [MQTT-4.12.0-4] a broker refuses the method or the client, at any point")
    void broker_refuses_failureSaysWhy(String hexCode, String name, String advice) {
        connecting();
        engine.auth(CONTINUE, data("question"));
        engine.connack(Integer.parseInt(hexCode, 16), false, MqttProperties.NO_PROPERTIES);

        assertThat(failure().stage()).isEqualTo(Stage.REFUSED);
        assertThat(failure().exception().getReasonCode()).isEqualTo(Integer.parseInt(hexCode, 16));
        assertThat(failure().exception()).hasMessageContaining(name).hasMessageContaining(advice);
        work();
        assertThat(engine.listener.log).as("the answer of the bean comes too late").containsExactly("connectFailed 1");
    }

    @Test
    @DisplayName("X11 a broker that speaks 3.x only: an error that names the option, never a connection without authentication")
    void broker_speaksMqtt3_failureNamesTheOption() {
        connecting();
        engine.sendRaw(0x20, 2, 0, 1);

        assertThat(failure().exception()).hasMessageContaining("Unsupported Protocol Version (0x84)")
                .hasMessageContaining("enhancedAuthentication needs");
    }

    @ParameterizedTest
    @ValueSource(strings = { "MQTT_3_1", "MQTT_3_1_1" })
    @DisplayName("X11 with MQTT 3.x nothing is sent")
    void version_is3_nothingIsSent(String version) {
        engine.connecting(Requests.to(Requests.BROKER, ProtocolVersion.valueOf(version)).authentication(bean.begun()));

        assertThat(engine.listener.connectFailed.get(0).exception()).hasMessageContaining("mqttVersion=5");
        assertThat(engine.opening).isNull();
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.0-5] CONNACK with success but without the method: refused, nobody has been authenticated")
    void connack_hasNoMethod_isRefused() {
        connecting();
        engine.sent();
        engine.connack(0, false, MqttProperties.NO_PROPERTIES);

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
        assertThat(failure().exception()).hasMessageContaining("without the Authentication Method PLANT-1")
                .hasMessageContaining("how the broker is set up");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x82");
        assertThat(bean.steps).isEmpty();
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.0-5] CONNACK of another method is refused")
    void connack_hasAnotherMethod_isRefused() {
        connecting();
        engine.connack(0, false, properties("PLAIN", "x"));

        assertThat(failure().exception()).hasMessageContaining("PLANT-1");
    }

    @ParameterizedTest(name = "0x{0} {1}")
    @CsvSource({
            "18, , without Authentication Method",
            "18, OTHER, of the Authentication Method OTHER instead of PLANT-1",
            "00, PLANT-1, which it cannot have now",
            "19, PLANT-1, which it cannot have now",
            "87, PLANT-1, which it cannot have" })
    @DisplayName("X11 [MQTT-4.12.0-5] [MQTT-3.15.2-1] AUTH without method, of another one, with a wrong code: protocol error")
    void auth_isWrongBeforeConnack_isAProtocolError(String hexCode, String method, String said) {
        connecting();
        engine.sent();
        engine.auth(Integer.parseInt(hexCode, 16), properties(method, "question"));

        assertThat(failure().exception()).hasMessageContaining(said);
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x82");
        assertThat(bean.steps).isEmpty();
    }

    @Test
    @DisplayName("X11 AUTH, or CONNACK, before the answer to the AUTH before: protocol error")
    void broker_doesNotWaitForTheAnswer_isAProtocolError() {
        connecting();
        engine.auth(CONTINUE, data("question"));
        engine.auth(CONTINUE, data("question"));
        assertThat(failure().exception()).hasMessageContaining("before it had the answer");

        EngineFixture other = new EngineFixture();
        other.connecting(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).authentication(bean.begun()));
        other.auth(CONTINUE, data("question"));
        other.connack(0, false, data("proof"));
        other.context.runTasks();
        assertThat(other.listener.connectFailed.get(0).exception()).hasMessageContaining("before it had the answer");
    }

    @Test
    @DisplayName("X11 AUTH whose contents do not fit its length is malformed")
    void auth_isMalformed_isRefused() {
        connecting();
        engine.sent();
        engine.sendRaw(0xF0, 4, 0x18, 0, 0, 0);

        assertThat(failure().exception()).hasMessageContaining("malformed");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x81");
    }

    @Test
    @DisplayName("X11 5.0 section 3.15.2.2.2: AUTH with two Authentication Methods is refused, although the codec drops one")
    void auth_namesTheMethodTwice_isRefused() {
        int[] method = { 0x15, 0, 7, 'P', 'L', 'A', 'N', 'T', '-', '1' };
        IntStream properties = IntStream.concat(IntStream.of(method), IntStream.of(method));
        connecting();
        engine.sendRaw(IntStream.concat(IntStream.of(0xF0, 22, CONTINUE, 20), properties).toArray());

        assertThat(failure().exception()).hasMessageContaining("the contents of AUTH do not fit its length of 22");
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.0-6] AUTH without having been offered: protocol error, before and after CONNACK")
    void auth_wasNotOffered_isAProtocolError() {
        engine.connecting(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5));
        engine.auth(CONTINUE, data("question"));
        assertThat(failure().exception()).hasMessageContaining("which was not offered");

        EngineFixture other = new EngineFixture();
        other.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5), false);
        other.auth(CONTINUE, data("question"));
        assertThat(other.listener.disconnected.get(0).kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(other.sent()).containsExactly("DISCONNECT 0x82");
    }

    @Test
    @DisplayName("X11 the whole authentication has to end within connectionTimeout; a late answer of the bean is dropped")
    void time_isOver_attemptFailsAndTheLateAnswerIsDropped() {
        connecting();
        engine.auth(CONTINUE, data("question"));
        engine.sent();
        engine.context.advanceMillis(5_000);

        assertThat(failure().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(failure().exception()).hasMessageContaining("enhanced authentication");
        work();
        assertThat(engine.sent()).isEmpty();
        assertThat(engine.listener.log).containsExactly("connectFailed 1");
    }

    @Test
    @DisplayName("X11 promise 9: the attempt is cancelled while the bean works")
    void attempt_isCancelled_nothingIsLeft() {
        connecting();
        engine.auth(CONTINUE, data("question"));
        engine.client.disconnect(0, 1_000_000_000L);

        assertThat(failure().stage()).isEqualTo(Stage.CANCELLED);
        work();
        assertThat(engine.listener.log).containsExactly("connectFailed 1");
    }

    @Test
    @DisplayName("X11 the connection breaks while the bean takes the CONNACK")
    void connection_breaksWhileTheBeanTakesTheConnack_attemptFails() {
        connecting();
        engine.connack(0, false, data("proof"));
        engine.cut();

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
        work();
        assertThat(engine.listener.log).containsExactly("connectFailed 1");
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.1-1] the authentication is repeated when the bean wants it, with AUTH 0x19, and again after that")
    void repetition_isDue_isCarriedOutWhileConnected() {
        bean.repeatAfter = Duration.ofMinutes(5);
        connected();
        for (int time = 1; time <= 2; time++) {
            engine.context.advanceMillis(Duration.ofMinutes(5).toMillis());
            work();
            assertThat(engine.sentPackets()).extracting(EnhancedAuthenticationTest::contents)
                    .containsExactly("AUTH 0x19 PLANT-1 again");
            engine.auth(CONTINUE, data("question"));
            engine.publish("meanwhile", 0, 0);
            work();
            assertThat(engine.sentPackets()).extracting(EnhancedAuthenticationTest::contents)
                    .containsExactly("AUTH 0x18 PLANT-1 answer");
            engine.auth(0, data("proof"));
            work();
            assertThat(bean.steps).containsExactly("begin tcp://a.example:1883 plant-7", "first", "next question",
                    "accepted proof");
            bean.steps.clear();
        }
        assertThat(engine.listener.log).as("messages flow on, the connection stays")
                .containsExactly("connected 1", "received meanwhile id 0", "received meanwhile id 0");
        assertThat(engine.context.pendingTimers()).isOne();
        engine.client.disconnect(0, 1_000_000_000L);
        engine.cut();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("X11 a repetition that cannot begin ends nothing: it is logged and tried again")
    void repetition_cannotBegin_isTriedAgain() {
        bean.repeatAfter = Duration.ofMinutes(5);
        connected();
        bean.beginFails = new IllegalStateException("the token service is down");
        try (LogCapture log = LogCapture.start()) {
            engine.context.advanceMillis(Duration.ofMinutes(5).toMillis());
            work();
            assertThat(log.troubles()).singleElement().asString()
                    .contains("tcp://a.example:1883", "the token service is down", "30 s");
        }
        assertThat(engine.sent()).isEmpty();
        bean.beginFails = null;
        engine.context.advanceMillis(Authenticator.RETRY.toMillis());
        work();
        assertThat(engine.sent()).containsExactly("AUTH 0x19");
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("X11 a bean that blocks at the beginning of a repetition ends nothing either")
    void repetition_blocksAtItsBeginning_isTriedAgain() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        engine.context.advanceMillis(5_000);
        work();
        assertThat(engine.sent()).as("the late answer is dropped").isEmpty();
        engine.context.advanceMillis(10_000);
        work();

        assertThat(engine.sent()).containsExactly("AUTH 0x19");
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("X11 a broker that does not end a repetition in time loses the connection")
    void repetition_isNotAnswered_connectionEnds() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        work();
        engine.sent();
        engine.context.advanceMillis(5_000);

        assertThat(loss().message()).contains("tcp://a.example:1883", "did not end within 5000 ms");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x80");
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.1-2] a repetition that fails ends the connection, whichever side finds out")
    void repetition_fails_connectionEnds() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        work();
        engine.sent();
        bean.acceptedFails = new SecurityException("the signature is wrong");
        engine.auth(0, data("lie"));
        work();
        assertThat(loss().message()).contains("the signature is wrong");
        assertThat(loss().kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x80");
    }

    @Test
    @DisplayName("X11 the broker does not take a repetition: DISCONNECT 0x87")
    void repetition_isRefused_connectionEnds() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        work();
        engine.disconnect(0x87, MqttProperties.NO_PROPERTIES);

        assertThat(loss().message()).contains("Not authorized (0x87)");
    }

    @Test
    @DisplayName("X11 [MQTT-3.2.2-15] an AUTH larger than the broker's Maximum Packet Size is not sent")
    void repetition_isLargerThanTheBrokerTakes_connectionEnds() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connecting();
        MqttProperties small = data("proof");
        PropertyMapper.addInt(small, PropertyIds.MAXIMUM_PACKET_SIZE, 20);
        engine.connack(0, false, small);
        work();
        engine.sent();
        engine.context.advanceMillis(10_000);
        work();

        assertThat(loss().message()).contains("Maximum Packet Size of the broker, 20");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x80");
    }

    @Test
    @DisplayName("X11 [MQTT-3.2.2-15] the size of AUTH is reckoned right: one that just fits is sent")
    void auth_justFits_isSent() {
        int size = 2 + 1 + 1 + 3 + 7 + 3 + 5;
        assertThat(AuthPacket.properties("PLANT-1", "again".getBytes(StandardCharsets.UTF_8), size).listAll()).hasSize(2);
        connecting();
        engine.auth(CONTINUE, data("question"));
        work();
        List<MqttMessage> sent = engine.sentPackets();
        assertThat(sent.get(1).fixedHeader().remainingLength() + 2).isEqualTo(size + 1);
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = { "18", "00", "19" })
    @DisplayName("X11 AUTH after CONNACK although no authentication is under way: protocol error")
    void auth_comesUnasked_isAProtocolError(String hexCode) {
        connected();
        engine.sent();
        engine.auth(Integer.parseInt(hexCode, 16), data("question"));

        assertThat(loss().kind()).isEqualTo(Disconnection.Kind.PROTOCOL_ERROR);
        assertThat(loss().message()).contains("AUTH although no authentication was under way");
        assertThat(engine.sent()).containsExactly("DISCONNECT 0x82");
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.1-1] only a client repeats: AUTH 0x19 of a broker during a repetition is a protocol error")
    void broker_sendsReauthenticate_isAProtocolError() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        work();
        engine.sent();
        engine.auth(REPEAT, data("question"));

        assertThat(loss().message()).contains("Re-authenticate (0x19)");
    }

    @Test
    @DisplayName("X11 while the connection closes AUTH is no longer answered")
    void auth_comesWhileClosing_isIgnored() {
        bean.repeatAfter = Duration.ofSeconds(10);
        connected();
        engine.context.advanceMillis(10_000);
        work();
        engine.client.disconnect(0, 1_000_000_000L);
        engine.sent();
        bean.steps.clear();
        engine.auth(CONTINUE, data("question"));
        work();

        assertThat(bean.steps).isEmpty();
        assertThat(engine.sent()).isEmpty();
        engine.cut();
        assertThat(loss().kind()).isEqualTo(Disconnection.Kind.LOCAL);
    }
}
