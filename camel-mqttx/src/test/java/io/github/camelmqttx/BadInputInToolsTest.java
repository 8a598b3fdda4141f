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

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The same mistakes in Java and in YAML: the same clear text, before anything is connected. */
class BadInputInToolsTest {

    private static final String BROKERS = "localhost:1";

    private static final Map<String, String> SAMPLES = Map.of(
            "ackMode", "manual", "onFailure", "stop", "retainHandling", "doNotSend", "noLocal", "true", "retainAsPublished",
            "true",
            "retained", "true", "outboxCompletion", "stored", "subscriptions", "#topics");

    /** How a route is written. */
    enum Dialect {
        JAVA,
        YAML_URI,
        YAML_PARAMETERS,
        YAML_SCHEME_ONLY
    }

    /**
     * @param option as in a URI, {@code name=value}
     * @param said   parts of the one message that says it all
     */
    record Mistake(String name, boolean consumer, String option, List<String> said) {

        @Override
        public String toString() {
            return name + ": " + option;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "unknown option", true, "colour=red", List.of("colour is unknown", "no option has a name like that")),
                new Mistake("misspelt option", true, "qoss=1", List.of("qoss is unknown", "did you mean qos?")),
                new Mistake("misspelt option", false, "retaind=true", List.of("retaind is unknown", "did you mean retained?")),
                new Mistake(
                        "option of Paho", true, "cleanSession=true",
                        List.of("cleanSession is unknown", "it is cleanStart here")),
                new Mistake(
                        "consumer option on a producer", false, "ackMode=manual",
                        List.of("the producer of mqttx:a/b", "ackMode is an option of consumers (from)", "remove it")),
                new Mistake(
                        "producer option on a consumer", true, "publishTimeout=5s",
                        List.of("the consumer of mqttx:a/b", "publishTimeout is an option of producers (to)", "remove it")),
                new Mistake(
                        "bad enumeration", true, "ackMode=later",
                        List.of("ackMode=later is unknown", "use onCompletion, onReceive, manual")),
                new Mistake(
                        "bad enumeration", false, "outbox=disk", List.of("outbox=disk is unknown", "use memory, file, none")),
                new Mistake(
                        "bad duration", true, "reconnectDelay=soon",
                        List.of("reconnectDelay=soon is not a duration", "write for example 500ms, 30s")),
                new Mistake(
                        "bad duration", false, "sessionExpiryInterval=3600",
                        List.of("sessionExpiryInterval=3600 has no unit", "sessionExpiryInterval=3600s")),
                new Mistake("bad number", true, "maxInflight=many", List.of("maxInflight=many is not a whole number")),
                new Mistake("number out of range", true, "qos=3", List.of("qos=3 is out of range", "0 to 2")),
                new Mistake("bad boolean", false, "retained=perhaps", List.of("retained", "perhaps")),
                new Mistake("no such bean", true, "sslContextParameters=#nobody", List.of("nobody")));
    }

    static Stream<Arguments> mistakesInEachDialect() {
        return mistakes().flatMap(mistake -> Stream.of(Dialect.values())
                .map(dialect -> Arguments.of(mistake, dialect)));
    }

    private static void start(boolean consumer, String option, Dialect dialect) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("topics", List.of("c"));
            String uri = "mqttx:a/b?brokers=" + BROKERS + "&" + option;
            if (dialect == Dialect.JAVA) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(consumer ? uri : "direct:in").to(consumer ? "direct:out" : uri);
                    }
                });
            } else {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("route.yaml", yaml(consumer, option, dialect, uri)));
            }
            context.start();
        }
    }

    private static String yaml(boolean consumer, String option, Dialect dialect, String uri) {
        int equals = option.indexOf('=');
        String parameters = "      parameters:\n        brokers: \"" + BROKERS + "\"\n        " + option.substring(0, equals)
                            + ": \"" + option.substring(equals + 1) + "\"\n";
        String endpoint = switch (dialect) {
            case YAML_PARAMETERS -> "uri: \"mqttx:a/b\"\n" + parameters;
            case YAML_SCHEME_ONLY -> "uri: mqttx\n" + parameters + "        topic: \"a/b\"\n";
            default -> "uri: \"" + uri + "\"\n";
        };
        return consumer
                ? "- from:\n      " + endpoint + "      steps:\n        - to: \"direct:out\"\n"
                : "- from:\n    uri: \"direct:in\"\n    steps:\n    - to:\n          "
                  + endpoint.replace("\n      ", "\n          ");
    }

    private static Stream<String> messages(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause).map(t -> String.valueOf(t.getMessage()));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("mistakesInEachDialect")
    @DisplayName("C12 C13 promise 10: a mistake in a route gets the same text in Java and in YAML")
    void mistake_start_isSaidClearly(Mistake mistake, Dialect dialect) {
        Throwable failure = catchThrowable(() -> start(mistake.consumer(), mistake.option(), dialect));

        assertThat(failure).as("the route starts").isNotNull();
        assertThat(messages(failure)).as("one message says all").anySatisfy(
                message -> assertThat(message).contains(mistake.said()));
    }

    @ParameterizedTest
    @CsvSource({ "consumer, false", "producer, true" })
    @DisplayName("C12 the options that the metadata gives to one role are refused on the other")
    void roleInMetadata_startOfTheOther_isRefused(String role, boolean consumer) throws Exception {
        Set<String> accepted = new TreeSet<>();
        for (String option : options(label -> label.equals(role))) {
            String value = SAMPLES.getOrDefault(option, "1");
            Throwable failure = catchThrowable(() -> start(consumer, option + "=" + value, Dialect.JAVA));
            if (failure == null || messages(failure).noneMatch(
                    message -> message.contains(option + " is an option of " + role + "s"))) {
                accepted.add(option);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "500ms, 500", "500, 500", "PT0.5S, 500", "7d, 604800000", "168h, 604800000", "1h30m, 5400000" })
    @DisplayName("C12 durations mean the same to the component however tools want them written")
    void duration_endpoint_isWhatItSays(String written, long millis) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            MqttxEndpoint endpoint = context.getEndpoint("mqttx:a?brokers=h&reconnectDelay=" + written, MqttxEndpoint.class);
            assertThat(endpoint.getConfiguration().getReconnectDelay()).isEqualTo(millis);
        }
    }

    @Test
    @DisplayName("C12 a route in YAML with an unknown scheme is told what is missing")
    void unknownScheme_start_namesTheScheme() {
        Throwable failure = catchThrowable(() -> {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(
                        "route.yaml", "- from:\n    uri: \"mqtx:a\"\n    steps:\n      - to: \"direct:out\"\n"));
                context.start();
            }
        });
        assertThat(messages(failure))
                .anySatisfy(message -> assertThat(message).contains("No endpoint could be found for: mqtx://a"));
    }

    /**
     * The names of the options whose label, apart from "advanced", is as wanted. Those of Camel itself are left out.
     */
    private static List<String> options(Predicate<String> label) throws Exception {
        try (InputStream in = MqttxComponent.class.getResourceAsStream("/META-INF/io/github/camelmqttx/mqttx.json")) {
            JsonObject metadata = (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            JsonObject properties = metadata.getMap("properties");
            return properties.entrySet().stream()
                    .filter(option -> label.test(((JsonObject) option.getValue()).getString("label").replace(",advanced", "")))
                    .map(Map.Entry::getKey)
                    .filter(name -> !Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer")
                            .contains(name))
                    .toList();
        }
    }
}
