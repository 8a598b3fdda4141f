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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class DynamicTopicIT {

    private static MosquittoBroker broker;

    @AutoClose
    private final ItSupport camel = new ItSupport(broker);
    @AutoClose
    private final MqttProbe probe = MqttProbe.connect(broker);

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain()).quiet().build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void listenToEverything() {
        probe.subscribe("#", 2);
    }

    private void toD(String template) throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").toD(template);
            }
        }).start();
    }

    /** Everything that was published until now, once a marker published after it has come. */
    private List<ProbeMessage> published() {
        int before = 0;
        try (MqttProbe other = MqttProbe.connect(broker)) {
            other.publish("marker", "marker", 2);
        }
        while (probe.await(before + 1).stream().noneMatch(message -> message.topic().equals("marker"))) {
            before = probe.messages().size();
        }
        return probe.messages().stream().filter(message -> !message.topic().equals("marker")).toList();
    }

    @Test
    @DisplayName("C04 F26 toD does not leak its topic into the next endpoint")
    void toD_thenTo_eachPublishesToItsOwnTopic() throws Exception {
        Recorder after = new Recorder();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").toD("mqttx:dyn/${header.n}").to("mqttx:fixed").toD("mqttx:dyn2/${body}?qos=2")
                        .process(after);
            }
        }).start();
        camel.send("direct:out", "b", Map.of("n", 1));
        camel.send("direct:out", "c", Map.of("n", 2));
        assertThat(published()).extracting(ProbeMessage::topic).containsExactly("dyn/1", "fixed", "dyn2/b", "dyn/2", "fixed",
                "dyn2/c");
        assertThat(after.all()).allSatisfy(one -> assertThat(one.headers()).containsOnlyKeys("n"));
    }

    @Test
    @DisplayName("M54 F26 a received message published on does not go to the topic that it came from")
    void receivedMessage_publishedOn_goesToTheTopicOfTheEndpoint() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:in/x?qos=2").to("mqttx:out/y?qos=0");
            }
        }).start();
        probe.publish("in/x", "1", 2);
        assertThat(probe.await(2)).extracting(ProbeMessage::topic, ProbeMessage::qos)
                .containsExactlyInAnyOrder(tuple("in/x", 2), tuple("out/y", 0));
        assertThat(published()).hasSize(2);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "m", "x", "mqttx", "mqtt", "dynamic", "mqttx/mqttx" })
    @DisplayName("C04 F26 topic like a part of the scheme works statically, dynamically and as a filter:")
    void topicLikeTheScheme_works(String topic) throws Exception {
        Recorder in = camel.record("in", "mqttx:" + topic);
        toD("mqttx:${header.topic}");
        camel.send("mqttx:" + topic, "static");
        camel.send("direct:out", "dynamic", Map.of("topic", topic));
        assertThat(in.await(2)).extracting(Received::topic, Received::text)
                .containsExactly(tuple(topic, "static"), tuple(topic, "dynamic"));
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({
            "a?brokers=evil.example",
            "a?qos=0&retained=true",
            "a&retained=true",
            "a?clientId=stolen",
            "a%3Fretained=true",
            "../../etc",
            "RAW(x)",
            "a b",
            "${body}" })
    @DisplayName("F26 data with syntax of URIs is the topic and nothing else:")
    void injectedOptions_areTopicText(String data) throws Exception {
        toD("mqttx:inject/${header.topic}?qos=2");
        camel.send("direct:out", "x", Map.of("topic", data));
        assertThat(published()).singleElement().satisfies(one -> {
            assertThat(one.topic()).isEqualTo("inject/" + data);
            assertThat(one.qos()).isEqualTo(2);
            assertThat(one.retained()).isFalse();
        });
        assertThat(camel.context().getEndpoints()).extracting(endpoint -> endpoint.getEndpointUri())
                .noneMatch(uri -> uri.contains("evil") || uri.contains("stolen"));
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "+", "#", "a/#", "a/+/b", "a\u0000b", "" })
    @DisplayName("F26 M54 data with a wildcard, U+0000 or nothing at all fails that exchange only:")
    void invalidTopicFromData_failsThatExchangeOnly(String data) throws Exception {
        toD("mqttx:${header.topic}");
        Exchange failed = camel.request("direct:out", "x", Map.of("topic", data));
        assertThat(failed.getException()).isInstanceOf(MqttxTopicException.class);
        camel.send("direct:out", "good", Map.of("topic", "good"));
        assertThat(published()).extracting(ProbeMessage::topic).containsExactly("good");
    }

    @Test
    @DisplayName("F26 dynamic options: a question mark in the data is refused")
    void dynamicOptions_questionMarkInData_isRefused() throws Exception {
        toD("mqttx:opt/${header.topic}?qos=${header.q}");
        camel.send("direct:out", "fine", Map.of("topic", "a", "q", 2));
        Exchange failed = camel.request("direct:out", "x", Map.of("topic", "b?retained=true&x=", "q", 1));
        assertThat(failed.getException()).hasStackTraceContaining("question mark");
        assertThat(published()).extracting(ProbeMessage::topic, ProbeMessage::qos).containsExactly(tuple("opt/a", 2));
    }

    @Test
    @DisplayName("M54 C04 thousands of topics by toD make one endpoint and one connection")
    void toD_manyTopics_oneEndpointAndOneConnection() throws Exception {
        toD("mqttx:many/${body}?clientId=many-topics&qos=0");
        for (int i = 0; i < 2000; i++) {
            camel.send("direct:out", Integer.toString(i));
        }
        assertThat(published()).hasSize(2000);
        assertThat(broker.connectCount("many-topics")).isEqualTo(1);
        assertThat(camel.context().getEndpoints()).filteredOn(endpoint -> endpoint.getEndpointUri().startsWith("mqttx"))
                .hasSize(1);
    }

    @Test
    @DisplayName("M22 sessions of toD endpoints that publish nothing for idleTimeout end; the next message makes one anew, none is lost")
    void toD_idle_sessionEndsAndComesAgain() throws Exception {
        toD("mqttx:idle/a?clientId=idle-${body}&idleTimeout=1500&qos=1");
        List<String> devices = List.of("a", "b", "c");
        for (String device : devices) {
            camel.send("direct:out", device);
        }
        assertThat(broker.connectedClientIds()).contains("idle-a", "idle-b", "idle-c");
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(400)).until(() -> {
            camel.send("direct:out", "a");
            String log = broker.logTail(1_000);
            return log.contains("Client idle-b disconnected") && log.contains("Client idle-c disconnected");
        });
        assertThat(broker.connectCount("idle-a")).as("was used all the time").isEqualTo(1);
        camel.send("direct:out", "b");
        assertThat(broker.connectCount("idle-b")).isEqualTo(2);
        assertThat(published()).filteredOn(message -> "b".equals(message.text())).hasSize(2);
    }

    @Test
    @DisplayName("M54 topic by header on an endpoint: used once, removed, validated")
    void topicHeader_isUsedAndRemoved() throws Exception {
        Recorder after = new Recorder();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to("mqttx:first").to("mqttx:second").process(after);
            }
        }).start();
        camel.send("direct:out", "x", Map.of(MqttxConstants.OVERRIDE_TOPIC, "what?/really=1&2"));
        assertThat(published()).extracting(ProbeMessage::topic).containsExactly("what?/really=1&2", "second");
        assertThat(after.awaitFirst().headers()).isEmpty();
    }
}
