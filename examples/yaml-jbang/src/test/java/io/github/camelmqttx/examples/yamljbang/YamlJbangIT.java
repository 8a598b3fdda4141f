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
package io.github.camelmqttx.examples.yamljbang;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.examples.broker.LocalBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The Camel CLI runs routes, in JVMs of its own. */
class YamlJbangIT {

    private final Places places = Places.fromSystemProperties();

    @TempDir
    Path folder;

    @Test
    @DisplayName("C16 C13 camel run with a dependency: YAML routes lose nothing when the broker is killed, and camel get health tells of it")
    void run_withDependency_losesNothingOverAnOutage() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean well = new Demonstration(places, new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        String output = said.toString(StandardCharsets.UTF_8);
        assertThat(well).as(output).isTrue();
        assertThat(output).contains("brokres is unknown: did you mean brokers?").contains("consumer:plant")
                .contains("0 lost: well");
    }

    @Test
    @DisplayName("C16 camel run without a dependency when the catalog is on the class path of the CLI")
    void run_withoutDependencyWithCatalog_findsTheComponent() throws Exception {
        for (String route : List.of("oven.camel.yaml", "plant.camel.yaml")) {
            Files.copy(places.routes().resolve(route), folder.resolve(route));
        }
        Books books = new Books();
        try (LocalBroker broker = new LocalBroker(LocalBroker.freePort(), folder.resolve("broker"))) {
            broker.start();
            try (CamelCommand camel = CamelCommand.start(places, "catalog", folder, List.of(places.catalog()), books::read,
                    List.of("run", "oven.camel.yaml", "plant.camel.yaml", "--logging-color=false", "--prop=oven.reports=5",
                            "--prop=camel.component.mqttx.brokers=" + broker.uri()))) {
                assertThat(camel.awaitLine(line -> books.received() == 5, 60)).as("%s", camel.lines()).isTrue();
                camel.stop();
            }
        }
    }

    @Test
    @DisplayName("C16 C20 camel run of a route with a value that is none says which there are, and fails")
    void run_unknownValue_isReported() throws Exception {
        assertFails("value", "ackMode=onComplete is unknown: use onCompletion, onReceive, manual",
                "--dep=" + places.dependency());
    }

    @Test
    @DisplayName("C16 C20 camel run of a file that names its dependency itself, and lacks a topic, says so, and fails")
    void run_noTopic_isReported() throws Exception {
        assertFails("topic", "a Topic Filter must have at least one character");
    }

    private void assertFails(String route, String message, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", route + ".camel.yaml", "--logging-color=false"));
        arguments.addAll(List.of(options));
        try (CamelCommand camel = CamelCommand.start(places, route, places.mistakes(), List.of(), line -> {
        }, arguments)) {
            assertThat(camel.awaitEnd(60)).isNotZero();
            assertThat(camel.lines()).anyMatch(line -> line.contains(message));
        }
    }
}
