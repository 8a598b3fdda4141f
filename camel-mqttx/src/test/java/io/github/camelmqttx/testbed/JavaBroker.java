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
package io.github.camelmqttx.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A broker in a child JVM, so that it can be killed, with a class path of its own, so that it brings its own Netty. The
 * child ends when its standard input ends, hence also when this JVM is killed.
 */
abstract class JavaBroker extends ProcessBroker {

    /** Written by the build, next to the compiled tests. */
    private static final String CLASS_PATH_FILE = "test-brokers.classpath";

    private final Class<?> main;

    /** @param settings for the main class; it gets them as a file, so that no password is on its command line */
    JavaBroker(String name, Class<?> main, Path directory, Map<Scheme, Integer> ports, Properties settings) {
        super(name, directory, ports);
        this.main = main;
        StringWriter text = new StringWriter();
        try {
            settings.store(text, null);
            Files.writeString(directory.resolve("broker.properties"), text.toString());
            Files.writeString(directory.resolve("logback.xml"), """
                    <configuration>
                      <appender name="stdout" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
                      </appender>
                      <root level="INFO"><appender-ref ref="stdout"/></root>
                    </configuration>
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the settings of " + name, e);
        }
    }

    /** Whether the build has left the class path of the brokers. */
    static boolean isAvailable() {
        return Files.exists(classPathFile());
    }

    private static Path classPathFile() {
        return testClasses().resolveSibling(CLASS_PATH_FILE);
    }

    private static Path testClasses() {
        try {
            return Path.of(JavaBroker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot find the compiled tests", e);
        }
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + directory(),
                        "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                        "-Dlogback.configurationFile=" + directory().resolve("logback.xml")));
        for (String opened : List.of("java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch",
                "jdk.management/com.sun.management.internal")) {
            command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
        }
        command.addAll(List.of("-cp", classPath(), main.getName(), directory().resolve("broker.properties").toString()));
        return command;
    }

    private String classPath() {
        List<String> entries = new ArrayList<>(List.of(testClasses().toString()));
        try {
            entries.addAll(Files.readAllLines(classPathFile()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "No class path for " + name()
                                            + ": run 'mvn generate-test-resources' to write " + CLASS_PATH_FILE,
                    e);
        }
        return String.join(System.getProperty("path.separator"), entries);
    }

    /** Nothing to do: the child watches its standard input. */
    @Override
    void started(Process running) {
        // see BrokerProcess
    }

    @Override
    String readyText() {
        return BrokerProcess.READY;
    }

    @Override
    Duration startTimeout() {
        return Duration.ofSeconds(90);
    }

    @Override
    void requestStop(Process running) throws IOException {
        OutputStream in = running.getOutputStream();
        in.write((BrokerProcess.STOP + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    @Override
    void deleteState() {
        ChildProcesses.deleteTree(directory().resolve("data"));
    }
}
