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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** Addresses, transports, lists of brokers, and what is said when a connection cannot be made. */
interface ConnectContract extends BrokerUnderTest {

    /** An address where nothing listens. */
    String NOWHERE = "tcp://127.0.0.1:1";

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("io.github.camelmqttx.it.Cell#newest")
    @DisplayName("M01 M02 M64 an address as URL or as host and port; mqttVersion=auto finds MQTT 5.0")
    default void address_anyNotation_connects(Cell cell) throws Exception {
        for (String notation : List.of("tcp://%s:%d", "mqtt://%s:%d", "%s:%d")) {
            try (ItSupport camel = camel(cell, notation.formatted(broker().host(), broker().port(Scheme.MQTT)))) {
                camel.defaults().setMqttVersion("auto");
                camel.record("in", "mqttx:address/" + cell.id() + "?testConnectionOnStartup=true");
                camel.start();
                assertThat(camel.consumer("in").session().version()).isEqualTo("5.0");
            }
        }
    }

    @EachCell
    @DisplayName("M07 M09 a large message goes from route to route over each transport of the broker")
    default void transport_each_roundTrip(Cell cell) throws Exception {
        for (Scheme scheme : schemes()) {
            String body = "x".repeat(scheme.isWebSocket() ? cell.traits().largestWebSocketMessage() : 200_000);
            String uri = "mqttx:transport/" + cell.id() + "/" + scheme + "?qos=1";
            try (ItSupport camel = camel(cell, broker().uri(scheme))) {
                Recorder in = camel.record("in", uri);
                camel.start();
                camel.send(uri, body);
                camel.send(uri, "small");
                assertThat(in.await(2)).as(scheme.toString()).extracting(Received::text).containsExactly(body, "small");
            }
        }
    }

    @EachCell
    @DisplayName("M03 M04 M05 M06 a list of all transports behind a dead address and a black hole: each takes over from the one "
                 + "before, and a durable session gets what was missed")
    default void list_oneAfterAnotherFails_goesThroughAll(Cell cell) throws Exception {
        List<TcpProxy> proxies = new ArrayList<>();
        try (TcpProxy hole = TcpProxy.to(broker()).blackHole()) {
            List<String> addresses = new ArrayList<>(List.of(NOWHERE, hole.uri()));
            for (Scheme scheme : schemes()) {
                TcpProxy proxy = TcpProxy.to(broker().host(), broker().port(scheme));
                proxies.add(proxy);
                addresses.add(proxy.uri(scheme));
            }
            try (ItSupport camel = camel(cell, String.join(",", addresses))) {
                SessionWatch watch = SessionWatch.on(camel);
                String topic = "list/" + cell.id();
                Recorder in = camel.record("in", "mqttx:" + topic + "?connectionTimeout=700&failbackDelay=0&clientId=list-"
                                                 + cell.id() + durable(cell));
                camel.start();
                List<String> expected = new ArrayList<>();
                for (TcpProxy proxy : proxies) {
                    watch.awaitAt("in", proxy.uri());
                    expected.add("at " + expected.size());
                    probe().publish(topic, "at " + (expected.size() - 1), 1);
                    until(() -> in.texts().containsAll(expected));
                    if (proxy != proxies.get(proxies.size() - 1)) {
                        hole.refuse();
                        proxy.down();
                        expected.add("between " + expected.size());
                        probe().publish(topic, "between " + (expected.size() - 1), 1);
                    }
                }
                assertThat(in.texts().stream().distinct()).as("QoS 1: an acknowledgement may be lost with its connection")
                        .containsExactlyElementsOf(expected);
            }
        } finally {
            proxies.forEach(TcpProxy::close);
        }
    }

    private static String durable(Cell cell) {
        return cell.isMqtt5() ? ItSupport.DURABLE : "&cleanStart=false";
    }

    @EachCell
    @DisplayName("M63 M09 a wrong password is said, with the broker and a remedy, and no secret")
    default void wrongPassword_isSaid(Cell cell) throws Exception {
        try (ItSupport camel = camel(cell); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(camel);
            camel.record("in", "mqttx:refused?reconnectDelay=30s&reconnectMaxDelay=60s&password=wr0ng-s3cret");
            camel.start();
            watch.await(Kind.ROUND_FAILED);
            assertThat(watch.problem("in")).contains("Check userName and password", ":" + broker().port(Scheme.MQTT))
                    .containsPattern("Not authorized \\(0x87\\)|Bad User Name or Password \\(0x86\\)");
            assertThat(watch.problem("in") + log.text()).doesNotContain("wr0ng-s3cret", PASSWORD);
        }
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("io.github.camelmqttx.it.Cell#current")
    @DisplayName("M57 M06 no broker to be had: the publish fails and names every broker tried, with the reason")
    default void noBroker_publish_namesEveryBroker(Cell cell) throws Exception {
        try (TcpProxy hole = TcpProxy.to(broker()).blackHole(); ItSupport camel = camel(cell, NOWHERE + "," + hole.uri())) {
            SessionWatch watch = SessionWatch.on(camel);
            camel.start();
            String uri = "mqttx:error/a?outbox=none&connectionTimeout=500&reconnectMaxDelay=1s";
            camel.request(uri, "first", Map.of());
            watch.await(Kind.ROUND_FAILED);
            Exchange failed = camel.request(uri, "x", Map.of());
            assertThat(failed.getException()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("error/a")
                    .hasMessageContaining("tcp://127.0.0.1:1").hasMessageContaining("refused")
                    .hasMessageContaining(":" + hole.port()).hasMessageContaining("no answer within 500 ms");
            assertThat(((MqttxConnectException) failed.getException()).isRetryable()).isTrue();
        }
    }
}
