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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The routes of the documentation of camel-paho and camel-paho-mqtt5 under another scheme. The page
 * {@code migration-paho.adoc} includes parts of this file.
 */
@Timeout(60)
class PahoMigrationIT {

    private static MosquittoBroker broker;

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

    private static MockEndpoint received(ItSupport it, int count) {
        MockEndpoint mock = it.context().getEndpoint("mock:test", MockEndpoint.class);
        mock.expectedMessageCount(count);
        return mock;
    }

    private static RouteBuilder documented() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // tag::routes[]
                from("mqttx:some/queue")
                        .to("mock:test");

                from("direct:test")
                        .to("mqttx:some/target/queue");

                from("direct:dynamic")
                        .setHeader("CamelPahoMqtt5OverrideTopic", simple("${header.customerId}"))
                        .to("mqttx:some/target/queue");
                // end::routes[]
            }
        };
    }

    @Test
    @DisplayName("C20 the routes of the documentation of paho: run when their scheme is changed")
    void documentedRoutes_schemeChanged_run() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            MockEndpoint mock = received(it, 1);
            it.routes(documented());
            Recorder target = it.record("target", "mqttx:some/target/queue,customer-7");
            it.start();
            it.send("mqttx:some/queue", "hello");
            mock.assertIsSatisfied(10_000);
            assertThat(mock.getReceivedExchanges().get(0).getMessage().getBody())
                    .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));

            it.send("direct:test", "to the target");
            it.send("direct:dynamic", "to the customer", Map.of("customerId", "customer-7"));
            target.await(2);
            assertThat(target.texts("some/target/queue")).containsExactly("to the target");
            assertThat(target.texts("customer-7")).containsExactly("to the customer");
        }
    }

    @Test
    @DisplayName("C20 a broker in the URI, by the old names")
    void brokerInTheUri_oldNames_areUnderstood() throws Exception {
        try (ItSupport it = new ItSupport("tcp://unused.invalid")) {
            it.defaults().setBrokers(null);
            Recorder one = it.record("one", "mqttx:old/a?brokerUrl=" + broker.uri());
            Recorder two = it.record("two", "mqttx:old/b?serverURIs=" + broker.uri() + "&qos=2");
            it.start();
            it.send("mqttx:old/a?brokerUrl=" + broker.uri(), "a");
            it.send("mqttx:old/b?qos=2&retained=true&brokerUrl=" + broker.uri(), "b");
            assertThat(one.awaitFirst().text()).isEqualTo("a");
            assertThat(two.awaitFirst().text()).isEqualTo("b");
        }
    }

    @Test
    @DisplayName("C20 C19 templates take and give bytes and text as they did")
    void templates_schemeChanged_takeAndGiveTheSame() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            it.start();
            ProducerTemplate producerTemplate = it.template();
            ConsumerTemplate consumerTemplate = it.context().createConsumerTemplate();
            producerTemplate.requestBodyAndHeader("mqttx:topic?retained=true", "retained", "x", "y");
            // tag::templates[]
            byte[] bytes = (byte[]) consumerTemplate.receiveBody("mqttx:topic", 10_000);
            producerTemplate.sendBody("mqttx:topic", bytes);

            String text = consumerTemplate.receiveBody("mqttx:topic", 10_000, String.class);
            producerTemplate.sendBody("mqttx:topic", "message");
            // end::templates[]
            assertThat(bytes).isEqualTo("retained".getBytes(StandardCharsets.UTF_8));
            assertThat(text).isEqualTo("retained");
            assertThat(consumerTemplate.receiveBody("mqttx:topic", 10_000, String.class)).isEqualTo("message");
            consumerTemplate.close();
        }
    }

    @Test
    @DisplayName("C20 C06 the component under the name of the old one")
    void componentUnderTheOldName_routes_needNoChange() throws Exception {
        try (ItSupport it = new ItSupport("tcp://unused.invalid")) {
            CamelContext context = it.context();
            MqttxComponent component = new MqttxComponent();
            context.addComponent("paho-mqtt5", component);
            component.getConfiguration().setBrokers(broker.uri());
            Recorder in = it.record("in", "paho-mqtt5:plain/name?qos=2&clientId=plant-7");
            it.start();
            Exchange sent = it.request("paho-mqtt5:plain/name?qos=2", "x", Map.of("CamelPahoMqtt5Qos", 0));
            assertThat(sent.getException()).isNull();
            assertThat(in.await(1)).extracting(Received::text).isEqualTo(List.of("x"));
            assertThat(in.awaitFirst().qos()).isZero();
        }
    }
}
