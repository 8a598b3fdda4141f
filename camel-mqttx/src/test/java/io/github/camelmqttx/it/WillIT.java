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
package io.github.camelmqttx.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Will Message: sent by the broker when the connection is lost, never after a clean stop. */
@Timeout(120)
class WillIT {

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.create(BrokerOptions.plain());
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "MQTT {0} QoS {1}")
    @CsvSource({ "5,0", "5,1", "5,2", "3.1.1,1", "3.1,2" })
    @DisplayName("M29 M23 F16 the Will comes when the connection is cut, retained, with its QoS; not after a clean stop")
    void will_cutAndCleanStop(String version, int qos) throws Exception {
        String topic = "will/" + version + "/" + qos;
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe(topic, 2);
            try (ItSupport it = new ItSupport(proxy.uri())) {
                SessionWatch watch = SessionWatch.on(it);
                it.record("in", "mqttx:x/#?reconnectDelay=50&reconnectMaxDelay=100&willPayload=RAW(gone away)&willRetained=true"
                                + "&mqttVersion=" + version + "&willQos=" + qos + "&willTopic=" + topic);
                it.start();
                watch.awaitUp("in");
                proxy.resetAll();
                ProbeMessage first = probe.await(1).get(0);
                assertThat(first.text()).isEqualTo("gone away");
                assertThat(first.qos()).isEqualTo(qos);
                watch.await(Kind.CONNECTED, 2);
                watch.awaitUp("in");
                proxy.resetAll();
                probe.await(2);
                watch.await(Kind.CONNECTED, 3);
                watch.awaitUp("in");
                it.stopRoute("in");
            }
            try (MqttProbe late = MqttProbe.connect(broker)) {
                late.subscribe(topic, 2);
                assertThat(late.await(1).get(0)).matches(ProbeMessage::retained, "retained");
            }
            probe.publish(topic, "marker", 1);
            assertThat(probe.await(3)).extracting(ProbeMessage::text).containsExactly("gone away", "gone away", "marker");
            probe.clearRetained(topic);
        }
    }

    @Test
    @DisplayName("M29 the Will is in each CONNECT, with willDelayInterval; a producer sends it too; empty payload is allowed")
    void will_everyConnect_carriesIt() throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start(); ItSupport it = new ItSupport(scripted.uri())) {
            it.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:out")
                            .to("mqttx:x?mqttVersion=5&willTopic=w/t&willQos=2&willDelayInterval=7s&reconnectDelay=50");
                }
            });
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            for (int number = 1; number <= 3; number++) {
                ScriptedConnection connection = scripted.awaitConnection();
                MqttConnectMessage connect = connection.connect();
                assertThat(connect.variableHeader().isWillFlag()).isTrue();
                assertThat(connect.variableHeader().willQos()).isEqualTo(2);
                assertThat(connect.variableHeader().isWillRetain()).isFalse();
                assertThat(connect.payload().willTopic()).isEqualTo("w/t");
                assertThat(connect.payload().willMessageInBytes()).isEmpty();
                assertThat(connect.payload().willProperties().getProperty(0x18).value()).isEqualTo(7);
                connection.reset();
            }
            ScriptedConnection last = scripted.awaitConnection();
            watch.await(Kind.CONNECTED, 4);
            it.context().stop();
            assertThat(last.await(PacketType.DISCONNECT).reasonCode()).isZero();
        }
    }

    @Test
    @DisplayName("M29 willDelayInterval: no Will if the session is back in time")
    void willDelay_reconnectInTime_noWill() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker);
             ItSupport it = new ItSupport(proxy.uri())) {
            probe.subscribe("delayed/will", 1);
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:x/#?mqttVersion=5&clientId=will-delay&reconnectDelay=50&willTopic=delayed/will"
                            + "&willDelayInterval=5s" + ItSupport.DURABLE);
            it.start();
            watch.awaitUp("in");
            proxy.resetAll();
            watch.await(Kind.CONNECTED, 2);
            Its.soon().during(Duration.ofSeconds(6)).until(() -> probe.texts().isEmpty());
            probe.publish("delayed/will", "marker", 1);
            assertThat(probe.await(1)).extracting(ProbeMessage::text).isEqualTo(List.of("marker"));
        }
    }

    @Test
    @DisplayName("M29 all properties of the Will, topic by placeholder, at each connect, as an independent client sees them (mosquitto)")
    void properties_mosquitto_areSeen() throws Exception {
        assertProperties(broker);
    }

    @Test
    @DisplayName("M29 all properties of the Will, topic by placeholder, at each connect, as an independent client sees them (HiveMQ)")
    void properties_hiveMq_areSeen() throws Exception {
        try (HiveMqBroker hiveMq = HiveMqBroker.create(BrokerOptions.plain())) {
            hiveMq.start();
            assertProperties(hiveMq);
        }
    }

    private static void assertProperties(Broker at) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(at); MqttProbe probe = MqttProbe.connect(at);
             ItSupport it = new ItSupport(proxy.uri())) {
            probe.subscribe("plants/north/state", 1);
            it.context().getPropertiesComponent().addInitialProperty("plant", "north");
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:x/#?mqttVersion=5&reconnectDelay=50&reconnectMaxDelay=100&willTopic=plants/{{plant}}/state"
                            + "&willPayload=gone&willContentType=text/plain&willPayloadFormatIndicator=true"
                            + "&willMessageExpiryInterval=600s&willResponseTopic=answers/a&willCorrelationData=c-1"
                            + "&willUserProperty.plant={{plant}}&willUserProperty.line=7");
            it.start();
            for (int number = 1; number <= 2; number++) {
                watch.await(Kind.CONNECTED, number);
                watch.awaitUp("in");
                proxy.resetAll();
                ProbeMessage will = probe.await(number).get(number - 1);
                assertThat(will.text()).isEqualTo("gone");
                MqttProperties properties = will.properties();
                assertThat(properties.getContentType()).isEqualTo("text/plain");
                assertThat(properties.getPayloadFormat()).isTrue();
                assertThat(properties.getMessageExpiryInterval()).isBetween(590L, 600L);
                assertThat(properties.getResponseTopic()).isEqualTo("answers/a");
                assertThat(properties.getCorrelationData()).isEqualTo("c-1".getBytes(StandardCharsets.UTF_8));
                assertThat(properties.getUserProperties()).extracting(UserProperty::getKey, UserProperty::getValue)
                        .containsExactlyInAnyOrder(tuple("plant", "north"), tuple("line", "7"));
            }
        }
    }

    @Test
    @DisplayName("M29 M43 with mqttVersion=auto a broker of MQTT 3.1.1 gets the Will without its properties")
    void properties_olderBroker_areLeftOut() throws Exception {
        try (ScriptedBroker old = ScriptedBroker.start(); ItSupport it = new ItSupport(old.uri())) {
            old.on(PacketType.CONNECT, (connection, packet) -> {
                if (connection.version() > 4) {
                    connection.close();
                } else {
                    connection.answer(packet);
                }
            });
            it.record("in", "mqttx:x?willTopic=w&willContentType=t&willUserProperty.a=b&reconnectDelay=50");
            it.start();
            Its.until(() -> old.connections().stream()
                    .anyMatch(connection -> connection.connect().variableHeader().version() == 4
                            && "w".equals(connection.connect().payload().willTopic())));
        }
    }
}
