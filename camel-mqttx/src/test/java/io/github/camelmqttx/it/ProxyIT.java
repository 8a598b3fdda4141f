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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.ForeignServer;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.Ports;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TunnelProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** X14: brokers behind HTTP and SOCKS5 proxies, with TCP, TLS, WebSocket and WSS, and everything a proxy may answer. */
@Timeout(120)
class ProxyIT {

    private static final String SECRET = "s3cret-of-the-proxy";
    private static final String FAIL_FAST = "mqttx:x?testConnectionOnStartup=true&connectionTimeout=3s&mqttVersion=5";

    private static Certificates certificates;
    private static ArtemisBroker broker;

    @BeforeAll
    static void startBroker() {
        certificates = Certificates.create();
        broker = ArtemisBroker.create(BrokerOptions.plain().withTls(certificates));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        certificates.close();
    }

    static Stream<Arguments> proxiesAndSchemes() {
        return Stream.of("http", "socks5").flatMap(proxy -> Stream.of(Scheme.values()).map(s -> Arguments.of(proxy, s)));
    }

    /**
     * Certificates are for localhost; for the others a name that only the proxy knows proves that the proxy resolves
     * it.
     */
    private static String host(Scheme scheme) {
        return scheme.isTls() ? "localhost" : "broker.invalid";
    }

    private static ItSupport through(TunnelProxy proxy, String brokers) {
        ItSupport it = new ItSupport(brokers);
        it.defaults().setProxy(proxy.uri());
        if (brokers.contains("mqtts:") || brokers.contains("wss:")) {
            it.defaults().setTrustStore("file:" + certificates.authority().identity().certificatePem());
        }
        return it;
    }

    @ParameterizedTest(name = "{0} proxy, {1}")
    @MethodSource("proxiesAndSchemes")
    @DisplayName("X14 M07 200 kB go from route to route through the proxy, which resolves the name of the broker")
    void proxy_eachTransport_roundTrip(String kind, Scheme scheme) throws Exception {
        String brokers = scheme.uri(host(scheme), broker.port(scheme));
        try (TunnelProxy proxy = TunnelProxy.of(kind).knows("broker.invalid").wants("plant", SECRET);
             ItSupport it = through(proxy, brokers)) {
            it.defaults().setProxyUserName("plant");
            it.defaults().setProxyPassword(SECRET);
            String topic = "proxy/" + kind + "/" + scheme;
            Recorder in = it.record("in", "mqttx:" + topic);
            it.start();
            String body = "0123456789".repeat(20_000);
            it.send("mqttx:" + topic, body);
            assertThat(in.awaitFirst().text()).isEqualTo(body);
            assertThat(proxy.asked()).isNotEmpty().containsOnly(host(scheme) + ":" + broker.port(scheme));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "http", "socks5" })
    @DisplayName("X14 a proxy without authentication; literals of both families are asked for as they are")
    void proxy_literals_areNotResolved(String kind) throws Exception {
        try (TunnelProxy proxy = TunnelProxy.of(kind);
             ItSupport it = through(proxy, "mqtt://[::1]:1," + Scheme.MQTT.uri("127.0.0.1", broker.port(Scheme.MQTT)))) {
            it.defaults().setMqttVersion("5");
            Recorder in = it.record("in", "mqttx:proxy/literal/" + kind);
            it.start();
            it.send("mqttx:proxy/literal/" + kind, "x");
            assertThat(in.awaitFirst().text()).isEqualTo("x");
            String loopback = "http".equals(kind) ? "[::1]:1" : "0:0:0:0:0:0:0:1:1";
            assertThat(proxy.asked()).startsWith(loopback).contains("127.0.0.1:" + broker.port(Scheme.MQTT));
        }
    }

