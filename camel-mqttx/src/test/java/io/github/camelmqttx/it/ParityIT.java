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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Small features of the matrix that no other class is about, with mosquitto. */
@Timeout(60)
class ParityIT {

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

    @Test
    @DisplayName("M16 a journal with a random Client Identifier is refused at start with what to do, before anything connects")
    void fileOutbox_randomClientId_isRefusedAtStart(@TempDir Path directory) throws Exception {
        int earlier = broker.connectCount();
        try (Application app = new Application(broker.uri())) {
            app.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("mqttx:parity/a?qos=1&outbox=file&outboxDirectory=" + directory);
                }
            });
            assertThatThrownBy(app::start).hasStackTraceContaining("outbox=file").hasStackTraceContaining("clientId");
        }
        assertThat(broker.connectCount()).isEqualTo(earlier);
    }

    @Test
    @DisplayName("M50 X01 an idempotent consumer with a User Property as its key does a repeated publish once")
    void idempotentConsumer_keyInUserProperty_repetitionIsDoneOnce() throws Exception {
        Recorder recorder = new Recorder();
        try (Application app = new Application(broker.uri()); MqttProbe publisher = MqttProbe.connect(broker)) {
            app.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("mqttx:orders/#?qos=1&mqttVersion=5").routeId("orders")
                            .idempotentConsumer(header("orderId"), MemoryIdempotentRepository.memoryIdempotentRepository())
                            .process(recorder);
                }
            }).start();
            for (String id : List.of("1", "1", "2", "1", "3")) {
                publisher.publish(ProbeMessage.of("orders/new", "order " + id, 1).withUserProperty("orderId", id));
            }
            Its.until(() -> app.counters("orders").acknowledged() == 5);
            assertThat(recorder.texts()).containsExactly("order 1", "order 2", "order 3");
        }
    }

    @Test
    @DisplayName("C01 one thread has 1 000 publishes under way while the broker does not answer, and is not held up")
    void publish_brokerDoesNotAnswer_callerGoesOn() throws Exception {
        try (Application app = new Application(broker.uri())) {
            app.start();
            String uri = "mqttx:parity/b?qos=1&publishTimeout=60s";
            assertThat(app.publish(uri, "first").getException()).isNull();
            broker.suspend();
            List<CompletableFuture<Exchange>> outcomes;
            try {
                outcomes = app.publishAll(uri, Its.numbers(1_000));
                assertThat(outcomes).noneMatch(CompletableFuture::isDone);
            } finally {
                broker.resume();
            }
            for (CompletableFuture<Exchange> outcome : outcomes) {
                assertThat(outcome.get(30, TimeUnit.SECONDS).getException()).isNull();
            }
        }
    }
}
