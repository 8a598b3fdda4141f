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
import java.util.List;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.client.WillMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** CONNECT and CONNACK. Spec: 5.0 sections 3.1 and 3.2, 3.1.1 sections 3.1 and 3.2. */
class ConnectTest {

    private final EngineFixture engine = new EngineFixture();

    private static Requests request(ProtocolVersion version) {
        return Requests.to(Requests.BROKER, version);
    }

    private MqttConnectMessage connectPacket(Requests request) {
        engine.connecting(request);
        List<MqttMessage> packets = engine.sentPackets();
        assertThat(packets).hasSize(1);
        return (MqttConnectMessage) packets.get(0);
    }

    private ConnectFailure failure() {
        assertThat(engine.listener.connected).isEmpty();
        assertThat(engine.listener.connectFailed).hasSize(1);
        return engine.listener.connectFailed.get(0);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M64 [MQTT-3.1.2-1] [MQTT-3.1.2-2] CONNECT says name and number of its version, and what was asked for")
    void connect_isSent_saysWhatWasAsked(ProtocolVersion version) {
        MqttConnectMessage packet = connectPacket(request(version).keepAlive(60).credentials("user", "secret"));

        assertThat(packet.variableHeader().name()).isEqualTo(version == ProtocolVersion.MQTT_3_1 ? "MQIsdp" : "MQTT");
        assertThat(packet.variableHeader().version()).isEqualTo(version.level());
        assertThat(packet.variableHeader().isCleanSession()).isTrue();
        assertThat(packet.variableHeader().keepAliveTimeSeconds()).isEqualTo(60);
        assertThat(packet.variableHeader().isWillFlag()).isFalse();
        assertThat(packet.payload().clientIdentifier()).isEqualTo("plant-7");
        assertThat(packet.payload().userName()).isEqualTo("user");
        assertThat(packet.payload().passwordInBytes()).asString().isEqualTo("secret");
    }

    @Test
    @DisplayName("X01 CONNECT of MQTT 5.0 carries Session Expiry Interval, Receive Maximum, Maximum Packet Size, User Properties")
    void connect_mqtt5_hasProperties() {
        WillMessage will = new WillMessage("will", new byte[0], 0, false, 0, null);
        MqttProperties properties = connectPacket(
                request(ProtocolVersion.MQTT_5).durable().limits(20, 1_000, 5).will(will, new UserProperty("a", "b")))
                .variableHeader().properties();

        assertThat(PropertyMapper.number(properties, PropertyIds.SESSION_EXPIRY_INTERVAL, -1)).isEqualTo(3_600);
        assertThat(PropertyMapper.number(properties, PropertyIds.RECEIVE_MAXIMUM, -1)).isEqualTo(20);
        assertThat(PropertyMapper.number(properties, PropertyIds.MAXIMUM_PACKET_SIZE, -1)).isEqualTo(1_000);
        assertThat(PropertyMapper.has(properties, PropertyIds.USER_PROPERTY)).isTrue();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M29 [MQTT-3.1.2-7] the Will Message goes with CONNECT, with its properties in MQTT 5.0")
    void connect_hasWill(ProtocolVersion version) {
        PublishProperties properties = new PublishProperties(
                1, 60L, "text/plain", "reply", new byte[] { 1 }, List.of(), List.of(new UserProperty("k", "v")));
        WillMessage will = new WillMessage("will/topic", "gone".getBytes(StandardCharsets.UTF_8), 1, true, 30, properties);

        MqttConnectMessage packet = connectPacket(request(version).will(will));

        assertThat(packet.variableHeader().isWillFlag()).isTrue();
        assertThat(packet.variableHeader().willQos()).isEqualTo(1);
        assertThat(packet.variableHeader().isWillRetain()).isTrue();
        assertThat(packet.payload().willTopic()).isEqualTo("will/topic");
        assertThat(packet.payload().willMessageInBytes()).asString().isEqualTo("gone");
        MqttProperties willProperties = packet.payload().willProperties();
        boolean v5 = version == ProtocolVersion.MQTT_5;
        assertThat(PropertyMapper.number(willProperties, PropertyIds.WILL_DELAY_INTERVAL, -1)).isEqualTo(v5 ? 30 : -1);
        assertThat(PropertyMapper.has(willProperties, PropertyIds.USER_PROPERTY)).isEqualTo(v5);
        assertThat(PropertyMapper.has(willProperties, PropertyIds.RESPONSE_TOPIC)).isEqualTo(v5);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M09 [MQTT-3.1.2-16] a user name without password is sent")
    void credentials_haveNoPassword_userNameIsSent(ProtocolVersion version) {
        MqttConnectMessage packet = connectPacket(request(version).credentials("user", null));

        assertThat(packet.variableHeader().hasUserName()).isTrue();
        assertThat(packet.variableHeader().hasPassword()).isFalse();
    }

    @Test
    @DisplayName("M09 MQTT 5.0: a password without user name (a token) is sent, or refused clearly by a codec that cannot")
    void credentials_haveNoUserNameInMqtt5_isSentOrRefused() {
        engine.connecting(request(ProtocolVersion.MQTT_5).credentials(null, "secret"));

        List<MqttMessage> packets = engine.sentPackets();
        if (packets.isEmpty()) {
            assertThat(failure().exception()).hasMessageContaining("userName").hasMessageNotContaining("secret");
        } else {
            assertThat(((MqttConnectMessage) packets.get(0)).payload().passwordInBytes()).asString().isEqualTo("secret");
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1", "MQTT_3_1_1" })
    @DisplayName("M09 [MQTT-3.1.2-22] MQTT 3.x: a password without user name is refused before anything is sent")
    void credentials_haveNoUserName_attemptFails(ProtocolVersion version) {
        engine.connecting(request(version).credentials(null, "secret"));

        assertThat(failure().exception()).hasMessageContaining("userName").hasMessageNotContaining("secret");
        assertThat(failure().exception().isRetryable()).isFalse();
        assertThat(engine.opening).isNull();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("MQTT 3.1 allows 23 characters of Client Identifier; more is refused before anything is sent")
    void clientId_isTooLongForMqtt31_attemptFails() {
        engine.connecting(request(ProtocolVersion.MQTT_3_1).clientId("x".repeat(24)));

        assertThat(failure().exception()).hasMessageContaining("23").hasMessageContaining("clientId");
    }

    @Test
    @DisplayName("X12 CONNACK of MQTT 5.0: every capability ends up in the result")
    void connack_hasProperties_resultSaysSo() {
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addText(properties, PropertyIds.ASSIGNED_CLIENT_IDENTIFIER, "assigned");
        PropertyMapper.addInt(properties, PropertyIds.SERVER_KEEP_ALIVE, 33);
        PropertyMapper.addInt(properties, PropertyIds.SESSION_EXPIRY_INTERVAL, 0xFFFF_FFFFL);
        PropertyMapper.addInt(properties, PropertyIds.RECEIVE_MAXIMUM, 9);
        PropertyMapper.addInt(properties, PropertyIds.MAXIMUM_QOS, 1);
        PropertyMapper.addInt(properties, PropertyIds.RETAIN_AVAILABLE, 0);
        PropertyMapper.addInt(properties, PropertyIds.MAXIMUM_PACKET_SIZE, 5_000);
        PropertyMapper.addInt(properties, PropertyIds.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
        PropertyMapper.addInt(properties, PropertyIds.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        PropertyMapper.addInt(properties, PropertyIds.SHARED_SUBSCRIPTION_AVAILABLE, 0);
        PropertyMapper.addText(properties, PropertyIds.SERVER_REFERENCE, "other.example");

        engine.connect(request(ProtocolVersion.MQTT_5).durable().attempt(4), true, properties);

        assertThat(engine.listener.connected).containsExactly(new ConnectResult(
                ProtocolVersion.MQTT_5, true, "assigned", 33, 0xFFFF_FFFFL, 9, 1, false, 5_000, false, false, false,
                "other.example"));
        assertThat(engine.listener.log).containsExactly("connected 4");
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("CONNACK without properties: the defaults of MQTT 5.0")
    void connack_hasNoProperties_resultHasDefaults(ProtocolVersion version) {
        engine.connect(request(version).keepAlive(60), false);

        assertThat(engine.listener.connected).containsExactly(new ConnectResult(
                version, false, "plant-7", 60, 0, 65_535, 2, true, 268_435_460, true, true, true, null));
    }

    @ParameterizedTest(name = "{0} becomes 0x{1}")
    @CsvSource({ "1, 84, mqttVersion", "2, 85, clientId", "3, 88, later", "4, 86, userName", "5, 87, permissions" })
    @DisplayName("M63 [3.1.1 3.2.2.3] return codes of MQTT 3.x become the Reason Codes of MQTT 5.0, with advice")
    void connack_mqtt311Refuses_failureIsActionable(int returnCode, String hexCode, String advice) {
        engine.connecting(request(ProtocolVersion.MQTT_3_1_1));
        engine.connack(returnCode, false, MqttProperties.NO_PROPERTIES);

        assertThat(failure().stage()).isEqualTo(Stage.REFUSED);
        assertThat(failure().exception().getReasonCode()).isEqualTo(Integer.parseInt(hexCode, 16));
        assertThat(failure().exception()).hasMessageContaining("tcp://a.example:1883").hasMessageContaining(advice);
        assertThat(failure().exception().isRetryable()).isEqualTo(returnCode == 3);
    }

    @ParameterizedTest(name = "0x{0}")
    @CsvSource({
            "84, false", "85, false", "86, false", "87, false", "88, true", "89, true", "8A, false", "97, true",
            "9B, false", "9F, true" })
    @DisplayName("M63 [MQTT-3.2.2-7] a refusal of MQTT 5.0 carries its Reason Code and Reason String")
    void connack_mqtt5Refuses_failureIsActionable(String hexCode, boolean retryable) {
        engine.connecting(request(ProtocolVersion.MQTT_5));
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addText(properties, PropertyIds.REASON_STRING, "because\nof this");

        engine.connack(Integer.parseInt(hexCode, 16), false, properties);

        assertThat(failure().stage()).isEqualTo(Stage.REFUSED);
        assertThat(failure().exception()).hasMessageContaining("0x" + hexCode).hasMessageContaining("because of this");
        assertThat(failure().exception().isRetryable()).isEqualTo(retryable);
        assertThat(engine.channel.isOpen()).isFalse();
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = { "9C", "9D" })
    @DisplayName("X07 [MQTT-4.11] a refusal names the Server Reference")
    void connack_redirects_failureNamesTheReference(String hexCode) {
        engine.connecting(request(ProtocolVersion.MQTT_5));
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addText(properties, PropertyIds.SERVER_REFERENCE, "other.example:1883");

        engine.connack(Integer.parseInt(hexCode, 16), false, properties);

        assertThat(failure().exception()).hasMessageContaining("other.example:1883");
        assertThat(failure().serverReference()).isEqualTo("other.example:1883");
    }

    @ParameterizedTest(name = "code {0}")
    @CsvSource({ "1, 84", "2, 85", "3, 88", "4, 86", "5, 87" })
    @DisplayName("M64 a return code of MQTT 3.x in a CONNACK of MQTT 5.0 is understood")
    void connack_ofMqtt5HasReturnCode_isTranslated(int returnCode, String hexCode) {
        engine.connecting(request(ProtocolVersion.MQTT_5));

        engine.sendRaw(0x20, 0x03, 0x00, returnCode, 0x00);

        assertThat(failure().stage()).isEqualTo(Stage.REFUSED);
        assertThat(failure().exception().getReasonCode()).isEqualTo(Integer.parseInt(hexCode, 16));
    }

    @ParameterizedTest(name = "return code {0}")
    @CsvSource({ "0, 84", "1, 84", "2, 85", "3, 88", "4, 86", "5, 87", "132, 84" })
    @DisplayName("M64 a CONNACK of MQTT 3.x in answer to a CONNECT of MQTT 5.0 is understood as a refusal")
    void connack_isOfMqtt3_isUnderstood(int returnCode, String hexCode) {
        engine.connecting(request(ProtocolVersion.MQTT_5));

        engine.sendRaw(0x20, 0x02, 0x00);
        assertThat(engine.listener.connectFailed).isEmpty();
        engine.sendRaw(returnCode);

        assertThat(failure().stage()).isEqualTo(Stage.REFUSED);
        assertThat(failure().exception().getReasonCode()).isEqualTo(Integer.parseInt(hexCode, 16));
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(value = ProtocolVersion.class, names = { "MQTT_3_1_1", "MQTT_5" })
    @DisplayName("[MQTT-3.2.2-4] [3.1.1 MQTT-3.2.2-1] Session Present although Clean Start was requested is a protocol error")
    void connack_sessionPresentAfterCleanStart_attemptFails(ProtocolVersion version) {
        engine.connecting(request(version));
        engine.sent();

        engine.connack(0, true, MqttProperties.NO_PROPERTIES);

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
        assertThat(failure().exception()).hasMessageContaining("Session Present");
        assertThat(engine.sent()).isEqualTo(version == ProtocolVersion.MQTT_5 ? List.of("DISCONNECT 0x82") : List.of());
    }

    @ParameterizedTest(name = "property {0}")
    @ValueSource(ints = { PropertyIds.RECEIVE_MAXIMUM, PropertyIds.MAXIMUM_PACKET_SIZE })
    @DisplayName("[5.0 3.2.2.3.3] [5.0 3.2.2.3.6] Receive Maximum 0 and Maximum Packet Size 0 are protocol errors")
    void connack_propertyIsZero_attemptFails(int property) {
        engine.connecting(request(ProtocolVersion.MQTT_5));
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addInt(properties, property, 0);

        engine.connack(0, false, properties);

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("F28 [MQTT-3.2.0-1] a packet before CONNACK is a protocol error")
    void packet_comesBeforeConnack_attemptFails(ProtocolVersion version) {
        engine.connecting(request(version));
        engine.sent();

        engine.publish("a", 0, 0);

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
        assertThat(failure().exception()).hasMessageContaining("PUBLISH before CONNACK");
        assertThat(engine.sent()).isEqualTo(version == ProtocolVersion.MQTT_5 ? List.of("DISCONNECT 0x82") : List.of());
        assertThat(engine.listener.received).isEmpty();
    }

    @Test
    @DisplayName("F28 a TLS alert in answer to CONNECT says that the port speaks TLS")
    void answer_isTlsAlert_hintsAtTls() {
        engine.connecting(request(ProtocolVersion.MQTT_5));

        engine.sendRaw(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A);

        assertThat(failure().exception()).hasMessageContaining("TLS port").hasMessageContaining("mqtts://");
    }

    @Test
    @DisplayName("F28 an HTTP response in answer to CONNECT says that the port is no MQTT port")
    void answer_isHttp_hintsAtWebSocket() {
        engine.connecting(request(ProtocolVersion.MQTT_3_1_1));

        engine.sendRaw("HTTP/1.1 400 Bad Request\r\n\r\n".chars().toArray());

        assertThat(failure().exception()).hasMessageContaining("HTTP").hasMessageContaining("ws://");
    }

    @Test
    @DisplayName("M57 the connection is closed without CONNACK: the hint names TLS and mqttVersion")
    void channel_isClosedBeforeConnack_hints() {
        engine.connecting(request(ProtocolVersion.MQTT_5));

        engine.cut();

        assertThat(failure().stage()).isEqualTo(Stage.NO_CONNACK);
        assertThat(failure().exception()).hasMessageContaining("tcp://a.example:1883").hasMessageContaining("mqtts://")
                .hasMessageContaining("mqttVersion");
    }

    @Test
    @DisplayName("M06 the attempt ends when its time is over: during opening, saying what it was at")
    void time_isOverWhileOpening_attemptFails() {
        engine.opensAtOnce = false;
        engine.connecting(request(ProtocolVersion.MQTT_5).timeoutMillis(3_000));
        engine.context.advanceMillis(2_999);
        assertThat(engine.listener.connectFailed).isEmpty();

        engine.context.advanceMillis(1);

        assertThat(failure().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(failure().exception()).hasMessageContaining("3000 ms").hasMessageContaining("resolving the host name");
        assertThat(engine.openingCancelled).isTrue();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("M06 the attempt ends when its time is over: waiting for CONNACK")
    void time_isOverBeforeConnack_attemptFails() {
        engine.connecting(request(ProtocolVersion.MQTT_5).timeoutMillis(3_000));

        engine.context.advanceMillis(3_000);

        assertThat(failure().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(failure().exception()).hasMessageContaining("CONNACK");
        assertThat(engine.channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("M57 what opening reports becomes the failure of the attempt")
    void opening_fails_attemptFails() {
        engine.opensAtOnce = false;
        engine.connecting(request(ProtocolVersion.MQTT_5));
        ConnectFailure failure = new ConnectFailure(
                Stage.NETWORK, new MqttxConnectException("why", MqttxConnectException.NO_REASON_CODE, true, null));

        engine.openFailed(failure);

        assertThat(failure()).isSameAs(failure);
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("A second attempt while there is one is a programming error; after its end it is possible, even inside the event")
    void connect_whileConnecting_throws() {
        Requests request = request(ProtocolVersion.MQTT_5);
        engine.connecting(request);
        assertThatThrownBy(() -> engine.client.connect(request.request())).isInstanceOf(IllegalStateException.class);

        engine.cut();
        engine.connect(request.attempt(2), false);

        assertThat(engine.listener.log).containsExactly("connectFailed 1", "connected 2");
    }
}
