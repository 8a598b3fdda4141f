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
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.examples.broker.LocalBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What else the Camel CLI does. Exported projects download what they need, so this takes minutes. */
@Tag("tools")
class CliToolsIT {

    /** Has a catalog of Kamelets, which export and doc ask for. */
    private static final String KAMELETS = "--kamelets-version=4.18.0";

    private final Places places = Places.fromSystemProperties().apart("tools");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
            "main, camel-mqttx, target/oven-1.0.jar", "quarkus, camel-mqttx, target/quarkus-app/quarkus-run.jar",
            "spring-boot, camel-mqttx-spring-boot-starter, target/oven-1.0.jar" })
    @DisplayName("C16 camel export: the project builds, names the right artifact, starts and exchanges messages")
    void export_runtime_buildsAndRuns(String runtime, String artifact, String jar) throws Exception {
        Path project = folder.resolve(runtime);
        camel("export-" + runtime, places.routes(), List.of(), List.of("export", "application.properties", "oven.camel.yaml",
                "plant.camel.yaml", "--runtime=" + runtime, "--gav=com.example:oven:1.0", "--dir=" + project,
                "--java-version=17", KAMELETS));
        assertThat(project.resolve("pom.xml")).content().contains("<artifactId>" + artifact + "</artifactId>");
        build(project);
        exchange(project.resolve(jar), runtime);
    }

    @Test
    @DisplayName("C16 camel doc with the catalog on the class path shows the options")
    void doc_withCatalog_showsOptions() throws Exception {
        assertThat(camel("doc", folder, List.of(places.catalog()), List.of("doc", "mqttx", KAMELETS)))
                .anyMatch(line -> line.contains("sessionExpiryInterval")).anyMatch(line -> line.contains("camel-mqttx"));
    }

    @Test
    @DisplayName("C16 camel run with neither dependency nor catalog says that the component is missing")
    void run_withoutDependencyAndCatalog_saysThatTheComponentIsMissing() throws Exception {
        try (CamelCommand camel = CamelCommand.start(places, "none", places.mistakes(), List.of(), line -> {
        }, List.of("run", "value.camel.yaml"))) {
            assertThat(camel.awaitEnd(120)).isNotZero();
            assertThat(camel.lines()).anyMatch(line -> line.contains("Cannot find component with name: mqttx"));
        }
    }

    @Test
    @DisplayName("C16 camel run with a dependency of the user's configuration")
    void run_configuredDependency_findsTheComponent() throws Exception {
        camel("config", folder, List.of(), List.of("config", "set", "dependency=" + places.dependency()));
        try (CamelCommand camel = CamelCommand.start(places, "configured", places.mistakes(), List.of(), line -> {
        }, List.of("run", "value.camel.yaml"))) {
            assertThat(camel.awaitEnd(120)).isNotZero();
            assertThat(camel.lines()).anyMatch(line -> line.contains("ackMode=onComplete is unknown"));
        } finally {
            camel("config", folder, List.of(), List.of("config", "unset", "dependency"));
        }
    }

    @Test
    @DisplayName("C16 O08 a running integration is seen by camel get, and camel cmd send publishes through it")
    void commands_runningIntegration_seeAndUseIt() throws Exception {
        try (LocalBroker broker = new LocalBroker(LocalBroker.freePort(), folder.resolve("broker"))) {
            broker.start();
            try (CamelCommand run = CamelCommand.start(places, "seen", places.first(), List.of(), line -> {
            }, List.of("run", "temperature.camel.yaml", "--name=seen", "--logging-color=false", "--prop=broker=" + broker.uri(),
                    "--prop=camel.component.mqttx.brokers=" + broker.uri()))) {
                assertThat(run.awaitLine(line -> line.contains("Started temperature"), 120)).as("%s", run.lines()).isTrue();
                List<String> sent = camel("send", folder, List.of(), List.of("cmd", "send", "seen",
                        "--endpoint=mqttx:sensors/9/temperature", "--body=42"));
                assertThat(run.awaitLine(line -> line.contains("sensors/9/temperature says 42"), 30)).as("%s", sent).isTrue();
                assertThat(camel("service", folder, List.of(), List.of("get", "service")))
                        .anyMatch(
                                line -> line.contains("mqttx") && line.contains("temperature") && line.contains(broker.uri()));
                assertThat(camel("event", folder, List.of(), List.of("get", "event", "seen")))
                        .anyMatch(line -> line.contains("MQTT session") && line.contains("CONNECTED"));
                camel("stop", folder, List.of(), List.of("stop", "seen"));
                assertThat(run.awaitEnd(30)).isZero();
            }
        }
    }

    private List<String> camel(String name, Path directory, List<Path> classPath, List<String> arguments) throws Exception {
        try (CamelCommand camel = CamelCommand.start(places, name, directory, classPath, line -> {
        }, arguments)) {
            assertThat(camel.awaitEnd(300)).as("%s: %s", arguments, camel.lines()).isZero();
            return camel.lines();
        }
    }

    private void build(Path project) throws IOException, InterruptedException {
        Path log = project.resolve("build.log");
        Process maven = new ProcessBuilder(
                Path.of(System.getProperty("example.maven.home"), "bin", "mvn").toString(), "-B",
                "-Dmaven.repo.local=" + places.localRepository(), "package").directory(project.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(maven.waitFor(15, TimeUnit.MINUTES)).isTrue();
            assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            maven.destroyForcibly();
        }
    }

    /** Starts the application and waits until it has received what it has sent. */
    private void exchange(Path jar, String runtime) throws Exception {
        try (LocalBroker broker = new LocalBroker(LocalBroker.freePort(), folder.resolve("broker"))) {
            broker.start();
            List<String> command = new ArrayList<>(
                    List.of("-Dcamel.component.mqttx.brokers=" + broker.uri(), "-Doven.reports=5", "-jar", jar.toString()));
            Books books = new Books();
            try (CamelCommand application = CamelCommand.java(places, "application-" + runtime, folder, books::read, command)) {
                assertThat(application.awaitLine(line -> books.received() == 5, 120)).as("%s", application.lines()).isTrue();
                application.stop();
            }
        }
    }
}
