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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** TCP, TLS, WebSocket and WSS against a broker that has all four, the secure ones with mutual TLS. */
@Timeout(120)
class TransportIT {

    private static Certificates certificates;
    private static ArtemisBroker broker;

    @BeforeAll
    static void startBroker() {
        certificates = Certificates.create();
        broker = ArtemisBroker.create(BrokerOptions.plain().withMutualTls(certificates));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        certificates.close();
    }

    private static ItSupport support(String brokers) {
        ItSupport it = new ItSupport(brokers);
        if (brokers.contains("mqtts:") || brokers.contains("wss:")) {
            it.defaults().setTrustStore("file:" + certificates.authority().identity().certificatePem());
            it.defaults().setKeyStore("file:" + certificates.client().keyStore("PKCS12"));
            it.defaults().setKeyStorePassword(Certificates.PASSWORD);
        }
        return it;
    }

    static Stream<Arguments> schemesAndVersions() {
        return Stream.of(Scheme.values()).flatMap(scheme -> Stream.of("5", "3.1.1").map(v -> Arguments.of(scheme, v)));
    }

    @ParameterizedTest(name = "{0} MQTT {1}")
    @MethodSource("schemesAndVersions")
    @DisplayName("M07 M34 a message of 200 kB goes from route to route over each transport")
    void transport_roundTrip(Scheme scheme, String version) throws Exception {
        try (ItSupport it = support(broker.uri(scheme))) {
            String topic = "transport/" + scheme + "/" + version.charAt(0);
            Recorder in = it.record("in", "mqttx:" + topic + "?qos=1&mqttVersion=" + version);
            it.start();
            String body = "0123456789".repeat(20_000);
            it.send("mqttx:" + topic + "?qos=1&mqttVersion=" + version, body);
            it.send("mqttx:" + topic + "?qos=1&mqttVersion=" + version, "small");
            assertThat(in.await(2)).extracting(Received::text).containsExactly(body, "small");
        }
    }

    @Test
    @DisplayName("M05 M04 one list with tcp, tls, ws and wss: the session goes from one to the next and back")
    void mixedList_oneAfterAnotherFails_goesThroughAll() throws Exception {
        try (TcpProxy tcp = proxy(Scheme.MQTT); TcpProxy tls = proxy(Scheme.MQTTS); TcpProxy ws = proxy(Scheme.WS);
             TcpProxy wss = proxy(Scheme.WSS);
             ItSupport it = support(String.join(",", tcp.uri(Scheme.MQTT), tls.uri(Scheme.MQTTS), ws.uri(Scheme.WS),
                     wss.uri(Scheme.WSS)))) {
            it.defaults().setFailbackDelay(500);
            it.defaults().setReconnectDelay(50);
            it.defaults().setReconnectMaxDelay(200);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:mixed/#?clientId=mixed-in" + ItSupport.DURABLE);
            it.start();
            int number = 0;
            for (Map.Entry<TcpProxy, String> hop : List.of(Map.entry(tcp, "tcp://"), Map.entry(tls, "tls://"),
                    Map.entry(ws, "ws://"), Map.entry(wss, "wss://"))) {
                await().atMost(SessionWatch.TIMEOUT).until(() -> watch.broker("in"), at -> at.startsWith(hop.getValue()));
                try (MqttProbe probe = MqttProbe.connect(broker)) {
                    probe.publish("mixed/a", "hop" + number, 1);
                }
                in.await(++number);
                if (number < 4) {
                    hop.getKey().down();
                }
            }
            tcp.up();
            await().atMost(SessionWatch.TIMEOUT).until(() -> watch.broker("in"), at -> at.startsWith("tcp://"));
            assertThat(in.texts()).containsExactly("hop0", "hop1", "hop2", "hop3");
        }
    }

    private static TcpProxy proxy(Scheme scheme) {
        return TcpProxy.to(broker.host(), broker.port(scheme));
    }

    @ParameterizedTest
    @EnumSource(value = Scheme.class, names = { "MQTTS", "WSS" })
    @DisplayName("M34 without a client certificate the broker ends the handshake, and the message says so")
    void noClientCertificate_isRefused(Scheme scheme) throws Exception {
        try (ItSupport it = new ItSupport(broker.uri(scheme))) {
            it.defaults().setTrustStore("file:" + certificates.authority().identity().certificatePem());
            it.record("in", "mqttx:x?testConnectionOnStartup=true&connectionTimeout=5s");
            assertThat(catchThrowable(it::start)).hasStackTraceContaining("certificate")
                    .hasStackTraceContaining(":" + broker.port(scheme));
        }
    }

    @Test
    @DisplayName("M07 WebSocket: path, sub-protocol mqtt and custom headers are in the upgrade; a refusal names path and status")
    void webSocket_upgradeRequest_hasPathSubProtocolAndHeaders() throws Exception {
        try (UpgradeListener listener = new UpgradeListener(); ItSupport it = new ItSupport(listener.uri("/plant?x=1"))) {
            it.record("in", "mqttx:x?testConnectionOnStartup=true&connectionTimeout=5s&wsHeader.X-Tenant=north"
                            + "&wsHeader.Authorization=RAW(Bearer t0ken)");
            assertThat(catchThrowable(it::start)).hasStackTraceContaining("403").hasStackTraceContaining("/plant")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("t0ken"));
            String request = listener.requests().get(0).toLowerCase(Locale.ROOT);
            assertThat(request).startsWith("get /plant?x=1 http/1.1").contains("sec-websocket-protocol: mqtt\r\n",
                    "x-tenant: north\r\n", "authorization: bearer t0ken\r\n", "upgrade: websocket\r\n", "host: 127.0.0.1:");
        }
    }

    @Test
    @DisplayName("M07 webSocketPath completes addresses without a path; the default is /mqtt")
    void webSocketPath_completesAddresses() throws Exception {
        try (UpgradeListener listener = new UpgradeListener()) {
            for (String option : List.of("", "&webSocketPath=/other")) {
                try (ItSupport it = new ItSupport(listener.uri(""))) {
                    it.record("in", "mqttx:x?connectionTimeout=5s" + option);
                    it.start();
                }
            }
            assertThat(listener.requests()).anyMatch(request -> request.startsWith("GET /mqtt HTTP/1.1"))
                    .anyMatch(request -> request.startsWith("GET /other HTTP/1.1"));
        }
    }
}
