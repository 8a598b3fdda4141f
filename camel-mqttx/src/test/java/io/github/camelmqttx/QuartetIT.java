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
package io.github.camelmqttx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class QuartetIT {

    private static MosquittoBroker broker;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Exchange> received = new CopyOnWriteArrayList<>();
    private ProducerTemplate template;

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

    @BeforeEach
    void configure() {
        MqttxComponent component = new MqttxComponent();
        component.getConfiguration().setBrokers(broker.uri());
        context.addComponent("mqttx", component);
        template = context.createProducerTemplate();
    }

    @AfterEach
    void noThreadIsLeft() throws Exception {
        template.close();
        context.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.contains("mqttx-")));
    }

    private void route(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(exchange -> received.add(exchange.copy()));
            }
        });
    }

    private List<String> bodies() {
        return received.stream().map(exchange -> exchange.getMessage().getBody(String.class)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "auto", "5", "3.1.1", "3.1" })
    @DisplayName("M01 M41 M54 a published message arrives with its attributes")
    void publish_subscribedRoute_receivesItWithAttributes(String version) throws Exception {
        route("in", "mqttx:quartet/+/t?qos=2&mqttVersion=" + version);
        context.start();
        template.sendBodyAndHeader("mqttx:quartet/a/t?qos=2&mqttVersion=" + version, "21.5", "plant", "north");
        await().until(() -> received.size() == 1);
        Map<String, Object> headers = received.get(0).getMessage().getHeaders();
        assertThat(bodies()).containsExactly("21.5");
        assertThat(headers).containsEntry(MqttxConstants.TOPIC, "quartet/a/t").containsEntry(MqttxConstants.QOS, 2)
                .containsEntry(MqttxConstants.DUPLICATE, false).containsEntry(MqttxConstants.RETAINED, false)
                .containsKey(MqttxConstants.MESSAGE_ID);
        if (version.startsWith("3")) {
            assertThat(headers).doesNotContainKey("plant");
        } else {
            assertThat(headers).containsEntry("plant", "north");
        }
    }

    @Test
    @DisplayName("C02 pooled exchanges, several lanes: order of each topic is kept")
    void manyTopics_concurrencyAndPooledExchanges_orderOfEachTopicIsKept() throws Exception {
        context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        route("in", "mqttx:lanes/#?concurrency=4");
        context.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            List<ProbeMessage> messages = new ArrayList<>();
            IntStream.range(0, 2000).forEach(i -> messages.add(ProbeMessage.of("lanes/" + i % 7, Integer.toString(i), 1)));
            probe.publishAll(messages);
        }
        await().untilAsserted(() -> assertThat(received).hasSize(2000));
        for (int lane = 0; lane < 7; lane++) {
            String topic = "lanes/" + lane;
            List<Integer> numbers = received.stream()
                    .filter(exchange -> topic.equals(exchange.getMessage().getHeader(MqttxConstants.TOPIC)))
                    .map(exchange -> exchange.getMessage().getBody(Integer.class)).toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
        assertThat(context.getInflightRepository().size()).isZero();
    }

    @Test
    @DisplayName("M55 M42 null body clears a retained message; override headers are used and removed")
    void overrideHeaders_publish_areUsedOnceAndRemoved() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to("mqttx:other").process(exchange -> received.add(exchange.copy()));
            }
        });
        context.start();
        Map<String, Object> headers = Map.of(MqttxConstants.OVERRIDE_TOPIC, "kept/1", MqttxConstants.OVERRIDE_QOS, "1",
                MqttxConstants.OVERRIDE_RETAINED, true, MqttxConstants.QOS, 0);
        template.sendBodyAndHeaders("direct:out", "on", headers);
        assertThat(received.get(0).getMessage().getHeaders()).containsOnlyKeys(MqttxConstants.QOS);
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("kept/#", 1);
            assertThat(probe.await(1)).singleElement().matches(ProbeMessage::retained);
        }
        template.sendBodyAndHeaders("direct:out", null, headers);
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("kept/#", 1);
            probe.publish("kept/marker", "x", 1);
            assertThat(probe.await(1)).extracting(ProbeMessage::text).containsExactly("x");
        }
    }

    @Test
    @DisplayName("M58 an invalid topic fails its exchange only")
    void invalidTopicInHeader_publish_failsThatExchangeOnly() throws Exception {
        context.start();
        Exchange failed = template.request("mqttx:good", exchange -> exchange.getMessage()
                .setHeader(MqttxConstants.OVERRIDE_TOPIC, "a/#"));
        assertThat(failed.getException()).isInstanceOf(MqttxTopicException.class).hasMessageContaining("a/#");
        Exchange unconvertible = template.request("mqttx:good", exchange -> exchange.getMessage().setBody(new Object()));
        assertThat(unconvertible.getException()).hasMessageContaining("java.lang.Object").hasMessageContaining("good");
        assertThat(template.request("mqttx:good", exchange -> exchange.getMessage().setBody("x")).getException()).isNull();
    }

    @Test
    @DisplayName("M46 C03 durable: messages of a stopped, suspended or restarted route are not lost")
    void stoppedAndSuspendedRoute_durableSession_getsItsMessagesLater() throws Exception {
        route("in", "mqttx:durable/#?clientId=quartet-durable&cleanStart=false&sessionExpiryInterval=1h");
        context.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish("durable/a", "1", 1);
            await().until(() -> received.size() == 1);
            context.getRouteController().suspendRoute("in");
            probe.publish("durable/a", "2", 1);
            context.getRouteController().resumeRoute("in");
            await().until(() -> received.size() == 2);
            context.getRouteController().stopRoute("in");
            probe.publish("durable/a", "3", 1);
            context.getRouteController().startRoute("in");
            await().until(() -> received.size() == 3);
            context.getRouteController().suspendRoute("in");
            probe.publish("durable/a", "4", 1);
            context.getRouteController().stopRoute("in");
            context.getRouteController().startRoute("in");
            await().until(() -> received.size() >= 4);
        }
        assertThat(bodies()).containsExactly("1", "2", "3", "4");
    }

    @Test
    @DisplayName("promise 1: no PUBACK before the exchange is complete; exchanges in flight at stop are acknowledged")
    void stop_exchangeInFlight_isFinishedAndAcknowledgedBeforeDisconnect() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:slow/#?clientId=quartet-slow&cleanStart=false&sessionExpiryInterval=1h").routeId("slow")
                        .process(exchange -> {
                            entered.countDown();
                            leave.await(20, TimeUnit.SECONDS);
                            received.add(exchange.copy());
                        });
            }
        });
        context.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish("slow/a", "1", 1);
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stopper = new Thread(context::stop);
        stopper.start();
        leave.countDown();
        stopper.join(20_000);
        assertThat(bodies()).containsExactly("1");
        try (MqttProbe again = MqttProbe.connect(broker, ProbeOptions.durable("quartet-slow"))) {
            assertThat(again.isSessionPresent()).isTrue();
            again.publish("slow/a", "marker", 1);
            assertThat(again.await(1)).extracting(ProbeMessage::text).containsExactly("marker");
        }
    }

    @Test
    @DisplayName("promise 9: on a session that ends with its connection, what was received is routed before the stop")
    void contextStop_backlogOnTransientSession_isRoutedAndDirectRoutesStillWork() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:drain/#").routeId("drain").to("direct:late");
                from("direct:late").routeId("late").process(exchange -> {
                    gate.await(20, TimeUnit.SECONDS);
                    received.add(exchange.copy());
                });
            }
        });
        context.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publishSequence("drain/a", 20, 1);
        }
        MqttxConsumer consumer = (MqttxConsumer) context.getRoute("drain").getConsumer();
        await().until(() -> consumer.getPendingExchangesSize() >= 19);
        Thread stopper = new Thread(context::stop);
        stopper.start();
        await().until(context::isStopping);
        gate.countDown();
        stopper.join(20_000);
        assertThat(bodies()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("C18 manual acknowledgement after a seda hand-over")
    void manualAcknowledgement_afterSeda_acknowledges() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:manual/#?ackMode=manual&clientId=quartet-manual&cleanStart=false&sessionExpiryInterval=1h")
                        .to("seda:later");
                from("seda:later").process(exchange -> {
                    MqttxManualAcknowledgement acknowledgement = exchange.getMessage()
                            .getHeader(MqttxConstants.MANUAL_ACKNOWLEDGEMENT, MqttxManualAcknowledgement.class);
                    if (!"keep".equals(exchange.getMessage().getBody(String.class))) {
                        acknowledgement.acknowledge();
                        acknowledgement.acknowledge();
                    }
                    received.add(exchange.copy());
                });
            }
        });
        context.start();
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish("manual/a", "go", 1);
            probe.publish("manual/a", "keep", 1);
        }
        await().until(() -> received.size() == 2);
        context.stop();
        try (MqttProbe again = MqttProbe.connect(broker, ProbeOptions.durable("quartet-manual"))) {
            assertThat(again.await(1)).extracting(ProbeMessage::text).containsExactly("keep");
        }
    }

    @Test
    @DisplayName("M51 a failed exchange is reported, acknowledged, and the connection stays")
    void failingRoute_nextMessage_arrivesOnTheSameConnection() throws Exception {
        int connects = broker.connectCount("quartet-fail");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mqttx:fail/#?clientId=quartet-fail").process(exchange -> {
                    received.add(exchange.copy());
                    if (exchange.getMessage().getBody(String.class).equals("bad")) {
                        throw new IllegalStateException("bad message");
                    }
                });
            }
        });
        context.start();
        template.sendBody("mqttx:fail/a", "bad");
        template.sendBody("mqttx:fail/a", "good");
        await().until(() -> received.size() == 2);
        assertThat(broker.connectCount("quartet-fail")).isEqualTo(connects + 1);
    }

    @Test
    @DisplayName("M17 M20 no broker: start goes on by default, fails if asked, and can be tried again")
    void noBroker_start_goesOnOrFailsAsConfigured() throws Exception {
        route("background", "mqttx:x?brokers=tcp://localhost:1");
        route("tested", "mqttx:x?brokers=tcp://localhost:1&testConnectionOnStartup=true&clientId=tested");
        context.getRoute("tested");
        context.setAutoStartup(false);
        context.start();
        context.getRouteController().startRoute("background");
        assertThat(context.getRouteController().getRouteStatus("background")).isEqualTo(ServiceStatus.Started);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> context.getRouteController().startRoute("tested"))
                    .rootCause().hasMessageContaining("refused");
        }
    }

    @Test
    @DisplayName("M21 two consumers and two producers of one Client Identifier use one connection")
    void oneClientId_fourEndpoints_oneConnection() throws Exception {
        route("one", "mqttx:shared/1?clientId=quartet-shared");
        route("two", "mqttx:shared/2?clientId=quartet-shared");
        context.start();
        template.sendBody("mqttx:shared/1?clientId=quartet-shared", "1");
        template.sendBody("mqttx:shared/2?clientId=quartet-shared", "2".getBytes(StandardCharsets.UTF_8));
        await().until(() -> received.size() == 2);
        assertThat(broker.connectCount("quartet-shared")).isEqualTo(1);
    }

    @Test
    @DisplayName("M18 M61 after the last attempt the route stops, the exception handler is told, and it can be started again")
    void reconnectMaxAttempts_noBroker_stopsTheRoute() throws Exception {
        route("bounded", "mqttx:x?brokers=tcp://localhost:1&reconnectMaxAttempts=1&reconnectDelay=10ms");
        context.start();
        await().until(() -> context.getRouteController().getRouteStatus("bounded") == ServiceStatus.Stopped);
        context.getRouteController().startRoute("bounded");
        await().until(() -> context.getRouteController().getRouteStatus("bounded") == ServiceStatus.Stopped);
    }

    @Test
    @DisplayName("promise 7: a refused filter is seen, by default the route goes on, and if asked it does not start")
    void refusedFilter_start_goesOnOrFailsAsConfigured() throws Exception {
        try (MosquittoBroker refusing = MosquittoBroker.builder().refuseSubscriptions("secret/#").build()) {
            refusing.start();
            route("refused", "mqttx:secret/#,open/#?brokers=" + refusing.uri());
            context.start();
            MqttxConsumer consumer = (MqttxConsumer) context.getRoute("refused").getConsumer();
            assertThat(consumer.subscriptions()).anyMatch(status -> status.isRefused()).anyMatch(status -> status.isGranted());
            assertThat(consumer.getHealthCheck().call().getState()).isEqualTo(HealthCheck.State.DOWN);
            try (MqttProbe probe = MqttProbe.connect(refusing)) {
                probe.publish("open/a", "1", 1);
            }
            await().until(() -> received.size() == 1);
            assertThatThrownBy(() -> route("tested",
                    "mqttx:secret/#?testConnectionOnStartup=true&brokers=" + refusing.uri()))
                    .hasRootCauseInstanceOf(MqttxSubscribeException.class);
        }
    }
}
