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
package io.github.camelmqttx.catalog.designer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Camel takes parameters in the form in which the designers write them. */
class DesignerYamlTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    @DisplayName("C15 a topic, numbers, choices and durations among the parameters, as both designers write them")
    void route_topicAmongParameters_isTaken() throws Exception {
        MqttxEndpoint endpoint = endpoint("{ topic: 'sensors/+', brokers: 'h1,h2:1884', qos: 2, onFailure: redeliver,"
                                          + " clientId: plant-7, cleanStart: false, sessionExpiryInterval: 7d }");

        assertThat(endpoint.getTopic()).isEqualTo("sensors/+");
        assertThat(endpoint.getConfiguration().getQos()).isEqualTo(2);
        assertThat(endpoint.getConfiguration().getOnFailure()).isEqualTo("redeliver");
        assertThat(endpoint.getConfiguration().isCleanStart()).isFalse();
    }

    @Test
    @DisplayName("C15 the route of the documents, as Kaoto's editor has saved it")
    void route_drawnInKaoto_isTaken() throws Exception {
        load(Files.readString(Path.of("src/test/designers/drawn.camel.yaml")).replace("id: plant", "autoStartup: false"));
        context.start();

        assertThat(context.getEndpoints()).extracting(Endpoint::getEndpointUri).containsExactlyInAnyOrder(
                "mqttx://sensors/+/temperature?ackMode=onCompletion&brokers=127.0.0.1:1883&qos=2",
                "mqttx://plant/temperature?brokers=127.0.0.1:1883&publishTimeout=10s&retained=true");
    }

    @Test
    @DisplayName("C15 the bean of subscriptions, as the forms name it")
    void route_beanOfSubscriptions_isTaken() throws Exception {
        context.getRegistry().bind("plant", List.of("a/#", "b;qos=0"));

        assertThat(endpoint("{ topic: c, brokers: h, subscriptions: '#bean:plant' }").getConfiguration().getSubscriptions())
                .hasToString("[a/#, b;qos=0]");
    }

    @Test
    @DisplayName("C15 the bean of a map, as the forms name it")
    void route_beanOfHeaders_isTaken() throws Exception {
        context.getRegistry().bind("headers", Map.of("X-Tenant", "plant1"));
        MqttxConfiguration configuration
                = endpoint("{ topic: a, brokers: 'ws://h', webSocketHeaders: '#bean:headers' }").getConfiguration();

        assertThat(configuration.getWebSocketHeaders()).isEqualTo(Map.of("X-Tenant", "plant1"));
    }

    @Test
    @DisplayName("C15 Camel's YAML changes the keys of a map among the parameters: the reason why the forms offer none")
    void route_mapOfHeaders_losesDashes() throws Exception {
        assertThat(endpoint("{ topic: a, brokers: 'ws://h', webSocketHeaders: { X-Tenant: plant1 } }").getConfiguration()
                .getWebSocketHeaders()).isEqualTo(Map.of("XTenant", "plant1"));
    }

    @Test
    @DisplayName("C15 a list among parameters is what Camel's YAML does not take: the reason why the forms offer none")
    void route_listOfSubscriptions_isRefused() {
        assertThatThrownBy(() -> endpoint("{ topic: a, brokers: h, subscriptions: [ b, c ] }"))
                .hasMessageContaining("Unsupported type: SEQUENCE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            brokers: h                           | a Topic Filter must have at least one character
            topic: a, brokers: h, qqos: 1        | qqos is unknown: did you mean qos?
            topic: a, brokers: h, qos: two       | qos=two is not a whole number
            topic: a, brokers: h, canaryInterval: soon | canaryInterval=soon is not a duration
            topic: a, brokers: h, onFailure: ignore | onFailure=ignore is unknown: use acknowledge, deadLetter, redeliver, stop
            topic: a, brokers: h, retained: true | retained is an option of producers (to): remove it from this consumer (from)
            topic: a, brokers: h, cleanStart: false | cleanStart=false needs a Client Identifier
            """)
    @DisplayName("C15 bad input that gets through a form stops the start, with what is wrong")
    void route_badInput_isRefused(String parameters, String message) {
        assertThatThrownBy(() -> endpoint("{ " + parameters + " }", true)).hasStackTraceContaining(message);
    }

    private MqttxEndpoint endpoint(String parameters) throws Exception {
        return endpoint(parameters, false);
    }

    private MqttxEndpoint endpoint(String parameters, boolean autoStartup) throws Exception {
        load("""
                - route:
                    autoStartup: %s
                    from:
                      uri: mqttx
                      parameters: %s
                      steps:
                        - log: "${body}"
                """.formatted(autoStartup, parameters));
        context.start();
        return (MqttxEndpoint) context.getEndpoints().iterator().next();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("drawn.camel.yaml", yaml));
    }
}
