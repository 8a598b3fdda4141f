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
import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.Brokers;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** CloudEvents to and from a client that is not the component. */
@Timeout(60)
class CloudEventsIT {

    private static Broker broker;

    @BeforeAll
    static void startBroker() {
        broker = Brokers.select();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    @DisplayName("C10 out: binary content mode is User Properties and Content Type, structured content mode is JSON")
    void published_inBothModes_isWhatTheBindingSays() throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            received(it);
            probe.subscribe("events/out/#", 1);

            it.send("direct:binary", "{\"t\":21.5}", Map.of(CloudEvent.CAMEL_CLOUD_EVENT_ID, "7"));
            ProbeMessage binary = probe.await(1).get(0);
            assertThat(binary.text()).isEqualTo("{\"t\":21.5}");
            assertThat(binary.properties().getContentType()).isEqualTo("application/json");
            assertThat(binary.properties().getUserProperties().stream()
                    .collect(Collectors.toMap(UserProperty::getKey, UserProperty::getValue)))
                    .containsEntry("specversion", "1.0").containsEntry("id", "7").containsEntry("source", "/ovens/7")
                    .containsEntry("type", "com.example.oven.reading").containsOnlyKeys("specversion", "id", "source", "type",
                            "time");

            it.send("direct:structured", "{\"t\":21.5}", Map.of(CloudEvent.CAMEL_CLOUD_EVENT_ID, "8"));
            ProbeMessage structured = probe.await(2).get(1);
            assertThat(structured.properties().getContentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
            assertThat(structured.properties().getUserProperties()).isEmpty();
            JsonObject json = (JsonObject) Jsoner.deserialize(structured.text());
            assertThat(json).containsEntry("id", "8").containsEntry("datacontenttype", "application/json");
            assertThat(structured.text()).contains("\"data\":{\"t\":21.5}");
        }
    }

    @Test
    @DisplayName("C10 in: events in binary and structured content mode and of MQTT 3.1.1, then one that is none: the route fails with the reason")
    void received_inEachForm_hasTheAttributes() throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            Recorder recorder = received(it);

            ProbeMessage binary = ProbeMessage.of("events/in/binary", "21.5", 1).withUserProperty("specversion", "1.0")
                    .withUserProperty("id", "7").withUserProperty("source", "/ovens/7").withUserProperty("type", "reading");
            binary.properties().setContentType("text/plain");
            probe.publish(binary);
            ProbeMessage structured = ProbeMessage.of("events/in/structured",
                    "{\"specversion\":\"1.0\",\"id\":\"8\",\"source\":\"/ovens/7\",\"type\":\"reading\",\"data\":{\"t\":1}}",
                    1);
            structured.properties().setContentType("application/cloudevents+json");
            probe.publish(structured);
            recorder.await(2);
            it.send("direct:old", "\u00fc", Map.of(CloudEvent.CAMEL_CLOUD_EVENT_ID, "9"));
            recorder.await(3);
            ProbeMessage wrong = ProbeMessage.of("events/in/wrong", "", 1).withUserProperty("specversion", "1.0");
            probe.publish(wrong);

            assertThat(recorder.await(4).stream().map(Received::text)).containsExactly(
                    "7 reading text/plain 21.5", "8 reading application/json {\"t\":1}",
                    "9 com.example.oven.reading null \u00fc",
                    "CloudEvent of topic 'events/in/wrong': required attribute id is missing, empty or not a text;"
                                                              + " the publisher must set it");
        }
    }

    /** Starts the routes, with a recorder of attributes and data, or of why there are none. */
    private static Recorder received(ItSupport it) throws Exception {
        Recorder recorder = it.record("received", "direct:received", CloudEventsIT::summary);
        it.routes(new CloudEventRoutes());
        it.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:refused").process(exchange -> exchange.getMessage()
                        .setBody(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage()))
                        .process(recorder);
            }
        });
        it.start();
        return recorder;
    }

    private static void summary(Exchange exchange) {
        exchange.getMessage().setBody(exchange.getMessage().getHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID) + " "
                                      + exchange.getMessage().getHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE) + " "
                                      + exchange.getMessage().getHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE) + " "
                                      + new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8));
    }
}
