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
import java.util.List;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the name of a broker means may change; the process under test has a table of names of its own. */
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs a second loopback address")
class NameResolutionIT {

    private static final String HOST = "broker.plant.example";

    @TempDir
    private Path directory;
    private Path names;
    private Path sink;

    @BeforeEach
    void createFiles() throws IOException {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        names = Files.createFile(directory.resolve("hosts"));
        sink = Files.createFile(directory.resolve("sink"));
    }

    /** A process that caches no names, with one route. */
    private ChildJvm consumer(int port) throws IOException {
        Path security = Files.writeString(directory.resolve("security"),
                "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
        return ChildJvm.start(
                List.of("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + names, "-Djava.security.properties=" + security),
                SinkRouteMain.class, "mqtt://" + HOST + ":" + port,
                "mqttx:names/#?clientId=names&connectionTimeout=2s" + Its.QUICK, sink.toString());
    }

    private void resolveTo(String address) throws IOException {
        Files.writeString(names, address + " " + HOST + "\n");
    }

    private void assertReceivesFrom(String uri, String text) {
        try (MqttProbe probe = MqttProbe.connect(uri, ProbeOptions.transientSession())) {
            Its.until(() -> {
                probe.publish("names/a", text, 1);
                return SinkFile.done(sink).contains(text);
            });
        }
    }

    @Test
    @DisplayName("F08 a broker whose name is unknown at the start and appears later: connects without restart")
    void nameUnknownAtStart_appearsLater_connects() throws Exception {
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             ChildJvm child = consumer(broker.port(Scheme.MQTT))) {
            assertThat(child.linesUpTo(SinkRouteMain.STARTED)).endsWith(SinkRouteMain.STARTED);
            assertThat(broker.connectCount("names")).isZero();
            resolveTo("127.0.0.1");
            assertReceivesFrom(broker.uri(), "found");
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    @DisplayName("F14 promise 6: a name that means another address after the loss is looked up again")
    void nameMeansAnotherAddress_connectionLost_connectsThere() throws Exception {
        try (MosquittoBroker first = Its.mosquitto(BrokerOptions.plain());
             MosquittoBroker second = MosquittoBroker.builder(BrokerOptions.plain())
                     .line("listener " + first.port(Scheme.MQTT) + " 127.0.0.2").build()) {
            second.start();
            resolveTo("127.0.0.1");
            try (ChildJvm child = consumer(first.port(Scheme.MQTT))) {
                assertReceivesFrom(first.uri(), "from the first");
                resolveTo("127.0.0.2");
                first.kill();
                assertReceivesFrom(second.uri(), "from the second");
                assertThat(child.isAlive()).isTrue();
            }
        }
    }
}
