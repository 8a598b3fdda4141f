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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxEndpoint;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

/** The Kamelets at work: each group of properties once, and what is said when something is wrong. */
@Timeout(60)
class KameletIT {

    /** Nobody listens there: a route works only if its Kamelet names the broker. */
    private static final String NOBODY = "tcp://127.0.0.1:1";
    /** With all characters that mean something in a URI. */
    private static final String PASSWORD = "p&ss%41+w=r d#?";

    private static MosquittoBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** A context without routes; what comes to {@code direct:store} is recorded. */
    private static ItSupport support(Map<String, String> placeholders) {
        ItSupport it = new ItSupport(NOBODY);
        Properties properties = new Properties();
        properties.putAll(placeholders);
        it.context().getPropertiesComponent().setInitialProperties(properties);
        return it;
    }

    private static ItSupport support() {
        return support(Map.of("brokers", broker.uri()));
    }

    private static void load(ItSupport it, String file) throws Exception {
        PluginHelper.getRoutesLoader(it.context())
                .loadRoutes(ResourceHelper.resolveMandatoryResource(it.context(), "classpath:kamelet-routes/" + file));
    }

    private static void routes(ItSupport it, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(it.context()).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
    }

    /** A route from a Kamelet to {@code direct:store}. */
    private static String source(String id, String parameters) {
        return "- route: {id: " + id + ", from: {uri: 'kamelet:mqttx-source', parameters: {" + parameters
               + "}, steps: [{to: 'direct:store'}]}}\n";
    }

    private static String sink(String parameters) {
        return "- from: {uri: 'direct:out', steps: [{to: {uri: 'kamelet:mqttx-sink', parameters: {" + parameters + "}}}]}\n";
    }

    private static MqttxEndpoint endpoint(ItSupport it) {
        return it.context().getEndpoints().stream().filter(MqttxEndpoint.class::isInstance).map(MqttxEndpoint.class::cast)
                .findFirst().orElseThrow();
    }