    @ParameterizedTest(name = "{0}, user {1}, {2}: {3}")
    @CsvSource({
            "http, , b.invalid, wants a user name and a password (HTTP status 407",
            "http, wrong, b.invalid, does not accept our user name and password (HTTP status 407",
            "http, plant, forbidden.invalid, does not permit it (HTTP status 403",
            "http, plant, unknown.invalid, cannot reach the broker (HTTP status 502",
            "socks5, , b.invalid, wants a user name and a password",
            "socks5, wrong, b.invalid, does not accept our user name and password",
            "socks5, plant, forbidden.invalid, does not permit it (SOCKS status FORBIDDEN",
            "socks5, plant, unknown.invalid, cannot reach the broker (SOCKS status HOST_UNREACHABLE" })
    @DisplayName("X14 M57 what the proxy refuses is told with broker, proxy, reason and remedy, never with the password")
    void proxy_refuses_isToldDistinctly(String kind, String user, String host, String said) throws Exception {
        try (LogCapture log = LogCapture.start();
             TunnelProxy proxy = TunnelProxy.of(kind).knows("b.invalid").wants("plant", SECRET).forbid("forbidden.invalid");
             ItSupport it = through(proxy, "tcp://" + host + ":" + broker.port(Scheme.MQTT))) {
            if (user != null) {
                it.defaults().setProxyUserName(user);
                it.defaults().setProxyPassword("wrong".equals(user) ? "not-" + SECRET : SECRET);
            }
            it.record("in", FAIL_FAST);
            assertThat(catchThrowable(it::start)).hasStackTraceContaining("Cannot connect to tcp://" + host)
                    .hasStackTraceContaining("through the proxy " + proxy.uri() + ": the proxy " + said);
            assertThat(log.text()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "http", "socks5" })
    @DisplayName("X14 M57 M06 a proxy that is not there, unknown, silent or none at all is told distinctly")
    void proxy_isNone_isToldDistinctly(String kind) throws Exception {
        String dead = kind + "://127.0.0.1:" + Ports.reserve();
        assertThat(failureThrough(dead)).hasStackTraceContaining("through the proxy " + dead + ": the connection was refused")
                .hasStackTraceContaining("Check that the proxy runs");
        assertThat(failureThrough(kind + "://no-such-proxy.invalid:1")).hasStackTraceContaining(
                "the host name no-such-proxy.invalid is unknown");
        byte[] greeting = "SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ForeignServer ssh = new ForeignServer(greeting, new byte[0], false);
             ForeignServer closing = new ForeignServer(new byte[0], new byte[0], true)) {
            assertThat(failureThrough(kind + "://127.0.0.1:" + ssh.port()))
                    .hasStackTraceContaining("the answer is not that of such a proxy");
            assertThat(failureThrough(kind + "://127.0.0.1:" + closing.port()))
                    .hasStackTraceContaining("the proxy closed the connection without an answer");
        }
        try (TunnelProxy silent = TunnelProxy.of(kind).silent()) {
            assertThat(failureThrough(silent.uri())).hasStackTraceContaining("no answer within")
                    .hasStackTraceContaining("waiting for the proxy " + silent.uri() + " to connect");
        }
    }

    private static Throwable failureThrough(String proxy) throws Exception {
        try (ItSupport it = new ItSupport("tcp://b.invalid:1883")) {
            it.defaults().setProxy(proxy);
            it.record("in", FAIL_FAST.replace("3s", "1s"));
            return catchThrowable(it::start);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "http", "socks5" })
    @DisplayName("X14 F14 M04 behind a proxy: connection cut, fail-over, probe of the preferred broker and fail-back")
    void proxy_failOverAndBack_goThroughIt(String kind) throws Exception {
        try (MosquittoBroker first = Its.mosquitto(BrokerOptions.plain());
             TunnelProxy proxy = TunnelProxy.of(kind).knows("first.invalid").knows("second.invalid");
             ItSupport it = through(proxy, "tcp://first.invalid:" + first.port(Scheme.MQTT) + ",tcp://second.invalid:"
                                           + broker.port(Scheme.MQTT))) {
            it.defaults().setFailbackDelay(300);
            it.defaults().setReconnectDelay(50);
            it.defaults().setReconnectMaxDelay(200);
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:proxy/over/" + kind);
            it.start();
            watch.awaitAt("in", first.uri());
            proxy.cutAll();
            watch.await(Kind.CONNECTED, 2);
            watch.awaitAt("in", first.uri());
            first.stop();
            watch.awaitAt("in", broker.uri());
            publish(broker, "proxy/over/" + kind, "at the second");
            in.await(1);
            int before = proxy.asked().size();
            String asked = "first.invalid:" + first.port(Scheme.MQTT);
            await("a probe through the proxy").until(() -> proxy.asked().subList(before, proxy.asked().size()).contains(asked));
            first.start();
            watch.awaitAt("in", first.uri());
            publish(first, "proxy/over/" + kind, "at the first");
            assertThat(in.await(2)).extracting(Received::text).isEqualTo(List.of("at the second", "at the first"));
        }
    }

    private static void publish(Broker at, String topic, String text) {
        try (MqttProbe probe = MqttProbe.connect(at)) {
            probe.publish(topic, text, 1);
        }
    }

    @Test
    @DisplayName("X14 F23 a context stops while the proxy is silent; ItSupport sees that no thread is left")
    void proxySilent_stop_leavesNothing() throws Exception {
        try (TunnelProxy silent = TunnelProxy.of("http").silent(); ItSupport it = through(silent, "b.invalid")) {
            it.start();
            CompletableFuture<Exchange> waiting
                    = it.template().asyncSend("mqttx:x?connectionTimeout=60s&idleTimeout=0", exchange -> {
                    });
            await().until(() -> silent.connections() > 0);
            it.context().stop();
            assertThat(waiting.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        }
    }

    @Test
    @DisplayName("X14 an IPv6 address of a proxy")
    void proxy_atIpv6Address_isReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(failureThrough("http://[::1]:" + server.getLocalPort())).hasStackTraceContaining(
                    "waiting for the proxy http://[::1]:" + server.getLocalPort());
        }
    }
}
