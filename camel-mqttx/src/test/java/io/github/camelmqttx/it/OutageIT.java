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
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmqttx.it.Its.QUICK;
import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of publishes while there is no connection. */
@Timeout(60)
class OutageIT {

    private static final String OUT = "mqttx:outage/a?clientId=outage" + QUICK;

    private static MosquittoBroker broker;

    private TcpProxy proxy;
    private Application application;
    private MqttProbe probe;

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

    @BeforeEach
    void open() {
        proxy = TcpProxy.to(broker);
        application = new Application(proxy.uri()).start();
        probe = MqttProbe.connect(broker);
        probe.subscribe("outage/#", 2);
    }

    @AfterEach
    void close() {
        probe.close();
        application.close();
        proxy.close();
    }

    private void goDown(String uri) {
        assertThat(application.publish(uri, "before").getException()).isNull();
        probe.await(1);
        probe.clear();
        proxy.down();
        until(() -> !application.events(MqttxSessionEvent.Kind.DISCONNECTED).isEmpty());
    }

    @ParameterizedTest(name = "promise 5, M11, MQTT {0}, QoS {1}, clean start {2}")
    @CsvSource({ "5,1,true", "5,2,true", "3.1.1,1,true", "3.1.1,2,true", "5,1,false", "5,2,false", "3.1.1,2,false" })
    @DisplayName("promise 5: publishes during an outage wait in memory and arrive once, in order, after it")
    void publishDuringOutage_memoryOutbox_arrivesInOrderAfterwards(String version, int qos, boolean cleanStart)
            throws Exception {
        String uri = OUT + "&qos=" + qos + "&mqttVersion=" + version + "&maxInflight=7"
                     + (cleanStart ? "" : ItSupport.DURABLE);
        goDown(uri);
        List<CompletableFuture<Exchange>> outcomes = application.publishAll(uri, Its.numbers(500));
        assertThat(outcomes).noneMatch(CompletableFuture::isDone);
        proxy.up();
        outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNull());
        assertThat(probe.await(500)).extracting(ProbeMessage::text).containsExactlyElementsOf(Its.numbers(500));
    }

    @Test
    @DisplayName("promise 5: the full outbox holds the publisher (block) until the outage is over")
    void fullOutbox_block_publisherWaitsAndGoesOn() throws Exception {
        String uri = OUT + "&outboxMaxMessages=10";
        goDown(uri);
        CompletableFuture<List<CompletableFuture<Exchange>>> publishing = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                publishing.complete(application.publishAll(uri, Its.numbers(50)));
            } catch (Exception e) {
                publishing.completeExceptionally(e);
            }
        }, "publisher");
        publisher.start();
        until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
        assertThat(publishing).isNotDone();
        proxy.up();
        publishing.get().forEach(outcome -> assertThat(outcome.join().getException()).isNull());
        assertThat(probe.await(50)).extracting(ProbeMessage::text).containsExactlyElementsOf(Its.numbers(50));
    }

    @Test
    @DisplayName("promise 5: the full outbox fails what finds no room (fail), the rest arrives")
    void fullOutbox_fail_excessFailsAtOnceAndTheRestArrives() throws Exception {
        String uri = OUT + "&outboxMaxMessages=10&outboxOverflow=fail";
        goDown(uri);
        List<CompletableFuture<Exchange>> outcomes = application.publishAll(uri, Its.numbers(15));
        for (CompletableFuture<Exchange> refused : outcomes.subList(10, 15)) {
            assertThat(refused).isDone();
            assertThat(refused.join().getException()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("outage/a");
        }
        proxy.up();
        outcomes.subList(0, 10).forEach(outcome -> assertThat(outcome.join().getException()).isNull());
        assertThat(probe.await(10)).extracting(ProbeMessage::text).containsExactlyElementsOf(Its.numbers(10));
    }

    @ParameterizedTest(name = "promise 5: {0} fails at once during an outage, and works after it")
    @CsvSource({ "outbox=none&qos=1", "outbox=none&qos=2", "qos=0" })
    @DisplayName("promise 5: without outbox, and with QoS 0, a publish fails at once during an outage")
    void publishDuringOutage_withoutOutbox_failsAtOnceAndWorksAfterwards(String option) throws Exception {
        String uri = OUT + "&" + option;
        goDown(uri);
        long begin = System.nanoTime();
        assertThat(application.publish(uri, "lost").getException()).hasMessageContaining("outage/a")
                .hasRootCauseInstanceOf(Exception.class).isInstanceOf(MqttxConnectException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        proxy.up();
        until(() -> application.publish(uri, "after").getException() == null);
        assertThat(probe.await(1)).extracting(ProbeMessage::text).containsExactly("after");
    }

    @ParameterizedTest(name = "promise 4: QoS {0}, black hole, connected before: {1}")
    @CsvSource({ "1,true", "2,true", "1,false" })
    @DisplayName("promise 4: publishTimeout bounds a publish, connected to a black hole or not connected at all")
    void blackHole_publish_failsAfterPublishTimeout(int qos, boolean connected) throws Exception {
        String uri = OUT + "&qos=" + qos + "&publishTimeout=1s&connectionTimeout=2s";
        if (connected) {
            assertThat(application.publish(uri, "before").getException()).isNull();
        }
        proxy.blackHole();
        long begin = System.nanoTime();
        List<CompletableFuture<Exchange>> outcomes = application.publishAll(uri, Its.numbers(20));
        for (CompletableFuture<Exchange> outcome : outcomes) {
            assertThat(outcome.join().getException()).hasMessageContaining("outage/a").hasMessageContaining("publishTimeout")
                    .isInstanceOfAny(MqttxPublishTimeoutException.class, MqttxConnectException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
        proxy.heal();
        until(() -> application.publish(uri, "after").getException() == null);
    }
}
