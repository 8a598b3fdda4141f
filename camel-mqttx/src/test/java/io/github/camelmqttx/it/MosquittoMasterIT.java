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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code master:} with mosquitto, which tells how often a Client Identifier has connected. */
class MosquittoMasterIT extends MasterContract {

    /** Both processes once, and once more each while the older one does not yet know that it has lost. */
    private static final int MOST_CONNECTS = 5;

    private final MosquittoBroker mosquitto;

    MosquittoMasterIT() {
        super(Its.mosquitto(BrokerOptions.plain()));
        mosquitto = (MosquittoBroker) broker();
    }

    @Test
    @DisplayName("M49 M28 F16 master: the active process stops while slow messages are in its route and the other one takes over "
                 + "meanwhile: no fight about the Client Identifier, 0 lost")
    void stop_slowRoute_processesDoNotFight() throws Exception {
        int earlier = mosquitto.connectCount(CLIENT_ID);
        Set<String> published = new HashSet<>(List.of("m0", "m1", "m2"));
        try (Member first = member("first", JAVA, "-D" + SinkRouteMain.WORK_MILLIS + "=4000").awaitStarted();
             MqttProbe publisher = MqttProbe.connect(broker())) {
            published.forEach(text -> publisher.publish("plant7/a", text, 2));
            Its.until(() -> SinkFile.begun(sink()) > 0);
            try (Member second = member("second", JAVA).awaitStarted()) {
                CompletableFuture<Void> end = CompletableFuture.runAsync(first::stop);
                Its.until(() -> mosquitto.connectCount(CLIENT_ID) - earlier >= 2);
                publisher.publish("plant7/a", "later", 2);
                published.add("later");
                awaitDone(published);
                end.join();
                assertThat(second.done()).contains("later");
                assertThat(mosquitto.connectCount(CLIENT_ID) - earlier).as("connects").isEqualTo(2);
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("M49 M28 master: a process that was frozen wakes up and still takes itself for the active one: no fight about the "
                 + "Client Identifier, 0 lost")
    void freeze_activeProcess_wakesUpAndGivesWay() throws Exception {
        int earlier = mosquitto.connectCount(CLIENT_ID);
        try (Member first = member("first", JAVA).awaitStarted(); Traffic traffic = new Traffic(broker(), "plant7")) {
            Its.until(() -> first.done().size() > 20);
            try (Member second = member("second", JAVA).awaitStarted()) {
                first.freeze();
                loseLock();
                Its.until(() -> second.done().size() > 20);
                first.thaw();
                int before = second.done().size();
                Its.until(() -> second.done().size() > before + 200);
                Set<String> published = traffic.end();
                awaitDone(published);
                assertThat(mosquitto.connectCount(CLIENT_ID) - earlier).as("connects").isBetween(2, MOST_CONNECTS);
                assertThat(first.isAlive()).isTrue();
            }
        }
    }

    /** What takes the lock from a process that does not answer, in clusters that have no file locks. */
    private void loseLock() throws Exception {
        Path cluster = directory.resolve("cluster");
        Files.delete(cluster.resolve("plant7"));
        Files.delete(cluster.resolve("plant7.dat"));
    }
}
