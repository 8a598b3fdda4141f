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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxEndpoint;
import io.github.camelmqttx.builder.endpoint.StaticEndpointBuilders;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.Brokers;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
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

/** One route in each DSL: the same endpoints, the same messages, the same answer to a mistake. */
@Timeout(60)
class DslIT {

    private static Broker broker;

    /** The bridge of the page {@code dsl.adoc}. */
    enum Bridge {
        JAVA,
        YAML,
        XML,
        ENDPOINT_DSL,
        ENDPOINT_DSL_WITHOUT_IMPORT;

        void addTo(ItSupport it) throws Exception {
            switch (this) {
                case JAVA -> it.routes(new JavaBridge());
                case YAML -> load(it, "classpath:dsl/bridge.camel.yaml");
                case XML -> load(it, "classpath:dsl/bridge.camel.xml");
                case ENDPOINT_DSL -> it.routes(new EndpointBridge());
                case ENDPOINT_DSL_WITHOUT_IMPORT -> it.routes(new MixedInBridge());
            }
        }

        private static void load(ItSupport it, String file) throws Exception {
            PluginHelper.getRoutesLoader(it.context())
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(it.context(), file));
        }
    }

    @BeforeAll
    static void startBroker() {
        broker = Brokers.select();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Bridge.class)
    @DisplayName("C13 the same route in Java, YAML, XML and endpoint DSL carries messages with the options that it names")
    void bridge_inEachDsl_carriesMessages(Bridge bridge) throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("readings", 2);
            bridge.addTo(it);
            it.start();
            String reading = bridge + " 21.5";
            probe.publish("sensors/" + bridge + "/temperature", reading, 2);
            ProbeMessage arrived = probe.await(1).get(0);
            assertThat(arrived.text()).isEqualTo(reading);
            assertThat(arrived.qos()).isEqualTo(1);
            assertThat(arrived.properties().getContentType()).isEqualTo("text/plain");
            try (MqttProbe late = MqttProbe.connect(broker)) {
                late.subscribe("readings", 1);
                assertThat(late.await(1).get(0).text()).isEqualTo(reading);
                late.clearRetained("readings");
            }
        }
    }

    @Test
    @DisplayName("C13 the endpoints of the route are the same in each DSL")
    void endpoints_inEachDsl_areTheSame() throws Exception {
        Set<Set<String>> different = Stream.of(Bridge.values()).map(DslIT::endpoints).collect(Collectors.toSet());
        assertThat(different).hasSize(1);
        assertThat(different.iterator().next()).containsExactly(
                "mqttx://readings?publishTimeout=10s&qos=1&retained=true",
                "mqttx://sensors/+/temperature?qos=2&retainAsPublished=true");
    }

    private static Set<String> endpoints(Bridge bridge) {
        try (ItSupport it = new ItSupport(broker)) {
            bridge.addTo(it);
            it.start();
            return it.context().getEndpoints().stream().filter(MqttxEndpoint.class::isInstance)
                    .map(endpoint -> endpoint.getEndpointUri()).collect(Collectors.toCollection(TreeSet::new));
        } catch (Exception e) {
            throw new AssertionError(bridge + " does not start", e);
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("x.yaml", "- from: {uri: 'mqttx:a', parameters: {qoss: 2}, steps: [{to: 'log:x'}]}",
                        "did you mean qos?"),
                Arguments.of("x.yaml",
                        "- from: {uri: 'direct:a', steps: [{to: {uri: 'mqttx:a', parameters: {ackMode: manual}}}]}",
                        "ackMode is an option of consumers (from): remove it from this producer (to)"),
                Arguments.of("x.yaml", "- from: {uri: 'mqttx:a', parameters: {failover: rnd}, steps: [{to: 'log:x'}]}",
                        "failover=rnd is unknown: use ordered, roundRobin, random"),
                Arguments.of("x.yaml",
                        "- from: {uri: 'mqttx:a', parameters: {keepAliveInterval: 5 parsecs}, steps: [{to: 'log:x'}]}",
                        "keepAliveInterval=5 parsecs is not a duration: write for example 500ms, 30s, 5m, 1h30m or 7d"),
                Arguments.of("x.xml", "<route><from uri=\"mqttx:a?qoss=2\"/><to uri=\"log:x\"/></route>", "did you mean qos?"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("mistakes")
    @DisplayName("C13 a mistake in an option is told when the file is loaded: what is wrong and what to write")
    void mistake_inFile_isTold(String file, String route, String said) throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            it.start();
            Throwable failure = catchThrowable(() -> PluginHelper.getRoutesLoader(it.context())
                    .loadRoutes(ResourceHelper.fromString(file, route)));
            assertThat(failure).hasStackTraceContaining(said);
        }
    }

    @Test
    @DisplayName("C13 the endpoint DSL: a text in place of a number, a component of another name, several values of one option")
    void endpointDsl_otherForms_areTheSameUris() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            it.context().addComponent("plant", it.component());
            assertThat(List.of(
                    StaticEndpointBuilders.mqttx("a/b").qos("{{level}}").getRawUri(),
                    StaticEndpointBuilders.mqttx("plant", "a/b").cleanStart(false).clientId("c").getRawUri(),
                    StaticEndpointBuilders.mqttx("a").willTopic("w").advanced().willUserProperties("plant", 7).getRawUri()))
                    .containsExactly("mqttx://a/b?qos={{level}}", "plant://a/b?cleanStart=false&clientId=c",
                            "mqttx://a?willTopic=w&willUserProperty.plant=7");
        }
    }

    @Test
    @DisplayName("C13 the endpoint DSL: a dynamic topic with toD")
    void endpointDsl_dynamicTopic_isPublishedTo() throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("commands/+", 1);
            it.routes(new EndpointRouteBuilder() {
                @Override
                public void configure() {
                    from(direct("out")).toD(StaticEndpointBuilders.mqttx("commands/${header.device}").qos(1));
                }
            });
            it.start();
            it.send("direct:out", "stop", Map.of("device", "pump"));
            assertThat(probe.await(1).get(0).topic()).isEqualTo("commands/pump");
        }
    }

    @Test
    @DisplayName("C13 the endpoint DSL: what only consumers or only producers have cannot be written on the other")
    void endpointDsl_eachRole_hasItsOwnOptions() throws Exception {
        Set<String> consumer = methods("MqttxEndpointConsumerBuilder", "AdvancedMqttxEndpointConsumerBuilder");
        Set<String> producer = methods("MqttxEndpointProducerBuilder", "AdvancedMqttxEndpointProducerBuilder");
        assertThat(consumer).contains("qos", "brokers", "ackMode", "onFailure", "noLocal").doesNotContain("retained",
                "poolSize");
        assertThat(producer).contains("qos", "brokers", "retained", "poolSize").doesNotContain("ackMode", "onFailure",
                "noLocal");
    }

    private static Set<String> methods(String... interfaces) throws ClassNotFoundException {
        Set<String> names = new TreeSet<>();
        for (String name : interfaces) {
            Class<?> builder = Class
                    .forName("io.github.camelmqttx.builder.endpoint.dsl.MqttxEndpointBuilderFactory$" + name);
            Stream.of(builder.getDeclaredMethods()).forEach(method -> names.add(method.getName()));
        }
        return names;
    }
}
