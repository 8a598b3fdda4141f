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
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the start of a route does without a broker, and what comes of it later. */
@Timeout(60)
class StartPolicyIT {

    private static final String QUICK = "&reconnectDelay=50&reconnectMaxDelay=200";

    private static Certificates certificates;
    private static MosquittoBroker broker;
    private static MosquittoBroker strange;

    @BeforeAll
    static void startBrokers() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        certificates = Certificates.create();
        BrokerOptions options = BrokerOptions.plain().withTls(certificates);
        broker = MosquittoBroker.create(options);
        strange = MosquittoBroker.builder(options).serverIdentity(certificates.strangeServer()).build();
        broker.start();
        strange.start();
    }

    @AfterAll
    static void stopBrokers() {
        if (certificates != null) {
            broker.close();
            strange.close();
            certificates.close();
        }
    }

    private static ServiceStatus status(ItSupport it, String route) {
        return it.context().getRouteController().getRouteStatus(route);
    }

    @Test
    @DisplayName("M20 F08 black-holed brokers: start takes connectionTimeout x brokers at most, then connects without restart")
    void brokersBlackHoled_start_isBoundedAndConnectsLater() throws Exception {
        try (TcpProxy one = TcpProxy.to(broker).blackHole(); TcpProxy two = TcpProxy.to(broker).blackHole();
             ItSupport it = new ItSupport(one.uri() + "," + two.uri()); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:start/#?connectionTimeout=700" + QUICK);
            long begin = System.nanoTime();
            it.start();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2 * 700 + 4000));
            assertThat(status(it, "in")).isEqualTo(ServiceStatus.Started);
            assertThat(watch.isUp("in")).isFalse();
            assertThat(log.messages(Level.WARN))
                    .anySatisfy(line -> assertThat(line).contains("in has started without", "start/#"));
            watch.await(Kind.ROUND_FAILED, 2);
            one.heal();
            two.heal();
            watch.awaitUp("in");
            it.send("mqttx:start/a", "x");
            in.await(1);
        }
    }

    @Test
    @DisplayName("M17 M19 F08 nothing listens: the route starts at once, and connects when the broker appears")
    void brokerAbsent_start_goesOnAndConnectsLater() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); ItSupport it = new ItSupport(proxy.uri())) {
            proxy.down();
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:absent/#?clientId=absent" + QUICK);
            it.start();
            assertThat(status(it, "in")).isEqualTo(ServiceStatus.Started);
            assertThat(watch.problem("in")).contains("refused", ":" + proxy.port());
            watch.await(Kind.ROUND_FAILED, 10);
            proxy.up();
            watch.awaitUp("in");
            it.send("mqttx:absent/a", "x");
            in.await(1);
        }
    }

    @Test
    @DisplayName("F08 a certificate that becomes right: connects without restart")
    void certificateWrong_becomesRight_connects() throws Exception {
        try (TcpProxy proxy = TcpProxy.to("127.0.0.1", strange.port(Scheme.MQTTS));
             ItSupport it = new ItSupport(proxy.uri(Scheme.MQTTS))) {
            SessionWatch watch = SessionWatch.on(it);
            String trust = "trustStore=file:" + certificates.authority().identity().certificatePem() + QUICK;
            Recorder in = it.record("in", "mqttx:cert/#?" + trust);
            it.start();
            assertThat(watch.problem("in")).contains("not signed by an authority we trust");
            proxy.retarget("127.0.0.1", broker.port(Scheme.MQTTS));
            watch.awaitUp("in");
            it.send("mqttx:cert/a?" + trust, "x");
            in.await(1);
        }
    }

    @Test
    @DisplayName("M17 F23 testConnectionOnStartup=true: the start fails, names each broker, and nothing is left")
    void brokersAbsent_testedStart_failsAndLeavesNothing() throws Exception {
        try (TcpProxy hole = TcpProxy.to(broker).blackHole(); TcpProxy down = TcpProxy.to(broker);
             ItSupport it = new ItSupport(hole.uri() + "," + down.uri())) {
            down.down();
            it.record("in", "mqttx:tested/#?testConnectionOnStartup=true&connectionTimeout=500" + QUICK);
            it.context().setAutoStartup(false);
            it.start();
            RouteBuilder out = new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:out").routeId("out")
                            .to("mqttx:tested/a?testConnectionOnStartup=true&clientId=tested-out&connectionTimeout=500"
                                + QUICK);
                }
            };
            for (ThrowingCallable start : List.<ThrowingCallable> of(() -> it.startRoute("in"), () -> it.routes(out),
                    () -> it.startRoute("in"))) {
                assertThat(catchThrowable(start))
                        .hasStackTraceContaining(MqttxConnectException.class.getName())
                        .hasStackTraceContaining(":" + hole.port()).hasStackTraceContaining("no answer within 500 ms")
                        .hasStackTraceContaining(":" + down.port()).hasStackTraceContaining("refused");
            }
            assertThat(status(it, "in")).isNotEqualTo(ServiceStatus.Started);
            int accepted = hole.acceptedConnections();
            hole.heal();
            down.up();
            await().until(() -> hole.openConnections() == 0);
            await().during(Duration.ofSeconds(1)).until(() -> hole.acceptedConnections() == accepted);
            assertThat(down.acceptedConnections()).isZero();
            it.startRoute("in");
            assertThat(SessionWatch.on(it).isUp("in")).isTrue();
        }
    }

    @Test
    @DisplayName("M18 M61 reconnectMaxAttempts used up: the route stops, a publish fails with each broker")
    void reconnectMaxAttempts_exhausted_routeStopsAndPublishesFail() throws Exception {
        try (TcpProxy one = TcpProxy.to(broker); TcpProxy two = TcpProxy.to(broker);
             ItSupport it = new ItSupport(one.uri() + "," + two.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.defaults().setReconnectMaxAttempts(2);
            String options = QUICK + "&failbackDelay=0";
            Recorder in = it.record("in", "mqttx:max/#?clientId=max-in" + options);
            it.start();
            watch.awaitUp("in");
            it.send("mqttx:max/a?clientId=max-out" + options, "x");
            one.down();
            two.down();
            await().atMost(SessionWatch.TIMEOUT).until(() -> watch.events(Kind.GIVEN_UP).size() == 2);
            await().atMost(SessionWatch.TIMEOUT).until(() -> status(it, "in") == ServiceStatus.Stopped);
            assertThat(watch.events(Kind.GIVEN_UP).get(0).getDetail()).contains("reconnectMaxAttempts");
            int accepted = one.acceptedConnections() + two.acceptedConnections();
            one.up();
            two.up();
            await().during(Duration.ofSeconds(1))
                    .until(() -> one.acceptedConnections() + two.acceptedConnections() == accepted);
            Exchange failed = it.request("mqttx:max/a?clientId=max-out" + options, "y", Map.of());
            assertThat(failed.getException()).isInstanceOf(MqttxConnectException.class)
                    .hasMessageContaining(":" + one.port()).hasMessageContaining(":" + two.port());
            await("the publish that failed has asked for a connection").untilAsserted(
                    () -> it.send("mqttx:max/a?clientId=max-out" + options, "z"));
            it.startRoute("in");
            watch.awaitUp("in");
            in.clear();
            it.send("mqttx:max/b?clientId=max-new" + options, "again");
            in.await(1);
        }
    }
}
