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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MqttxComponentTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private MqttxEndpoint endpoint(String uri) {
        return context.getEndpoint(uri, MqttxEndpoint.class);
    }

    @ParameterizedTest
    @CsvSource({
            "mqttx:a/+/c, a/+/c", "mqttx:a/#, a/#", "mqttx:$share/g/a/#, $share/g/a/#", "mqttx:$SYS/#, $SYS/#",
            "mqttx:a//b, a//b",
            "mqttx:/lead, /lead", "mqttx:a b/ü, a b/ü", "mqttx://a/b, a/b", "mqttx:mqttx, mqttx",
            "'mqttx:a,b/#;qos=2', 'a,b/#;qos=2'" })
    @DisplayName("M38 topics arrive as they are written")
    void topicInUri_endpoint_hasItAsWritten(String uri, String topic) {
        assertThat(endpoint(uri).getTopic()).isEqualTo(topic);
    }

    @Test
    void options_uri_areParsed() {
        MqttxConfiguration configuration = endpoint(
                "mqttx:a?brokers=h&keepAliveInterval=5s&idleTimeout=1m&sessionExpiryInterval=7d&password=RAW(a&b)&userName=u&qos=2"
                                                    + "&wsHeader.X-Tenant=t&failover=roundRobin&testConnectionOnStartup=true")
                .getConfiguration();
        assertThat(configuration.getKeepAliveInterval()).isEqualTo(5_000);
        assertThat(configuration.getIdleTimeout()).isEqualTo(60_000);
        assertThat(configuration.getSessionExpiryInterval()).isEqualTo("7d");
        assertThat(configuration.getPassword()).isEqualTo("a&b");
        assertThat(configuration.getQos()).isEqualTo(2);
        assertThat(configuration.getWebSocketHeaders()).isEqualTo(Map.of("X-Tenant", "t"));
        assertThat(configuration.isTestConnectionOnStartup()).isTrue();
    }

    @Test
    @DisplayName("C06 several components side by side, each with its defaults, copied for each endpoint")
    void severalComponents_endpoints_haveTheirOwnDefaults() {
        MqttxComponent one = new MqttxComponent();
        one.getConfiguration().setBrokers("one.example");
        one.getConfiguration().setClientId("one");
        MqttxComponent two = new MqttxComponent();
        two.getConfiguration().setBrokers("mqtts://two.example");
        context.addComponent("mqttx-one", one);
        context.addComponent("mqttx-two", two);
        assertThat(endpoint("mqttx-one:a?qos=0").getServiceUrl()).isEqualTo("tcp://one.example:1883");
        assertThat(endpoint("mqttx-two:a").getServiceUrl()).isEqualTo("tls://two.example:8883");
        assertThat(endpoint("mqttx-one:a?qos=0").getServiceMetadata()).isEqualTo(Map.of("clientId", "one"));
        assertThat(one.getConfiguration().getQos()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx", "mqttx?brokers=h", "mqttx:?brokers=h" })
    @DisplayName("C20 promise 10: an endpoint without a topic says what is missing, with and without a colon")
    void noTopic_check_saysWhatIsMissing(String uri) {
        MqttxEndpoint endpoint = endpoint(uri);
        assertThat(endpoint.getTopic()).isEmpty();
        assertThatThrownBy(endpoint::checkConsumer).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a Topic Filter must have at least one character");
    }

    @Test
    @DisplayName("C20 promise 10: unknown options are refused with what may be meant, in one message, the values left out")
    void unknownOptions_endpoint_areRefused() {
        assertThatThrownBy(() -> endpoint("mqttx:a?brokers=h&qoss=1&pasword=s3cr3t&cleanSession=false"))
                .isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("3 mistakes in the options")
                .hasMessageContaining("qoss is unknown: did you mean qos?")
                .hasMessageContaining("pasword is unknown: did you mean password?")
                .hasMessageContaining("cleanSession is unknown: it is cleanStart here").hasMessageContaining("mqttx://a")
                .rootCause().hasMessageNotContaining("s3cr3t");
    }

    @Test
    void mistakes_startOfAConsumer_areInOneMessageAndNothingIsLeft() throws Exception {
        context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:a/#/b?brokers=http://user:s3cr3t@h&qos=3").routeId("bad").autoStartup(false).to("mock:x");
            }
        });
        assertThatThrownBy(() -> context.getRouteController().startRoute("bad"))
                .hasMessageContaining("3 mistakes").hasMessageNotContaining("s3cr3t");
        assertThat(context.getComponent("mqttx", MqttxComponent.class).sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "properties", "componentProperties" })
    @DisplayName("C11 metadata: no label that designers hide in both roles, every option described")
    void metadata_labelsAndDescriptions_suitDesigners(String section) throws Exception {
        JsonObject options = metadata().getMap(section);
        List<String> undescribed = new ArrayList<>();
        options.forEach((name, value) -> {
            JsonObject option = (JsonObject) value;
            assertThat(option.getStringOrDefault("label", "")).as(name).doesNotContain("consumer,producer")
                    .doesNotContain("producer,consumer");
            if (option.getStringOrDefault("description", "").length() < 20) {
                undescribed.add(name);
            }
        });
        assertThat(undescribed).isEmpty();
    }

    @Test
    void misplacedOptions_check_followTheLabelsOfTheMetadata() throws Exception {
        JsonObject options = metadata().getMap("properties");
        List<String> camels = List.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");
        List<String> beans = List.of("subscriptions");
        options.forEach((name, value) -> {
            String label = ((JsonObject) value).getStringOrDefault("label", "");
            String standard = String.valueOf(((JsonObject) value).getOrDefault("defaultValue", "x"));
            if (!camels.contains(name) && !beans.contains(name)
                    && (label.startsWith("consumer") || label.startsWith("producer"))) {
                boolean consumer = label.startsWith("consumer");
                MqttxEndpoint endpoint = endpoint("mqttx:a?brokers=h&" + name + "=" + standard);
                assertThatThrownBy(consumer ? endpoint::checkProducer : endpoint::checkConsumer).as(name)
                        .hasMessageContaining(name + " is an option of " + (consumer ? "consumers" : "producers"));
            }
        });
    }

    private static JsonObject metadata() throws Exception {
        try (InputStream in = MqttxComponent.class.getResourceAsStream("/META-INF/io/github/camelmqttx/mqttx.json")) {
            return (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
