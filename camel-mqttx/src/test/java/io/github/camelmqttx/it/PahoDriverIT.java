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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Ports;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Routes on {@code client=paho}. */
@Timeout(60)
class PahoDriverIT {

    private static final String QUICK = "&reconnectDelay=50&reconnectMaxDelay=200";

    private static Certificates certificates;
    private static MosquittoBroker broker;
    private static MosquittoBroker secure;

    @BeforeAll
    static void startBrokers() {
        broker = Its.mosquitto(BrokerOptions.plain());
        certificates = Certificates.create();
        secure = Its.mosquitto(BrokerOptions.plain().withTls(certificates));
    }

    @AfterAll
    static void stopBrokers() {
        broker.close();
        secure.close();
        certificates.close();
        Awaitility.await("Paho's threads to end").untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName).noneMatch(name -> name.startsWith("MQTT Snd: paho-")));
    }

    private static ItSupport paho(String brokers) {
        ItSupport it = new ItSupport(brokers);
        it.defaults().setClient("paho");
        return it;
    }

    @ParameterizedTest(name = "MQTT {0} QoS {1}")
    @CsvSource({ "5,0", "5,1", "5,2", "3.1.1,0", "3.1.1,1", "3.1.1,2", "3.1,0", "3.1,1", "3.1,2" })
    @DisplayName("M64 M43 client=paho: messages go both ways with their QoS")
    void messages_bothWays_arrive(String version, int qos) throws Exception {
        String topic = "paho/both/" + version + "/" + qos;
        String options = "?mqttVersion=" + version + "&qos=" + qos;
        try (ItSupport it = paho(broker.uri()); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe(topic + "/out", 2);
            Recorder in = it.record("in", "mqttx:" + topic + "/in" + options + (qos == 2 ? "&ackMode=onReceive" : ""));
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            watch.awaitUp("in");
            it.sendAll("mqttx:" + topic + "/out" + options, Its.numbers(50));
            for (String number : Its.numbers(50)) {
                probe.publish(topic + "/in", number, qos);
            }
            assertThat(in.await(50)).extracting(Received::text).containsExactlyElementsOf(Its.numbers(50));
            assertThat(probe.await(50)).extracting(ProbeMessage::text)
                    .containsExactlyInAnyOrderElementsOf(Its.numbers(50));
            assertThat(probe.await(50)).extracting(ProbeMessage::qos).containsOnly(qos);
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1", "3.1" })
    @DisplayName("M29 M55 client=paho: retained messages and the Will, which comes when the connection is cut")
    void retainedAndWill_ofALostConnection_areThere(String version) throws Exception {
        String topic = "paho/state/" + version;
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker); ItSupport it
                = paho(proxy.uri())) {
            probe.publish(ProbeMessage.of(topic + "/old", "kept", 1).withRetained());
            probe.subscribe(topic + "/will", 2);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:" + topic + "/old?willPayload=gone&willRetained=true&willTopic=" + topic
                                          + "/will&mqttVersion=" + version + QUICK);
            it.start();
            assertThat(in.awaitFirst().text()).isEqualTo("kept");
            proxy.resetAll();
            assertThat(probe.await(1).get(0).text()).isEqualTo("gone");
            watch.await(Kind.CONNECTED, 2);
            assertThat(in.await(2)).extracting(Received::text).containsExactly("kept", "kept");
            it.stopRoute("in");
            probe.clearRetained(topic + "/will");
            probe.clearRetained(topic + "/old");
        }
    }

    @ParameterizedTest(name = "MQTT {0} QoS {1} {2}")
    @CsvSource({ "5,1,", "5,2,&sessionExpiryInterval=1h&clientId=paho-load-5", "3.1.1,1,", "3.1,1," })
    @DisplayName("F01 M41 client=paho: connections are reset again and again, nothing is lost, QoS 2 doubles nothing")
    void connection_isResetUnderLoad_nothingIsLost(String version, int qos, String session) throws Exception {
        String topic = "paho/load/" + version + "/" + qos;
        int count = 1_000;
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker); ItSupport it
                = paho(proxy.uri())) {
            probe.subscribe(topic, 2);
            it.start();
            String uri = "mqttx:" + topic + "?mqttVersion=" + version + "&qos=" + qos + "&maxInflight=50" + QUICK
                         + (session == null ? "" : session);
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String body = Integer.toString(i);
                pending.add(it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(body)));
                if (i % 400 == 200) {
                    int seen = i / 4;
                    Its.until(() -> probe.messages().size() > seen);
                    proxy.resetAll();
                }
            }
            for (CompletableFuture<Exchange> one : pending) {
                assertThat(one.get(40, TimeUnit.SECONDS).getException()).isNull();
            }
            Its.until(() -> probe.messages().stream().map(ProbeMessage::text).distinct().count() == count);
            if (qos == 2) {
                assertThat(Its.repeated(probe.messages().stream().map(ProbeMessage::text).toList())).isEmpty();
                assertThat(probe.messages()).hasSize(count);
            }
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @CsvSource({ "5,&sessionExpiryInterval=1h", "3.1.1," })
    @DisplayName("F01 M41 client=paho: connections are reset while QoS 2 goes both ways in a durable session, all comes once")
    void connection_isReset_qos2ComesOnce(String version, String expiry) throws Exception {
        String topic = "paho/twice/" + version;
        int count = 600;
        String session = "?cleanStart=false&clientId=paho-twice-" + version + "&mqttVersion=" + version + QUICK
                         + (expiry == null ? "" : expiry);
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker); ItSupport it
                = paho(proxy.uri())) {
            probe.subscribe(topic + "/out", 2);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:" + topic + "/in" + session + "&qos=2&ackMode=onReceive");
            it.start();
            watch.awaitUp("in");
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String body = Integer.toString(i);
                probe.publish(topic + "/in", body, 2);
                pending.add(it.template().asyncSend("mqttx:" + topic + "/out" + session, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_QOS, 2);
                }));
                if (i % 150 == 75) {
                    proxy.resetAll();
                }
            }
            for (CompletableFuture<Exchange> one : pending) {
                assertThat(one.get(40, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(in.await(count)).extracting(Received::text).containsExactlyElementsOf(Its.numbers(count));
            assertThat(probe.await(count)).extracting(ProbeMessage::text)
                    .containsExactlyInAnyOrderElementsOf(Its.numbers(count));
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("M12 client=paho: PUBACK leaves when the route is done, and in the order of arrival")
    void message_isInRoute_isNotAcknowledged(String version) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedBroker scripted = ScriptedBroker.start(); ItSupport it = paho(scripted.uri())) {
            Recorder in = it.record("in", "mqttx:a/+?concurrency=2&mqttVersion=" + version, exchange -> {
                if ("first".equals(exchange.getMessage().getBody(String.class))) {
                    release.await();
                }
            });
            it.start();
            ScriptedConnection connection = scripted.awaitConnection();
            connection.await(PacketType.SUBSCRIBE);
            connection.publish("a/1", "first", 1, 11);
            connection.publish("a/2", "second", 1, 12);
            in.await(1);
            assertThat(connection.received(PacketType.PUBACK)).isEmpty();
            release.countDown();
            assertThat(connection.await(PacketType.PUBACK, 2)).extracting(packet -> packet.packetId())
                    .containsExactly(11, 12);
        }
    }

    @Test
    @DisplayName("M38 M56 client=paho: properties of MQTT 5.0 arrive, also those of the Will")
    void properties_bothWays_arrive() throws Exception {
        try (ItSupport it = paho(broker.uri())) {
            Recorder in = it.record("in", "mqttx:paho/properties?mqttVersion=5");
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            watch.awaitUp("in");
            it.send("mqttx:paho/properties?mqttVersion=5", "body", Map.of(
                    MqttxConstants.CONTENT_TYPE, "text/plain", MqttxConstants.RESPONSE_TOPIC, "reply/to",
                    MqttxConstants.CORRELATION_DATA, new byte[] { 1, 2 }, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, 60L,
                    "traceparent", "00-1-2-01"));
            Map<String, Object> headers = in.awaitFirst().headers();
            assertThat(headers).containsEntry(MqttxConstants.CONTENT_TYPE, "text/plain")
                    .containsEntry(MqttxConstants.RESPONSE_TOPIC, "reply/to").containsEntry("traceparent", "00-1-2-01");
            assertThat((byte[]) headers.get(MqttxConstants.CORRELATION_DATA)).containsExactly(1, 2);
            assertThat(headers.get(MqttxConstants.MESSAGE_EXPIRY_INTERVAL).toString()).isIn("59", "60");
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("M31 client=paho: TLS with the component's options")
    void tls_ownTrustStore_connects(String version) throws Exception {
        try (ItSupport it = paho(secure.uri(Scheme.MQTTS))) {
            it.defaults().setTrustStore("file:" + certificates.authority().identity().certificatePem());
            it.start();
            it.send("mqttx:paho/tls?mqttVersion=" + version, "secret");
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("M37 M42 client=paho: errors of connecting read as those of the engine")
    void connect_fails_saysTheSameAsTheEngine(String version) throws Exception {
        try (ScriptedBroker refusing = ScriptedBroker.start().refuseConnect("5".equals(version) ? 0x87 : 5);
             ScriptedBroker cutting
                     = ScriptedBroker.start().reset(PacketType.CONNECT);
             ScriptedBroker silent
                     = ScriptedBroker.start().ignore(PacketType.CONNECT)) {
            SoftAssertions soft = new SoftAssertions();
            for (String brokers : List.of(
                    "mqtt://127.0.0.1:" + Ports.reserve(), "mqtt://no-such-host.invalid:1883", refusing.uri(), silent.uri(),
                    secure.uri(Scheme.MQTTS), "mqtts://127.0.0.1:" + broker.port(Scheme.MQTT))) {
                String options = "?testConnectionOnStartup=true&mqttVersion=" + version + "&connectionTimeout="
                                 + (brokers.equals(silent.uri()) ? "500ms" : "10s");
                soft.assertThat(failure("paho", brokers, options)).isEqualTo(failure("netty", brokers, options));
            }
            soft.assertAll();
        }
    }

    private static String failure(String client, String brokers, String options) throws Exception {
        try (ItSupport it = new ItSupport(brokers)) {
            it.record("in", "mqttx:x" + options + "&client=" + client);
            Throwable thrown = catchThrowable(it::start);
            while (thrown != null && !(thrown instanceof MqttxConnectException)) {
                thrown = thrown.getCause();
            }
            return thrown == null ? "none" : thrown.getMessage().replaceFirst("Session \\w+", "Session ID");
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = "5")
    @DisplayName("F12 client=paho: a slow route holds the broker back, and the connection stays up")
    void route_isSlow_readingPauses(String version) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ItSupport it = paho(broker.uri()); MqttProbe probe = MqttProbe.connect(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:paho/slow?qos=1&keepAliveInterval=1s&receiveBufferMessages=10&mqttVersion="
                                          + version,
                    exchange -> release.await());
            it.start();
            watch.awaitUp("in");
            IntStream.range(0, 100).forEach(i -> probe.publish("paho/slow", Integer.toString(i), 1));
            Awaitility.await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
            assertThat(watch.events(Kind.DISCONNECTED)).isEmpty();
            release.countDown();
            assertThat(in.await(100)).extracting(Received::text).containsExactlyElementsOf(Its.numbers(100));
        }
    }
}
