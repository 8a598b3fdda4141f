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
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A network that swallows everything for a while, sockets open. */
@Timeout(90)
class BlackHoleIT {

    private static final int MESSAGES = 200;

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
    @DisplayName("F10 M11 black hole of 4 s: each QoS 1 and 2 publish completes, or fails by its deadline")
    void blackHole_ofSeconds_eachPublishCompletesOrFailsByItsDeadline() throws Exception {
        publishIntoHole(Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    @Test
    @Tag("slow")
    @Timeout(240)
    @DisplayName("F10 M11 black hole of 60 s: each QoS 1 and 2 publish completes, or fails by its deadline")
    void blackHole_ofAMinute_eachPublishCompletesOrFailsByItsDeadline() throws Exception {
        publishIntoHole(Duration.ofSeconds(60), Duration.ofSeconds(20));
    }

    private static void publishIntoHole(Duration hole, Duration deadline) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); Application application = new Application(proxy.uri()).start();
             MqttProbe probe = MqttProbe.connect(broker)) {
            probe.subscribe("hole/#", 2);
            String impatient = "publishTimeout=" + deadline.toMillis();
            String patient = "publishTimeout=" + hole.multipliedBy(4).toMillis();
            for (String uri : List.of(uri(1, impatient), uri(2, impatient), uri(1, patient), uri(2, patient))) {
                assertThat(application.publish(uri, "before").getException()).isNull();
            }
            probe.await(4);
            probe.clear();
            proxy.blackHole();
            long begin = System.nanoTime();
            List<CompletableFuture<Exchange>> waiting1 = application.publishAll(uri(1, patient), Its.numbers(MESSAGES));
            List<CompletableFuture<Exchange>> waiting2 = application.publishAll(uri(2, patient), Its.numbers(MESSAGES));
            assertAllFail(application.publishAll(uri(1, impatient), Its.numbers(MESSAGES)));
            assertAllFail(application.publishAll(uri(2, impatient), Its.numbers(MESSAGES)));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(deadline,
                    deadline.multipliedBy(2).plusSeconds(5));
            await().during(hole.minus(Duration.ofNanos(System.nanoTime() - begin))).atMost(hole.plusSeconds(5))
                    .until(() -> waiting1.stream().noneMatch(CompletableFuture::isDone)
                            && waiting2.stream().noneMatch(CompletableFuture::isDone));
            proxy.heal();
            waiting1.forEach(one -> assertThat(one.join().getException()).isNull());
            waiting2.forEach(one -> assertThat(one.join().getException()).isNull());
            Its.until(() -> texts(probe, 1, patient).containsAll(Its.numbers(MESSAGES)));
            Its.until(() -> texts(probe, 2, patient).size() >= MESSAGES);
            assertThat(texts(probe, 1, patient).stream().distinct()).containsExactlyElementsOf(Its.numbers(MESSAGES));
            assertThat(texts(probe, 2, patient)).containsExactlyElementsOf(Its.numbers(MESSAGES));
        }
    }

    private static String uri(int qos, String timeout) {
        String name = qos + timeout.replace('=', '-');
        return "mqttx:hole/" + name + "?clientId=hole-" + name + "&qos=" + qos + "&" + timeout
               + "&keepAliveInterval=2s&connectionTimeout=1s" + ItSupport.DURABLE + Its.QUICK;
    }

    private static List<String> texts(MqttProbe probe, int qos, String timeout) {
        String topic = "hole/" + qos + timeout.replace('=', '-');
        return probe.messages().stream().filter(one -> one.topic().equals(topic)).map(ProbeMessage::text).toList();
    }

    private static void assertAllFail(List<CompletableFuture<Exchange>> outcomes) {
        assertThat(outcomes).hasSize(MESSAGES).allSatisfy(outcome -> assertThat(outcome.join().getException())
                .isInstanceOfAny(MqttxPublishTimeoutException.class, MqttxConnectException.class)
                .hasMessageContaining("hole/").hasMessageContaining("publishTimeout"));
    }
}
