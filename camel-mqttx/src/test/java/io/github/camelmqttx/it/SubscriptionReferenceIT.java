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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.MqttxSubscription;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** M39: Topic Filters from a bean. */
@Timeout(60)
class SubscriptionReferenceIT {

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.create(BrokerOptions.plain());
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1", "3.1" })
    @DisplayName("M39 M37 one bean, two routes, one with filters of its own besides; QoS of each filter")
    void bean_severalRoutes_receive(String version) throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            it.context().getRegistry().bind("plant", List.of("m39/a/+;qos=0,m39/b", new MqttxSubscription("m39/c,c", 2)));
            Recorder both = it.record("both", "mqttx:m39/own?subscriptions=#plant&mqttVersion=" + version);
            Recorder only = it.record("only", "mqttx:?subscriptions=#plant&qos=1&mqttVersion=" + version);
            it.start();
            for (String topic : List.of("m39/own", "m39/a/1", "m39/b", "m39/c,c", "m39/none")) {
                probe.publish(ProbeMessage.of(topic, topic, 2));
            }
            assertThat(both.await(4)).extracting(Received::text, Received::qos).containsExactlyInAnyOrder(
                    tuple("m39/own", 1), tuple("m39/a/1", 0), tuple("m39/b", 1), tuple("m39/c,c", 2));
            assertThat(only.await(3)).extracting(Received::text).containsExactlyInAnyOrder("m39/a/1", "m39/b", "m39/c,c");
            assertThat(it.consumer("only").subscriptions()).hasSize(3);
        }
    }

    @Test
    @DisplayName("M39 the routes of the documents: one bean, two routes")
    void beanOfTheDocuments_bothRoutes_receive() throws Exception {
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            CamelContext context = it.context();
            // tag::bean[]
            context.getRegistry().bind("plant", List.of(
                    "sensors/+;qos=0,alarms/#", new MqttxSubscription("state/#", 1, null, null, "onlyIfNew")));
            // end::bean[]
            Recorder store = it.record("store", "direct:store");
            Recorder audit = it.record("audit", "direct:audit");
            it.routes(new RouteBuilder() {
                // tag::routes[]
                @Override
                public void configure() {
                    from("mqttx:?subscriptions=#plant").to("direct:store");
                    from("mqttx:commands/all?subscriptions=#plant").to("direct:audit");
                }
                // end::routes[]
            });
            it.start();
            for (String topic : List.of("sensors/1", "alarms/fire/2", "state/on", "commands/all")) {
                probe.publish(ProbeMessage.of(topic, topic, 1));
            }
            assertThat(audit.await(4)).extracting(Received::text)
                    .containsExactlyInAnyOrder("sensors/1", "alarms/fire/2", "state/on", "commands/all");
            assertThat(store.await(3)).extracting(Received::text)
                    .containsExactlyInAnyOrder("sensors/1", "alarms/fire/2", "state/on");
        }
    }

    @Test
    @DisplayName("M39 M41 retainHandling of one filter; the bean is read again when the route starts again")
    void retainHandlingOfOneFilter_andChangedBean() throws Exception {
        List<Object> filters = new ArrayList<>(
                List.of("m39r/kept", new MqttxSubscription("m39r/left", null, null, null, "doNotSend")));
        try (ItSupport it = new ItSupport(broker); MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish(ProbeMessage.of("m39r/kept", "kept", 1).withRetained());
            probe.publish(ProbeMessage.of("m39r/left", "left", 1).withRetained());
            it.context().getRegistry().bind("filters", filters);
            Recorder in = it.record("in", "mqttx:?subscriptions=#filters&mqttVersion=5");
            it.start();
            probe.publish("m39r/left", "live", 1);
            assertThat(in.await(2)).extracting(Received::text).containsExactlyInAnyOrder("kept", "live");
            it.stopRoute("in");
            filters.add("m39r/later");
            it.startRoute("in");
            probe.publish("m39r/later", "later", 1);
            assertThat(in.await(4)).extracting(Received::text).contains("later");
            probe.clearRetained("m39r/kept");
            probe.clearRetained("m39r/left");
        }
    }

    @Test
    @DisplayName("M39 M40 a bean that is missing, empty or has a bad filter is refused at start")
    void badBean_start_isRefused() throws Exception {
        for (Object bean : List.of(List.of(), List.of("a/#/b"), List.of("m39;qos=2"))) {
            try (ItSupport it = new ItSupport(broker)) {
                it.context().getRegistry().bind("bad", bean);
                Throwable failure = catchThrowable(() -> {
                    it.record("in", "mqttx:m39?subscriptions=#bad");
                    it.start();
                });
                assertThat(failure).as("%s", bean).hasStackTraceContaining("subscriptions");
            }
        }
        try (ItSupport it = new ItSupport(broker)) {
            assertThat(catchThrowable(() -> {
                it.record("in", "mqttx:m39?subscriptions=#missing");
                it.start();
            })).hasStackTraceContaining("missing");
        }
    }
}
