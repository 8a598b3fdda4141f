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
package io.github.camelmqttx.catalog.tools;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process and what it printed. */
record Child(int status, String output) {

    private static final Pattern OURS = Pattern.compile(".*[/\\\\](camel-mqttx(-catalog)?[/\\\\]target|camel-mqttx)[/\\\\].*");

    /** The class path of this test without the component and its catalog. */
    static String classPathWithoutOurs() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("test-classes") || !OURS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Child java(Path directory, String classPath, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                        classPath, main.getName()));
        command.addAll(List.of(arguments));
        return run(directory, command);
    }

    /**
     * Waits for the end of the process, at most five minutes.
     *
     * @throws IllegalStateException if it takes longer; the process is killed
     */
    static Child run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(command.get(0) + " has not ended: " + Files.readString(output));
        }
        return new Child(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
