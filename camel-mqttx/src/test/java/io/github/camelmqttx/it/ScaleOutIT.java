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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Three processes with the same configuration. */
@Timeout(180)
class ScaleOutIT {

    private static final List<String> NAMES = List.of("host-1", "host-2", "host-3");

    @TempDir
    private Path directory;

    @BeforeEach
    void createSink() throws Exception {
        Files.createFile(sink());
    }

    private Path sink() {
        return directory.resolve("sink");
    }

    private List<Member> start(Broker broker, String routes) {
        List<Member> members = new ArrayList<>();
        NAMES.forEach(name -> members.add(Member.start(broker, directory, name, routes)));
        members.forEach(Member::awaitStarted);
        return members;
    }

    @Test
    @DisplayName("M49 M66 $share with three processes, one killed (HiveMQ): each message is done by one of them, 0 lost")
    void kill_oneOfThreeWithHiveMq_othersDoTheRest() throws Exception {
        try (HiveMqBroker broker = HiveMqBroker.create(BrokerOptions.plain())) {
            killOneOfThree(broker);
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("M49 M66 $share with three processes, one killed (Artemis): each message is done by one of them, 0 lost")
    void kill_oneOfThreeWithArtemis_othersDoTheRest() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.create(BrokerOptions.plain())) {
            killOneOfThree(broker);
        }
    }

    private void killOneOfThree(Broker broker) throws Exception {
        broker.start();
        List<Member> members = start(broker, "classpath:clusters/shared.yaml");
        try (Traffic traffic = new Traffic(broker, "plant7")) {
            Its.until(() -> members.stream().allMatch(member -> member.done().size() > 50));
            List<String> before = SinkFile.done(sink());
            assertThat(Its.repeated(before)).as("done by two").isEmpty();
            members.get(1).kill();
            int inFlight = SinkFile.begun(sink()) - SinkFile.done(sink()).size();
            int more = before.size() + 500;
            Its.until(() -> SinkFile.done(sink()).size() > more);
            Set<String> published = traffic.end();
            Its.soon().untilAsserted(() -> {
                Set<String> missing = new TreeSet<>(published);
                SinkFile.done(sink()).forEach(missing::remove);
                assertThat(missing).as("messages that no process has done").isEmpty();
            });
            System.out.printf("M49 %s: $share, one of three killed: %d messages, 0 lost, %d in routes at the kill, %d twice%n",
                    broker.name(), published.size(), inFlight, Its.repeated(SinkFile.done(sink())).size());
        } finally {
            members.forEach(Member::close);
        }
    }

    @Test
    @DisplayName("M66 M24 M26 three processes with the same configuration have Client Identifiers of their own: nobody is thrown out "
                 + "(mosquitto)")
    void start_threeWithOneConfiguration_doNotFight() {
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain())) {
            List<Member> members = start(broker, "classpath:clusters/unique-ids.yaml");
            try (MqttProbe publisher = MqttProbe.connect(broker)) {
                publisher.publishSequence("plant7/a", 100, 1);
                publisher.publishSequence("events/a", 100, 1);
                Its.until(() -> members.stream().allMatch(member -> member.done().size() == 200));
                List<String> ids = broker.connectedClientIds().stream().filter(id -> !id.startsWith("probe")).toList();
                assertThat(ids).hasSize(6).doesNotHaveDuplicates().contains("events-host-1", "events-host-2", "events-host-3");
                assertThat(ids.stream().filter(id -> id.startsWith("alarms-"))).hasSize(3);
            } finally {
                members.forEach(Member::close);
            }
        }
    }
}
