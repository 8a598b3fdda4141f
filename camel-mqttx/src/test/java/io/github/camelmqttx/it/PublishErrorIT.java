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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import io.netty.buffer.PooledByteBufAllocator;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Promise 10: a publish that fails says why, and fails alone. */
@Timeout(30)
class PublishErrorIT {

    private static final String NOWHERE = "tcp://127.0.0.1:1";

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain()).maxPacketSize(2000).refusePublish("forbidden/#").build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    @DisplayName("M57 outbox=none: no connection fails the exchange at once and names every broker tried")
    void noConnection_outboxNone_namesEveryBroker() throws Exception {
        try (TcpProxy hole = TcpProxy.to(broker).blackHole(); ItSupport it = new ItSupport(NOWHERE + "," + hole.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.start();
            String uri = "mqttx:error/a?outbox=none&connectionTimeout=500&reconnectMaxDelay=1s";
            it.request(uri, "first", Map.of());
            watch.await(Kind.ROUND_FAILED);
            Exchange failed = it.request(uri, "x", Map.of());
            assertThat(failed.getException()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("error/a")
                    .hasMessageContaining("tcp://127.0.0.1:1").hasMessageContaining("refused")
                    .hasMessageContaining(":" + hole.port()).hasMessageContaining("no answer within 500 ms");
            assertThat(failed.getException().getSuppressed()).hasSize(2);
            assertThat(((MqttxConnectException) failed.getException()).isRetryable()).isTrue();
        }
    }

    @Test
    @DisplayName("M57 M61 outbox=memory: publishTimeout ends the wait and names every broker tried")
    void noConnection_outboxMemory_failsAtItsDeadline() throws Exception {
        try (ItSupport it = new ItSupport(NOWHERE + ",tcp://localhost:2")) {
            it.start();
            long begin = System.nanoTime();
            Exchange failed = it.request("mqttx:error/a?publishTimeout=700", "x", Map.of());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(650), Duration.ofSeconds(10));
            assertThat(failed.getException()).isInstanceOf(MqttxConnectException.class)
                    .hasMessageContaining("error/a").hasMessageContaining("tcp://127.0.0.1:1")
                    .hasMessageContaining("tcp://localhost:2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "a/#", "a/+/b", "#", "", "a\0b", "a\uD800b" })
    @DisplayName("M58 promise 10: an invalid Topic Name fails its exchange only, and names the rule")
    void invalidTopic_failsItsExchangeOnly(String topic) throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            Recorder in = it.record("in", "mqttx:good/#");
            it.start();
            Exchange failed = it.request("mqttx:good/a", "bad", Map.of(MqttxConstants.OVERRIDE_TOPIC, topic));
            assertThat(failed.getException()).isInstanceOf(MqttxTopicException.class)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Topic Name")
                    .hasMessageContaining("[MQTT-");
            it.send("mqttx:good/a", "fine");
            assertThat(in.await(1)).extracting(Received::text).containsExactly("fine");
        }
    }

    @Test
    @DisplayName("M58 a Topic Name of more than 65535 bytes is refused here, one of 1000 bytes is not")
    void longTopic_isRefusedHere() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            it.start();
            Exchange failed = it.request("mqttx:good/a", "bad", Map.of(MqttxConstants.OVERRIDE_TOPIC, "é".repeat(32_768)));
            assertThat(failed.getException()).isInstanceOf(MqttxTopicException.class).hasMessageContaining("65535");
            assertThat(failed.getException().getMessage().length()).as("does not print all of it").isLessThan(1000);
            it.send("mqttx:good/a", "x", Map.of(MqttxConstants.OVERRIDE_TOPIC, "a".repeat(1000)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    @DisplayName("F15 promise 10: a payload over the broker's Maximum Packet Size fails alone, on a connection that stays")
    void tooLarge_failsAlone(int qos) throws Exception {
        String clientId = "large-" + qos;
        try (ItSupport it = new ItSupport(broker)) {
            Recorder in = it.record("in", "mqttx:size/#?qos=2");
            it.start();
            String uri = "mqttx:size/" + qos + "?clientId=" + clientId + "&qos=" + qos;
            it.send(uri, "warm");
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Object body = i % 3 == 1 ? new byte[2001] : "small" + i;
                pending.add(it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(body)));
            }
            int failures = 0;
            for (CompletableFuture<Exchange> one : pending) {
                Exception failure = one.get(20, TimeUnit.SECONDS).getException();
                if (failure != null) {
                    failures++;
                    assertThat(failure).isInstanceOf(MqttxPublishException.class).hasMessageContaining("size/" + qos)
                            .hasMessageContaining("Maximum Packet Size is 2000")
                            .hasMessageContaining(":" + broker.port(Scheme.MQTT));
                    assertThat(((MqttxPublishException) failure).getReasonCode()).isEqualTo(0x95);
                    assertThat(((MqttxPublishException) failure).isRetryable()).isFalse();
                }
            }
            assertThat(failures).isEqualTo(20);
            in.await(41);
        }
        assertThat(broker.connectCount(clientId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    @DisplayName("M60 F15 a publish that a real broker refuses fails alone with Reason Code, topic and remedy")
    void refused_mosquitto_failsAlone(int qos) throws Exception {
        String clientId = "refused-" + qos;
        try (ItSupport it = new ItSupport(broker)) {
            it.start();
            Exchange failed = it.request("mqttx:forbidden/a?clientId=" + clientId + "&qos=" + qos, "x", Map.of());
            assertThat(failed.getException()).isInstanceOf(MqttxPublishException.class).hasMessageContaining("forbidden/a")
                    .hasMessageContaining("Not authorized (0x87)").hasMessageContaining("Allow this client to publish");
            MqttxPublishException failure = (MqttxPublishException) failed.getException();
            assertThat(failure.getReasonCode()).isEqualTo(0x87);
            assertThat(failure.getTopic()).isEqualTo("forbidden/a");
            // mosquitto 2.0.11 drops the connection after a denied PUBLISH; refused_reasonCode_isCarried shows that we do not
            it.send("mqttx:allowed/a?clientId=" + clientId + "&qos=" + qos, "x");
        }
    }

    @ParameterizedTest(name = "QoS {0}, {1}")
    @CsvSource({
            "1,0x80,true", "1,0x83,true", "1,0x87,false", "1,0x90,false", "1,0x97,true", "1,0x99,false", "2,0x87,false",
            "2,0x97,true" })
    @DisplayName("M60 each Reason Code of PUBACK and PUBREC is in the exception, which says whether a retry makes sense")
    void refused_reasonCode_isCarried(int qos, String code, boolean retryable) throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start().refusePublish(Integer.decode(code));
             ItSupport it = new ItSupport(scripted.uri())) {
            it.start();
            Exchange failed = it.request("mqttx:refused/a?mqttVersion=5&qos=" + qos, "x", Map.of());
            assertThat(failed.getException()).isInstanceOf(MqttxPublishException.class).hasMessageContaining("refused/a")
                    .hasMessageContaining(code);
            assertThat(((MqttxPublishException) failed.getException()).getReasonCode()).isEqualTo(Integer.decode(code));
            assertThat(((MqttxPublishException) failed.getException()).isRetryable()).isEqualTo(retryable);
            assertThat(scripted.connections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    @DisplayName("M62 a peer that stops reading: publishTimeout ends the exchange, the publisher is not held")
    void peerStopsReading_publishTimeout(int qos) throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start(); ItSupport it = new ItSupport(scripted.uri())) {
            it.start();
            String uri = "mqttx:stalled/a?publishTimeout=1500&clientId=stalled&qos=" + qos;
            it.send(uri, "warm");
            scripted.awaitConnection().stopReading();
            byte[] body = new byte[1_000_000];
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                pending.add(it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(body)));
            }
            List<Exception> failures = new ArrayList<>();
            for (CompletableFuture<Exchange> one : pending) {
                Exception failure = one.get(20, TimeUnit.SECONDS).getException();
                if (failure != null) {
                    failures.add(failure);
                }
            }
            assertThat(failures).isNotEmpty().allSatisfy(failure -> assertThat(failure)
                    .isInstanceOf(MqttxPublishTimeoutException.class).hasMessageContaining("stalled/a"));
            scripted.connections().get(0).startReading();
            await().untilAsserted(() -> it.send(uri, "after"));
        }
    }

    @Test
    @DisplayName("M62 a real broker that is stopped like a debugged process: publishTimeout ends the exchanges; it goes on when it wakes")
    void brokerIsSuspended_publishTimeout() throws Exception {
        try (MosquittoBroker stalled = Its.mosquitto(BrokerOptions.plain()); ItSupport it = new ItSupport(stalled)) {
            it.start();
            String uri = "mqttx:stalled/a?publishTimeout=500&keepAliveInterval=60s&clientId=suspended&qos=1";
            it.send(uri, "warm");
            stalled.suspend();
            for (int i = 0; i < 3; i++) {
                assertThat(it.request(uri, new byte[1_000_000], Map.of()).getException())
                        .isInstanceOf(MqttxPublishTimeoutException.class).hasMessageContaining("stalled/a");
            }
            stalled.resume();
            await().untilAsserted(() -> it.send(uri, "after"));
            assertThat(stalled.connectCount("suspended")).isOne();
        }
    }

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = { 0, 1, 2 })
    @DisplayName("M62 a peer that stops reading: what is taken in stays within outboxMaxBytes, the rest fails at once and clearly")
    void peerStopsReading_flood_memoryIsBounded(int qos) throws Exception {
        int size = 200_000;
        int bound = 4_000_000;
        try (ScriptedBroker scripted = ScriptedBroker.start(); ItSupport it = new ItSupport(scripted.uri())) {
            it.start();
            String uri = "mqttx:flood/a?publishTimeout=2s&outboxOverflow=fail&clientId=flood&outboxMaxBytes=" + bound + "&qos="
                         + qos;
            it.send(uri, "warm");
            scripted.awaitConnection().stopReading();
            long before = directMemory();
            long start = System.nanoTime();
            List<CompletableFuture<Exchange>> pending = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                pending.add(it.template().asyncSend(uri, exchange -> exchange.getMessage().setBody(new byte[size])));
            }
            int timedOut = 0;
            int refused = 0;
            for (CompletableFuture<Exchange> one : pending) {
                Exception failure = one.get(20, TimeUnit.SECONDS).getException();
                timedOut += failure instanceof MqttxPublishTimeoutException ? 1 : 0;
                refused += failure != null && failure.getMessage().contains("outboxMaxBytes") ? 1 : 0;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(timedOut).as("taken in and timed out").isPositive();
            assertThat(refused).as("refused").isGreaterThan(500);
            assertThat((long) timedOut * size).as("bytes taken in").isLessThanOrEqualTo(bound + 2L * size);
            assertThat(directMemory() - before).as("buffers of the transport").isLessThan(4L * bound);
            scripted.connections().get(0).startReading();
            await().untilAsserted(() -> it.send(uri, "after"));
        }
    }

    private static long directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