    @Test
    @DisplayName("C14 mqttx-source to mqttx-sink: QoS, Content Type and Message Expiry Interval; the header does not stay behind")
    void relay_sourceToSink_carriesQosAndProperties() throws Exception {
        try (ItSupport it = support(); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("readings", 2);
            Recorder done = it.record("done", "direct:store");
            load(it, "relay.camel.yaml");
            it.start();
            probe.publish("sensors/1/temperature", "21.5", 2);
            ProbeMessage message = probe.await(1).get(0);
            assertThat(message.text()).isEqualTo("21.5");
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.properties().getContentType()).isEqualTo("text/plain");
            assertThat(message.properties().getMessageExpiryInterval()).isBetween(3_590L, 3_600L);
            Received after = done.awaitFirst();
            assertThat(after.topic()).isEqualTo("sensors/1/temperature");
            assertThat(after.headers()).containsEntry("CamelMqttxQos", 2)
                    .doesNotContainKeys("CamelMqttxContentType", "CamelMqttxMessageExpiryInterval");
        }
    }

    @Test
    @DisplayName("C14 mqttx-sink: a header names the topic of one message; retained; headers pass if no property is given")
    void sink_headers_decideForOneMessage() throws Exception {
        try (ItSupport it = support(); MqttProbe probe = MqttProbe.connect(broker)) {
            routes(it, sink("topic: shop/default, brokers: '{{brokers}}', retained: true"));
            it.start();
            it.send("direct:out", "first");
            it.send("direct:out", "second",
                    Map.of("CamelMqttxOverrideTopic", "shop/other", "CamelMqttxContentType", "text/csv"));
            probe.subscribe("shop/#", 1);
            List<ProbeMessage> messages = probe.await(2);
            assertThat(messages).allMatch(ProbeMessage::retained);
            assertThat(messages).extracting(ProbeMessage::topic, ProbeMessage::text)
                    .containsExactlyInAnyOrder(tuple("shop/default", "first"),
                            tuple("shop/other", "second"));
            assertThat(messages.stream().map(message -> message.properties().getContentType())).contains("text/csv");
            probe.clearRetained("shop/default");
            probe.clearRetained("shop/other");
        }
    }

    @Test
    @DisplayName("C14 M31 M34 mqttx-source with mutual TLS, user and password, which may have any characters inside RAW()")
    void source_withMutualTlsAndPassword_receives() throws Exception {
        try (Certificates certificates = Certificates.create();
             MosquittoBroker secured = Its
                     .mosquitto(BrokerOptions.plain().withMutualTls(certificates).withUser("plant", PASSWORD));
             ItSupport it = support(Map.of("broker", secured.uri(Scheme.MQTTS), "mqtt.user", "plant", "mqtt.password", PASSWORD,
                     "secrets", directory.toString(), "store.password", Certificates.PASSWORD))) {
            Files.copy(certificates.authority().identity().certificatePem(), directory.resolve("ca.crt"));
            Files.copy(certificates.client().keyStore("PKCS12"), directory.resolve("client.p12"));
            Recorder done = it.record("done", "direct:store");
            load(it, "secured.camel.yaml");
            routes(it, sink("topic: sensors/1, brokers: '{{broker}}', userName: plant, password: 'RAW({{mqtt.password}})',"
                            + " trustStore: 'file:{{secrets}}/ca.crt', keyStore: 'file:{{secrets}}/client.p12',"
                            + " keyStorePassword: '{{store.password}}'"));
            it.start();
            it.send("direct:out", "secret");
            assertThat(done.awaitFirst().text()).isEqualTo("secret");
        }
    }

    @Test
    @DisplayName("C14 mqttx-source with a durable session: what came while the application was down is there after its restart")
    void source_durableSession_receivesWhatCameMeanwhile() throws Exception {
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            try (ItSupport it = support()) {
                Recorder done = it.record("done", "direct:store");
                load(it, "durable.camel.yaml");
                it.start();
                probe.publish("sensors/1", "before", 2);
                assertThat(done.awaitFirst().text()).isEqualTo("before");
            }
            probe.publishSequence("sensors/1", 20, 2);
            try (ItSupport it = support()) {
                Recorder done = it.record("done", "direct:store");
                load(it, "durable.camel.yaml");
                it.start();
                done.await(20);
                assertThat(done.texts()).containsExactlyElementsOf(Its.numbers(20));
            }
        }
    }

    @Test
    @DisplayName("C14 mqttx-source and mqttx-sink with a list of brokers go to the second one when the first one dies")
    void kamelets_firstBrokerDies_goToTheSecond() throws Exception {
        try (TcpProxy first = TcpProxy.to(broker);
             ItSupport it = support(Map.of("brokers", first.uri() + "," + broker.uri()))) {
            Recorder done = it.record("done", "direct:store");
            routes(it, source("in", "topic: list/#, brokers: '{{brokers}}', clientId: kamelet-list, cleanStart: false,"
                                    + " sessionExpiryInterval: 1h")
                       + sink("topic: list/a, brokers: '{{brokers}}', failover: ordered, failbackDelay: 0"));
            it.start();
            it.send("direct:out", "one");
            done.await(1);
            assertThat(first.acceptedConnections()).isEqualTo(2);
            first.down();
            for (String text : List.of("two", "three", "four")) {
                it.send("direct:out", text);
            }
            done.await(4);
            assertThat(done.texts()).contains("one", "two", "three", "four");
        }
    }

    @Test
    @DisplayName("C14 M29 mqttx-source with a Will: the broker publishes it when the connection is cut, not after a stop")
    void source_connectionCut_brokerPublishesTheWill() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe probe = MqttProbe.connect(broker);
             ItSupport it = support(Map.of("brokers", proxy.uri()))) {
            probe.subscribe("plants/7/state", 2);
            it.record("done", "direct:store");
            routes(it, source("in", "topic: will/#, brokers: '{{brokers}}', willTopic: plants/7/state, willPayload: gone,"
                                    + " willQos: 2, willRetained: true"));
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            Its.until(() -> proxy.openConnections() == 1);
            watch.await(Kind.CONNECTED);
            proxy.down();
            ProbeMessage will = probe.await(1).get(0);
            assertThat(will.text()).isEqualTo("gone");
            assertThat(will.qos()).isEqualTo(2);
            probe.clear();
            try (MqttProbe late = MqttProbe.connect(broker)) {
                late.subscribe("plants/7/state", 1);
                assertThat(late.await(1).get(0)).matches(ProbeMessage::retained, "retained");
                late.clearRetained("plants/7/state");
            }
        }
    }

    @Test
    @DisplayName("C14 mqttx-source: a failed route has the fate that onFailure names")
    void source_routeFails_messageGoesToTheDeadLetterTopic() throws Exception {
        try (ItSupport it = support(); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("failed/#", 1);
            it.record("done", "direct:store", exchange -> {
                throw new IllegalStateException("cannot store " + exchange.getMessage().getBody(String.class));
            });
            routes(it, source("in", "topic: orders/#, brokers: '{{brokers}}', onFailure: deadLetter,"
                                    + " deadLetterTopic: 'failed/{topic}'"));
            it.start();
            probe.publish("orders/1", "broken", 1);
            ProbeMessage dead = probe.await(1).get(0);
            assertThat(dead.topic()).isEqualTo("failed/orders/1");
            assertThat(dead.text()).isEqualTo("broken");
        }
    }

    @Test
    @DisplayName("C14 two mqttx-sources with one sharedGroup: each message goes to one of them")
    void sources_sharedGroup_shareTheMessages() throws Exception {
        try (ItSupport it = support(); MqttProbe probe = MqttProbe.connect(broker)) {
            Recorder done = it.record("done", "direct:store");
            String parameters = "topic: work/#, brokers: '{{brokers}}', sharedGroup: crew";
            routes(it, source("a", parameters) + source("b", parameters + ", concurrency: 2"));
            it.start();
            probe.publishSequence("work/1", 50, 1);
            done.await(50);
            probe.publish("work/1", "end", 1);
            Its.until(() -> done.texts().contains("end"));
            assertThat(done.all()).hasSize(51);
        }
    }

    @Test
    @DisplayName("C14 properties that are not given leave the configuration of the component alone")
    void source_withoutProperties_usesTheConfigurationOfTheComponent() throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            it.defaults().setQos(2);
            it.defaults().setUserName("somebody");
            it.defaults().setClientIdPrefix("from-component");
            Recorder done = it.record("done", "direct:store");
            routes(it, source("in", "topic: plain/#"));
            it.start();
            assertThat(endpoint(it).getConfiguration().getUserName()).isEqualTo("somebody");
            assertThat(endpoint(it).getConfiguration().getPassword()).isNull();
            probe.publish("plain/1", "x", 2);
            assertThat(done.awaitFirst().qos()).isEqualTo(2);
            assertThat(broker.connectedClientIds()).anyMatch(id -> id.startsWith("from-component-"));
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("source without topic", source("in", "brokers: localhost"),
                        "Route template mqttx-source the following mandatory parameters must be provided: topic"),
                Arguments.of("sink without topic", sink("brokers: localhost"),
                        "Route template mqttx-sink the following mandatory parameters must be provided: topic"),
                Arguments.of("misspelt topic", source("in", "topics: a, brokers: localhost"),
                        "the following mandatory parameters must be provided: topic"),
                Arguments.of("empty topic", source("in", "topic: '', brokers: localhost"),
                        "a Topic Filter must have at least one character"),
                Arguments.of("wildcard in a sink", sink("topic: a/#, brokers: localhost"), "topic: Invalid topic 'a/#'"),
                Arguments.of("bad value", source("in", "topic: a, brokers: localhost, onFailure: dedLetter"),
                        "onFailure=dedLetter is unknown: use acknowledge, deadLetter, redeliver, stop"),
                Arguments.of("bad number", source("in", "topic: a, brokers: localhost, qos: two"),
                        "qos=two is not a whole number: write digits only"),
                Arguments.of("bad duration", source("in", "topic: a, brokers: localhost, keepAliveInterval: soon"),
                        "keepAliveInterval=soon"),
                Arguments.of("durable session without clientId",
                        source("in", "topic: a, brokers: localhost, cleanStart: false"),
                        "clientId"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    @DisplayName("C14 a mistake in a property is told at start: which Kamelet, which property, what to write")
    void mistake_inProperty_isTold(String mistake, String route, String said) throws Exception {
        try (ItSupport it = support()) {
            it.start();
            assertThat(catchThrowable(() -> routes(it, route))).hasStackTraceContaining("kamelet:mqttx-s")
                    .hasStackTraceContaining(said);
        }
    }

    @Test
    @DisplayName("C14 no brokers anywhere: the message says so")
    void brokers_missing_isTold() throws Exception {
        try (ItSupport it = new ItSupport("")) {
            it.start();
            assertThat(catchThrowable(() -> routes(it, source("in", "topic: a"))))
                    .hasStackTraceContaining("brokers is empty: name at least one broker");
        }
    }

    @Test
    @DisplayName("C14 a property that a Kamelet does not have is ignored by Camel, as the page says")
    void property_unknown_isIgnoredByCamel() throws Exception {
        try (ItSupport it = support()) {
            it.record("done", "direct:store");
            routes(it, source("in", "topic: unknown/#, brokers: '{{brokers}}', qoss: 0"));
            it.start();
            assertThat(endpoint(it).getConfiguration().getQos()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("C14 mqttx-sink: a publish that fails fails the exchange of the route that uses it")
    void sink_noBroker_failsTheExchange() throws Exception {
        try (ItSupport it = support()) {
            routes(it, sink("topic: a, brokers: '" + NOBODY + "', outbox: none"));
            it.start();
            Exchange exchange = it.request("direct:out", "lost?", Map.of());
            assertThat(exchange.getException()).hasMessageContaining("127.0.0.1:1");
        }
    }
}
