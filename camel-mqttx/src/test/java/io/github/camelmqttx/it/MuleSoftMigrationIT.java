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

import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The translated application of the page {@code migration-mulesoft.adoc}, which includes parts of this file. Brokers,
 * password and directory are replaced, everything else is as on the page.
 */
@Timeout(60)
class MuleSoftMigrationIT {

    private static final String PREFIX = "camel.component.mqttx.";

    @TempDir
    private Path directory;
    private MosquittoBroker broker;

    @BeforeEach
    void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterEach
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static RouteBuilder flows() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // tag::flows[]
                onException(MqttxConnectException.class).handled(true)
                        .to("direct:noConnection");
                onException(MqttxTopicException.class).handled(true)
                        .to("direct:badTopic");

                from("mqttx:sensors/+/temperature,sensors/+/state;qos=2").routeId("readings")
                        .log("Received '${body}' from ${header.CamelMqttxTopic} with QoS ${header.CamelMqttxQos}")
                        .to("direct:readings");

                from("direct:command").routeId("commands")
                        .toD("mqttx:commands/${header.device}?qos=2&retained=true");
                // end::flows[]
            }
        };
    }

    /** The properties of the page, bound as Camel's main class does. */
    private void configure(ItSupport it, Map<String, String> changes) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/migration/mulesoft.properties")) {
            properties.load(in);
        }
        Map<String, Object> options = new LinkedHashMap<>();
        properties.stringPropertyNames()
                .forEach(name -> options.put(name.substring(PREFIX.length()), properties.getProperty(name)));
        options.putAll(Map.of("brokers", broker.uri(), "password", "x", "outboxDirectory", directory.toString()));
        options.putAll(changes);
        MqttxComponent component = it.component();
        component.setCamelContext(it.context());
        component.build();
        PropertyBindingSupport.build().withConfigurer(component.getComponentPropertyConfigurer()).withMandatory(true)
                .bind(it.context(), component, options);
    }

    @Test
    @DisplayName("C20 the translated flows of MuleSoft's connector receive and publish")
    void flows_translated_receiveAndPublish() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            // with outbox=file a send is complete before the broker has the message
            configure(it, Map.of("outboxCompletion", "acknowledged"));
            Recorder readings = it.record("sink", "direct:readings");
            Recorder trouble = it.record("trouble", "direct:badTopic");
            it.routes(flows()).start();
            try (ItSupport device = new ItSupport(broker)) {
                device.start();
                device.send("mqttx:sensors/7/temperature?qos=2", "21.5");
                device.send("mqttx:sensors/7/state?qos=2", "on");
                readings.await(2);
                assertThat(readings.all()).extracting(Received::topic, Received::text, Received::qos).containsExactlyInAnyOrder(
                        tuple("sensors/7/temperature", "21.5", 1),
                        tuple("sensors/7/state", "on", 2));

                it.send("direct:command", "start", Map.of("device", "press-1"));
                Recorder commands = device.record("commands", "mqttx:commands/#;qos=2");
                Received command = commands.awaitFirst();
                assertThat(List.of(command.topic(), command.text(), command.qos(), command.retained()))
                        .isEqualTo(List.of("commands/press-1", "start", 2, true));
            }
            it.send("direct:command", "start", Map.of("device", "press-#"));
            trouble.await(1);
        }
    }

    @Test
    @DisplayName("C20 M57 the error handler for MQTT3:CONNECTIVITY becomes one for MqttxConnectException")
    void noConnection_translatedFlow_reachesItsHandler() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            configure(it, Map.of("outbox", "none", "outboxDirectory", ""));
            it.defaults().setOutboxDirectory(null);
            Recorder trouble = it.record("trouble", "direct:noConnection");
            it.record("sink", "direct:readings");
            it.routes(flows()).start();
            SessionWatch watch = SessionWatch.on(it);
            watch.awaitUp("readings");
            broker.kill();
            Its.until(() -> !watch.isUp("readings"));
            Exchange exchange = it.request("direct:command", "start", Map.of("device", "press-1"));
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(MqttxConnectException.class);
            trouble.await(1);
        }
    }
}
