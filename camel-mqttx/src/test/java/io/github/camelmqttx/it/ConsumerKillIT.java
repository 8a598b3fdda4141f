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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** kill -9 of the process whose route has messages in flight: what is not in its sink comes again. */
@Timeout(120)
class ConsumerKillIT {

    private static final int TOPICS = 16;
    private static final int MESSAGES_PER_CYCLE = 200;
    private static final String CLIENT_ID = "killed";
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-Xmx128m");

    private static MosquittoBroker broker;

    @TempDir
    private Path directory;

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
    @DisplayName("F02 promise 1: kill -9 with messages in flight, 5 times: every QoS 1 and 2 message is in the sink, 0 lost")
    void kill_messagesInFlight_nothingIsLost() throws IOException {
        killAgainAndAgain(5);
    }

    @Test
    @Tag("slow")
    @Timeout(3600)
    @DisplayName("F02 promise 1: kill -9 with messages in flight, 200 times: every QoS 1 and 2 message is in the sink, 0 lost")
    void kill_messagesInFlightTwoHundredTimes_nothingIsLost() throws IOException {
        killAgainAndAgain(200);
    }

    private void killAgainAndAgain(int cycles) throws IOException {
        Path sink = Files.createFile(directory.resolve("sink"));
        Random random = new Random(cycles);
        Set<String> published = new HashSet<>();
        try (MqttProbe owner = MqttProbe.connect(broker, ProbeOptions.durable(CLIENT_ID))) {
            owner.subscribe("kill/#", 2);
        }
        try (MqttProbe publisher = MqttProbe.connect(broker)) {
            for (int cycle = 0; cycle < cycles; cycle++) {
                published.addAll(publish(publisher, cycle));
                int enough = SinkFile.done(sink).size() + 1 + random.nextInt(MESSAGES_PER_CYCLE / 2);
                try (ChildJvm child = consumer(sink)) {
                    Its.until(() -> SinkFile.done(sink).size() >= enough);
                    assertThat(child.isAlive()).isTrue();
                }
            }
        }
        int inFlight = SinkFile.begun(sink) - SinkFile.done(sink).size();
        try (ChildJvm last = consumer(sink)) {
            Its.until(() -> new HashSet<>(SinkFile.done(sink)).containsAll(published));
            assertThat(last.isAlive()).isTrue();
        }
        int repeated = Its.repeated(SinkFile.done(sink)).size();
        int lost = published.size() - new HashSet<>(SinkFile.done(sink)).size();
        System.out.printf("F02: %d kills, %d messages, %d lost; in the route at a kill: %d, once more after the sink: %d%n",
                cycles, published.size(), lost, inFlight, repeated);
        assertThat(new HashSet<>(SinkFile.done(sink))).isEqualTo(published);
        assertThat(inFlight).as("messages in the route when the process was killed").isGreaterThan(cycles);
    }

    private static ChildJvm consumer(Path sink) {
        return ChildJvm.start(QUICK_START, SinkRouteMain.class, broker.uri(),
                "mqttx:kill/#?qos=2&concurrency=8&clientId=" + CLIENT_ID + ItSupport.DURABLE,
                sink.toString());
    }

    private static List<String> publish(MqttProbe publisher, int cycle) {
        List<ProbeMessage> batch = new ArrayList<>();
        for (int i = 0; i < MESSAGES_PER_CYCLE; i++) {
            batch.add(ProbeMessage.of("kill/" + i % TOPICS, cycle + "." + i, 1 + i % 2));
        }
        publisher.publishAll(batch);
        return batch.stream().map(ProbeMessage::text).toList();
    }
}
