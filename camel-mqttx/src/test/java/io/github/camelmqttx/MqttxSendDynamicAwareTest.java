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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** In routes of a real context, with a component that records what its producer is told. */
class MqttxSendDynamicAwareTest {

    private static final String HEADER = MqttxSendDynamicAware.TOPIC_HEADER;

    private final CamelContext context = new DefaultCamelContext();
    private final List<Map.Entry<String, String>> sent = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        context.addComponent("mqttx", new RecordingComponent());
        context.addComponent("mqttx-plant1", new RecordingComponent());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String template, String device, Map<String, Object> headers) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in" + template.hashCode()).toD(template);
            }
        });
        return again(template, device, headers);
    }

    private Exchange again(String template, String device, Map<String, Object> headers) {
        return context.createProducerTemplate().send("direct:in" + template.hashCode(), exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setHeader("device", device);
        });
    }

    private long endpoints() {
        return context.getEndpoints().stream().filter(endpoint -> endpoint instanceof RecordingEndpoint).count();
    }

    @Test
    @DisplayName("C04 a thousand topics share one endpoint, and the header does not leak")
    void toD_manyTopics_oneEndpoint() throws Exception {
        String template = "mqttx:commands/${header.device}?qos=2";
        Exchange first = send(template, "d0", Map.of());
        for (int i = 1; i < 1_000; i++) {
            again(template, "d" + i, Map.of());
        }
        assertThat(first.getException()).isNull();
        assertThat(first.getMessage().getHeaders()).doesNotContainKey(HEADER);
        assertThat(sent).hasSize(1_000).contains(Map.entry("mqttx://dynamic?qos=2", "commands/d999"));
        assertThat(endpoints()).isEqualTo(1);
    }

    @Test
    @DisplayName("F26 a header that was set before is restored, and does not override the template")
    void toD_headerSetBefore_isRestored() throws Exception {
        Exchange exchange = send("mqttx:commands/${header.device}", "d1", Map.of(HEADER, "kept"));
        assertThat(exchange.getMessage().getHeader(HEADER)).isEqualTo("kept");
        assertThat(sent).containsExactly(Map.entry("mqttx://dynamic", "commands/d1"));
    }

    @ParameterizedTest(name = "F26 topic {0}, equal to or part of the scheme")
    @ValueSource(strings = { "m", "x", "mqttx", "mqttx:", "mqttx:a?qos=2", "dynamic", ":" })
    void toD_topicLikeTheScheme_isSentAsIs(String topic) throws Exception {
        send("mqttx:${header.device}?qos=2", topic, Map.of());
        assertThat(sent).containsExactly(Map.entry("mqttx://dynamic?qos=2", topic));
    }

    @ParameterizedTest(name = "C04 data {0} cannot add options")
    @ValueSource(strings = {
            "x?brokers=tcp://evil:1883", "x&qos=0", "x?qos=0&brokers=evil?qos=2", "%3Fqos=0", "${sys.x}", "//x",
            "RAW(x)?qos=1" })
    void toD_dataWithOptions_isTopic(String data) throws Exception {
        send("mqttx:a/${header.device}?qos=2", data, Map.of());
        send("mqttx:b/${header.device}", data, Map.of());
        assertThat(sent).containsExactly(Map.entry("mqttx://dynamic?qos=2", "a/" + data),
                Map.entry("mqttx://dynamic", "b/" + data));
    }

    @ParameterizedTest(name = "C04 {0} publishes to {2}")
    @CsvSource({
            "mqttx:a/${header.device}, d, a/d", "mqttx://a/${header.device}, d, a/d", "mqttx:/a/${header.device}, d, /a/d",
            "mqttx:${header.device}, //d, //d", "mqttx-plant1:a/${header.device}, mqttx-plant1, a/mqttx-plant1",
            "mqttx:a/${header.x?.y}${header.device}, d, a/d", "mqttx:a/$simple{header.device}?qos=1, d?, a/d?" })
    void toD_formsOfTheUri_giveTheTopic(String template, String device, String topic) throws Exception {
        Exchange exchange = send(template, device, Map.of());
        assertThat(exchange.getException()).isNull();
        assertThat(sent).extracting(Map.Entry::getValue).containsExactly(topic);
        assertThat(sent.get(0).getKey()).startsWith(template.substring(0, template.indexOf(':')) + "://dynamic");
    }

    @Test
    @DisplayName("C04 dynamic options: one endpoint each, and a question mark in the data is refused")
    void toD_dynamicOptions_areNotOptimised() throws Exception {
        String template = "mqttx:a/${header.device}?qos=${header.qos}";
        send(template, "d", Map.of("qos", 1));
        again(template, "d", Map.of("qos", 2));
        Exchange refused = again(template, "d?qos=0", Map.of("qos", 2));
        assertThat(sent).extracting(Map.Entry::getKey).containsExactly("mqttx://a/d?qos=1", "mqttx://a/d?qos=2");
        assertThat(refused.getException()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("question mark");
    }

    @Test
    @DisplayName("C04 property placeholders in the options")
    void toD_placeholderInOptions_isResolved() throws Exception {
        context.getPropertiesComponent().addInitialProperty("level", "2");
        send("mqttx:a/${header.device}?qos={{level}}", "d", Map.of());
        assertThat(sent).containsExactly(Map.entry("mqttx://dynamic?qos=2", "a/d"));
    }

    @Component("mqttx")
    private final class RecordingComponent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new RecordingEndpoint(uri, this);
        }
    }

    private final class RecordingEndpoint extends DefaultEndpoint {

        RecordingEndpoint(String uri, RecordingComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    sent.add(Map.entry(getEndpointUri(), exchange.getMessage().getHeader(HEADER, "", String.class)));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("producer only");
        }
    }
}
