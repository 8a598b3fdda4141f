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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.examples.broker.LocalBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The Camel CLI runs routes, in JVMs of its own, while the demonstration does too. */
class CliRunIT {

    private final Places places = Places.fromSystemProperties().apart("runs");

    @TempDir
    Path folder;

    @Test
    @DisplayName("C16 camel run without a dependency when the catalog is on the class path of the CLI")
    void run_withoutDependencyWithCatalog_findsTheComponent() throws Exception {
        copy(places.routes(), "oven");
        copy(places.routes(), "plant");
        Books books = new Books();
        try (LocalBroker broker = new LocalBroker(LocalBroker.freePort(), folder.resolve("broker"))) {
            broker.start();
            try (CamelCommand camel = CamelCommand.start(places, "catalog", folder, List.of(places.catalog()), books::read,
                    List.of("run", "oven.camel.yaml", "plant.camel.yaml", "--logging-color=false", "--prop=oven.reports=5",
                            "--prop=camel.component.mqttx.brokers=" + broker.uri()))) {
                assertThat(camel.awaitLine(line -> books.received() == 5, 120)).as("%s", camel.lines()).isTrue();
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
        copy(places.mistakes(), route);
        List<String> arguments = new ArrayList<>(List.of("run", route + ".camel.yaml", "--logging-color=false"));
        arguments.addAll(List.of(options));
        try (CamelCommand camel = CamelCommand.start(places, route, folder, List.of(), line -> {
        }, arguments)) {
            assertThat(camel.awaitEnd(120)).isNotZero();
            assertThat(camel.lines()).anyMatch(line -> line.contains(message));
        }
    }

    /** The CLI writes into the folder in which it runs. */
    private void copy(Path from, String route) throws IOException {
        String file = route + ".camel.yaml";
        Files.copy(from.resolve(file), folder.resolve(file));
    }
}
