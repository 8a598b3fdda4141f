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
package io.github.camelmqttx.examples.quarkus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;

/** Runs the packaged application against a broker that is killed and comes back, and stops it. */
public final class Demonstration {

    private static final int SOME = 100;
    private static final int ALL = 400;
    private static final int OUTAGE_MILLIS = 2000;
    private static final int STOP_SECONDS = 30;
    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    private final Stage stage;
    private final Path application;
    private final Path log;
    private final LocalBroker broker;
    private volatile String figures = "sent=0 arrived=0 missing=0";

    private Demonstration(Stage stage, Path application) throws IOException {
        this.stage = stage;
        this.application = application;
        this.log = stage.fresh("application").resolve("application.log");
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
    }

    /** @param arguments {@code quarkus-run.jar} of the application */
    public static void main(String[] arguments) {
        Example.run(stage -> new Demonstration(stage, Path.of(arguments[0])).play());
    }

    private void play() throws Exception {
        broker.start();
        stage.say("a broker is at " + broker.uri());
        Process process = start();
        stage.closeAtEnd(process::destroyForcibly);
        stage.await("some measurements", () -> arrived() >= SOME);
        stage.say("the application runs: " + figures + "; the broker is killed");
        broker.kill();
        stage.pass(OUTAGE_MILLIS);
        stage.say(figures + "; the broker is started again");
        broker.start();
        stage.await("all measurements", () -> arrived() == ALL && figures.startsWith("sent=" + ALL));
        stage.say(figures);
        stage.check("each measurement has arrived", figures.endsWith("missing=0"));
        process.destroy();
        stage.check("the application ends in order when it is told to (SIGTERM)",
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) && process.exitValue() == TERMINATED);
        stage.check("the last packet of the connection was DISCONNECT", Files.readAllLines(log).stream()
                .filter(line -> line.contains(" -> ")).reduce((first, second) -> second).orElse("").contains("-> DISCONNECT"));
    }

    private Process start() throws IOException {
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-Dplant.brokers=" + broker.uri(), "-Dplant.log=" + log, "-Dplant.measurements=" + ALL,
                "-jar", application.toString())
                .redirectError(Redirect.to(log.resolveSibling("application.err").toFile())).start();
        Thread reader = new Thread(() -> read(process), "application");
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    private void read(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().filter(line -> line.startsWith("sent=")).forEach(line -> figures = line);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the output of the application", e);
        }
    }

    private int arrived() {
        return Integer.parseInt(figures.replaceFirst(".*arrived=(\\d+).*", "$1"));
    }
}
