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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.Brokers;
import io.github.camelmqttx.testbed.ExternalClient;
import io.github.camelmqttx.testbed.ExternalSubscription;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Messages from and to clients of other projects, in both directions. A client that is not on this machine is left out;
 * with {@code -Dmqttx.clients=required}, as the profile {@code clients} has it, its tests fail.
 */
@Timeout(60)
class IndependentClientsIT {

    private static final byte[] PAYLOAD = "grüße, 世界\0\n".getBytes(UTF_8);

    private static Broker broker;

    @BeforeAll
    static void startBroker() {
        broker = Brokers.select();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    static Stream<Arguments> clients() {
        return Stream.of(ExternalClient.mosquitto(), ExternalClient.javaScript(), ExternalClient.python())
                .flatMap(client -> Cell.current().map(cell -> Arguments.of(client, cell)));
    }

    private static void require(ExternalClient client) {
        Optional<String> missing = client.missing();
        if ("required".equals(System.getProperty("mqttx.clients"))) {
            assertThat(missing).isEmpty();
        }
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static ItSupport camel(Cell cell) {
        ItSupport camel = new ItSupport(broker);
        camel.defaults().setClient(cell.driver().option());
        camel.defaults().setMqttVersion(cell.version());
        return camel;
    }

    private static String topic(String direction, ExternalClient client, Cell cell) {
        return "independent/" + direction + "/" + client.toString().replace(' ', '-') + "/" + cell.id();
    }

    @ParameterizedTest(name = "{displayName} {0} {1}")
    @MethodSource("clients")
    @DisplayName("M43 M41 M42 M64 X01 what an independent client publishes arrives with all that it has:")
    void independentPublisher_everyQos_arrivesWithItsProperties(ExternalClient client, Cell cell) throws Exception {
        require(client);
        String topic = topic("in", client, cell);
        try (ItSupport camel = camel(cell)) {
            Recorder in = camel.record("in", "mqttx:" + topic + "?qos=2" + cell.traits().receivingQos2());
            camel.start();
            for (int qos = 0; qos <= 2; qos++) {
                client.publish(broker, cell.level(), message(topic, qos, cell));
                Received one = in.await(qos + 1).get(qos);
                assertThat((byte[]) one.body()).isEqualTo(PAYLOAD);
                assertThat(one.qos()).isEqualTo(qos);
                assertThat(one.retained()).isFalse();
                assertThat(one.headers()).as(one.toString()).containsAllEntriesOf(properties(cell));
                if (cell.isMqtt5()) {
                    assertThat((Long) one.headers().get(MqttxConstants.MESSAGE_EXPIRY_INTERVAL)).isBetween(500L, 600L);
                }
            }
            assertThat(in.all()).hasSize(3);
        }
    }

    private static ProbeMessage message(String topic, int qos, Cell cell) {
        MqttProperties properties = new MqttProperties();
        if (cell.isMqtt5()) {
            properties.setContentType("text/x");
            properties.setResponseTopic("reply/here");
            properties.setCorrelationData("c-1".getBytes(UTF_8));
            properties.setMessageExpiryInterval(600L);
            properties.setUserProperties(List.of(
                    new UserProperty("plant", "nord"), new UserProperty("many", "2"), new UserProperty("many", "1")));
        }
        return new ProbeMessage(topic, PAYLOAD, qos, false, false, properties);
    }

    private static Map<String, Object> properties(Cell cell) {
        if (!cell.isMqtt5()) {
            return Map.of();
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(MqttxConstants.CONTENT_TYPE, "text/x");
        headers.put(MqttxConstants.RESPONSE_TOPIC, "reply/here");
        headers.put(MqttxConstants.CORRELATION_DATA, "c-1".getBytes(UTF_8));
        headers.put("plant", "nord");
        headers.put("many", List.of("2", "1"));
        return headers;
    }

    @ParameterizedTest(name = "{displayName} {0} {1}")
    @MethodSource("clients")
    @DisplayName("M43 M42 M55 M64 X01 what a route publishes reaches an independent client with all that it has:")
    void independentSubscriber_everyQos_getsTheProperties(ExternalClient client, Cell cell) throws Exception {
        require(client);
        String topic = topic("out", client, cell);
        Map<String, Object> headers = new LinkedHashMap<>(properties(cell));
        if (cell.isMqtt5()) {
            headers.put(MqttxConstants.MESSAGE_EXPIRY_INTERVAL, 600L);
        }
        try (ItSupport camel = camel(cell)) {
            camel.start();
            camel.send("mqttx:" + topic + "/kept?retained=true", "kept");
            try (ExternalSubscription subscription = client.subscribe(broker, cell.level(), topic + "/#", 2)) {
                assertThat(subscription.await(1).get(0)).matches(ProbeMessage::retained, "retained").extracting(
                        ProbeMessage::text).isEqualTo("kept");
                for (int qos = 0; qos <= 2; qos++) {
                    camel.send("mqttx:" + topic + "/" + qos + "?qos=" + qos, PAYLOAD, headers);
                    assertArrived(subscription.await(qos + 2).get(qos + 1), topic + "/" + qos, qos, cell);
                }
            }
            camel.send("mqttx:" + topic + "/kept?retained=true", null);
        }
    }

    private static void assertArrived(ProbeMessage one, String topic, int qos, Cell cell) {
        assertThat(one.topic()).isEqualTo(topic);
        assertThat(one.payload()).isEqualTo(PAYLOAD);
        assertThat(one.qos()).isEqualTo(qos);
        assertThat(one.retained()).isFalse();
        MqttProperties properties = one.properties();
        if (!cell.isMqtt5()) {
            assertThat(properties.getUserProperties()).isEmpty();
            assertThat(properties.getContentType()).isNull();
            return;
        }
        assertThat(properties.getContentType()).isEqualTo("text/x");
        assertThat(properties.getResponseTopic()).isEqualTo("reply/here");
        assertThat(properties.getCorrelationData()).isEqualTo("c-1".getBytes(UTF_8));
        assertThat(properties.getMessageExpiryInterval()).isBetween(500L, 600L);
        assertThat(properties.getUserProperties()).extracting(UserProperty::getKey, UserProperty::getValue)
                .containsExactlyInAnyOrder(tuple("plant", "nord"), tuple("many", "2"), tuple("many", "1"));
    }
}
