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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A {@link PublisherMain} in a JVM of its own, to be killed. */
final class PublisherProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    PublisherProcess(String broker, String options, String prefix, int topics) throws IOException {
        process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                PublisherMain.class.getName(),
                broker, options, prefix, Integer.toString(topics)).redirectErrorStream(true).start();
        reader = new Thread(this::read, "publisher-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("no more output: " + e);
        }
    }

    PublisherProcess awaitReady() {
        until(() -> lines.contains(PublisherMain.READY) || !process.isAlive());
        assertThat(lines).contains(PublisherMain.READY);
        return this;
    }

    /** Begins to publish. */
    void publish(int first, int count) throws IOException {
        awaitReady();
        OutputStream input = process.getOutputStream();
        input.write((first + " " + count + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** How many exchanges have gone on. */
    int done() {
        return (int) lines.stream().filter(line -> line.startsWith(PublisherMain.DONE)).count();
    }

    /** The process dies in the middle of what it does. @return the numbers whose exchanges have gone on */
    List<Integer> kill() throws InterruptedException {
        process.destroyForcibly();
        return ended();
    }

    /** Waits until all is published and the outbox is empty. @return the numbers whose exchanges have gone on */
    List<Integer> finish() throws InterruptedException {
        until(() -> lines.contains(PublisherMain.EMPTY) || !process.isAlive());
        assertThat(lines).as("output of the publisher").contains(PublisherMain.EMPTY);
        return ended();
    }

    private List<Integer> ended() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        reader.join();
        assertThat(lines).noneMatch(line -> line.startsWith(PublisherMain.FAILED));
        return lines.stream().filter(line -> line.startsWith(PublisherMain.DONE))
                .map(line -> Integer.valueOf(line.substring(PublisherMain.DONE.length()))).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
