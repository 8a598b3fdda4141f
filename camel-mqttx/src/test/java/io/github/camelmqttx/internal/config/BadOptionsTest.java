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
package io.github.camelmqttx.internal.config;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.camelmqttx.ClientIdGenerator;
import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxEndpoint;
import io.github.camelmqttx.internal.config.BadOptions.Role;
import io.github.camelmqttx.internal.config.BadOptions.Row;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Every option against the table of impossible values. */
class BadOptionsTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    /** Options of the component that endpoints do not have; {@link #badComponent_value_isRefused} has their values. */
    private static final Set<String> COMPONENT_ONLY
            = Set.of("configuration", "ioThreads", "useGlobalSslContextParameters", "autowiredEnabled");

    @BeforeAll
    static void start() {
        CONTEXT.getRegistry().bind("generator", ClientIdGenerator.class, (ClientIdGenerator) () -> "generated");
        CONTEXT.getRegistry().bind("ssl", new SSLContextParameters());
        CONTEXT.getRegistry().bind("credentials", CredentialsProvider.class,
                (CredentialsProvider) (broker, clientId) -> {
                    throw new IllegalStateException("not asked at start");
                });
        CONTEXT.getRegistry().bind("scram", authentication("SCRAM-SHA-256"));
        CONTEXT.getRegistry().bind("nameless", authentication(""));
        CONTEXT.getRegistry().bind("noFilters", List.of());
        CONTEXT.getRegistry().bind("badFilters", List.of("b/#", 7));
        CONTEXT.getRegistry().bind("twice", List.of("a;qos=2"));
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
    }

    private static EnhancedAuthentication authentication(String method) {
        return new EnhancedAuthentication() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public Exchange begin(String broker, String clientId) {
                throw new IllegalStateException("not asked at start");
            }
        };
    }

    private static String uri(String query) {
        return "mqttx:a?" + query + (query.contains("brokers=") ? "" : "&brokers=h");
    }

    private static Set<String> given(String query) throws Exception {
        Set<String> names = new HashSet<>();
        URISupport.parseQuery(query).keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    private static ThrowingCallable check(Row row, boolean consumer) throws Exception {
        MqttxEndpoint endpoint = CONTEXT.getEndpoint(uri(row.query()), MqttxEndpoint.class);
        MqttxConfiguration configuration = endpoint.getConfiguration();
        Set<String> given = given(row.query());
        return consumer
                ? () -> ConfigurationCheck.consumer(configuration, "a", given)
                : () -> ConfigurationCheck.producer(configuration, "a", given);
    }

    private static JsonObject metadata() throws Exception {
        try (InputStream in = MqttxComponent.class.getResourceAsStream("/META-INF/io/github/camelmqttx/mqttx.json")) {
            return (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void isRefused(ThrowingCallable check, String said) {
        assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said)
                .hasMessageNotContaining("s3cr3t");
    }

    static Stream<Row> rows() {
        return BadOptions.rows().stream().filter(row -> row.role() != Role.BINDING);
    }

    static Stream<Row> bindings() {
        return BadOptions.rows().stream().filter(row -> row.role() == Role.BINDING);
    }

    @Test
    @DisplayName("X12 promise 10: the table of impossible values has every option of endpoint and component, and no other")
    void table_metadata_haveTheSameOptions() throws Exception {
        Set<String> options = new TreeSet<>(COMPONENT_ONLY);
        for (String section : List.of("properties", "componentProperties")) {
            JsonObject described = metadata().getMap(section);
            described.forEach((name, option) -> {
                if (!"path".equals(((JsonObject) option).get("kind"))) {
                    options.add(name);
                }
            });
        }
        Set<String> tested = new TreeSet<>(COMPONENT_ONLY);
        BadOptions.rows().forEach(row -> tested.add(row.option()));
        assertThat(tested).isEqualTo(options);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName("X12 promise 10: an impossible value is refused with what to do")
    void impossibleValue_start_isRefused(Row row) throws Exception {
        if (row.role() != Role.PRODUCER) {
            isRefused(check(row, true), row.said());
        }
        if (row.role() != Role.CONSUMER) {
            isRefused(check(row, false), row.said());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bindings")
    @DisplayName("X12 promise 10: a value of the wrong type is refused by Camel, which names option and value")
    void wrongType_endpoint_isRefused(Row row) {
        assertThatThrownBy(() -> CONTEXT.getEndpoint(uri(row.query()))).isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining(row.said()).hasStackTraceContaining(row.option());
    }

    @Test
    @DisplayName("X12 promise 10: the mistakes of nearly all options at once are all in one message")
    void manyMistakes_start_areInOneMessage() {
        Map<String, Row> single = new LinkedHashMap<>();
        rows().filter(row -> row.role() == Role.BOTH && row.query().startsWith(row.option() + "=") && !row.query().contains("&")
                && !row.said().contains("given without") && !row.said().contains("has no effect")
                && !Set.of("brokers", "brokerUrl", "serverURIs", "reconnectDelay").contains(row.option()))
                .forEach(row -> single.putIfAbsent(row.option(), row));
        assertThat(single).hasSizeGreaterThan(25);
        String query = String.join("&", single.values().stream().map(Row::query).toList());
        MqttxConfiguration configuration = CONTEXT.getEndpoint(uri(query), MqttxEndpoint.class).getConfiguration();
        Throwable failure = catchThrowable(() -> ConfigurationCheck.producer(configuration, "a", Set.of()));
        List<String> missing = new ArrayList<>();
        single.values().stream().filter(row -> !failure.getMessage().contains(row.option()))
                .forEach(row -> missing.add(row.said()));
        assertThat(missing).as(failure.getMessage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "ioThreads, 65, use 1 to 64", "ioThreads, -1, use 1 to 64", "ioThreads, many, ioThreads=many is not a whole number",
            "useGlobalSslContextParameters, perhaps, perhaps", "autowiredEnabled, perhaps, perhaps",
            "configuration, #nobody, nobody" })
    @DisplayName("X12 promise 10: an impossible value of a component option is refused")
    void badComponent_value_isRefused(String option, String value, String said) {
        assertThat(COMPONENT_ONLY).contains(option);
        assertThatThrownBy(() -> {
            MqttxComponent component = new MqttxComponent(CONTEXT);
            component.build();
            PropertyBindingSupport.build().withConfigurer(component.getComponentPropertyConfigurer()).withMandatory(true)
                    .bind(CONTEXT, component, option, value);
            component.init();
        }).hasStackTraceContaining(said);
    }

    @Test
    @DisplayName("X12 C06 promise 10: text that is no number in the defaults of the component is not taken for 0")
    void noNumber_defaultOfTheComponent_isRefused() {
        MqttxComponent component = new MqttxComponent(CONTEXT);
        component.build();
        for (Map<String, Object> wrong : List.<Map<String, Object>> of(Map.of("qos", "one"),
                Map.of("keepAliveInterval", "5S"))) {
            assertThatThrownBy(() -> PropertyBindingSupport.build().withConfigurer(component.getComponentPropertyConfigurer())
                    .bind(CONTEXT, component, new LinkedHashMap<>(wrong))).hasStackTraceContaining(" is not a ");
        }
    }

    @ParameterizedTest
    @CsvSource({
            "qoss, did you mean qos?", "ioThread, did you mean ioThreads?", "cleanSession, it is cleanStart here",
            "colour, no option has a name like that" })
    @DisplayName("X12 promise 10: an option that the component does not have is refused, with the name that may be meant")
    void unknownOption_component_isRefusedWithSuggestion(String option, String said) {
        assertThatThrownBy(() -> bindToComponent(option, "secret")).hasStackTraceContaining(option + " is unknown: ")
                .hasStackTraceContaining(said);
    }

    @Test
    @DisplayName("X12 promise 10: each option of the component is suggested for what looks like it")
    void misspelledOption_component_suggestsEachOption() throws Exception {
        JsonObject described = metadata().getMap("componentProperties");
        for (String option : described.keySet()) {
            assertThatThrownBy(() -> bindToComponent(option + "X", "1"))
                    .hasStackTraceContaining("did you mean " + option + "?");
        }
    }

    private static void bindToComponent(String option, String value) {
        MqttxComponent component = new MqttxComponent(CONTEXT);
        component.build();
        PropertyBindingSupport.build().withConfigurer(component.getComponentPropertyConfigurer()).withMandatory(true)
                .withIgnoreCase(true).bind(CONTEXT, component, option, value);
    }

    @Test
    @DisplayName("X12 promise 10: all values of the wrong type, and options that do not exist, are in one message")
    void wrongTypes_endpoint_areInOneMessage() {
        assertThatThrownBy(
                () -> CONTEXT.getEndpoint("mqttx:a?brokers=h&qos=one&keepAliveInterval=5S&idleTimeout=5m&cleanSession=false"))
                .isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("qos=one is not a whole number")
                .hasMessageContaining("keepAliveInterval=5S is not a duration")
                .hasMessageContaining("3 mistakes in the options")
                .hasMessageContaining("cleanSession is unknown: it is cleanStart here");
    }

    @ParameterizedTest
    @CsvSource({
            "0, 0", "1500, 1500", "500ms, 500", "30s, 30000", "5m, 300000", "1h30m, 5400000", "7d, 604800000",
            "1d1ms, 86400001",
            "PT1.5S, 1500", "P1D, 86400000" })
    void duration_everySpelling_isUnderstood(String text, long millis) {
        assertThat(CONTEXT.getEndpoint("mqttx:a?brokers=h&idleTimeout=" + text, MqttxEndpoint.class).getConfiguration()
                .getIdleTimeout())
                .isEqualTo(millis);
    }

    @Test
    @DisplayName("X12 the metadata tells the same options to be durations as the check of their text")
    void durations_metadata_areTheOptionsOfTypeLong() throws Exception {
        JsonObject described = metadata().getMap("properties");
        described.forEach((name, option) -> {
            String type = ((JsonObject) option).getString("type");
            if ("long".equals(((JsonObject) option).getString("javaType"))) {
                assertThat("duration".equals(type)).as(name)
                        .isEqualTo(!Set.of("outboxMaxBytes", "receiveBufferBytes").contains(name));
            }
        });
    }

    @Test
    @DisplayName("X12 C06 promise 10: a mistake in the defaults of the component is found when a route starts")
    void badDefault_component_isFoundByItsEndpoints() {
        MqttxComponent component = new MqttxComponent(CONTEXT);
        PropertyBindingSupport.build().bind(CONTEXT, component, new LinkedHashMap<>(Map.of("brokers", "h", "qos", "3")));
        CONTEXT.addComponent("mqttx-bad", component);
        MqttxConfiguration configuration = CONTEXT.getEndpoint("mqttx-bad:a", MqttxEndpoint.class).getConfiguration();
        isRefused(() -> ConfigurationCheck.consumer(configuration, "a", Set.of()), "qos=3 is out of range");
        configuration.setQos(2);
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "a", Set.of())).doesNotThrowAnyException();
    }
}
