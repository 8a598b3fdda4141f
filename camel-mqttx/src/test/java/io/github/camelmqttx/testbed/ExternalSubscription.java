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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;

/** A running subscription of an {@link ExternalClient}. Thread-safe. */
public final class ExternalSubscription implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ExternalClient client;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    ExternalSubscription(ExternalClient client, List<String> command) {
        this.client = client;
        this.process = ChildProcesses.start(new ProcessBuilder(command).redirectErrorStream(true));
        ChildProcesses.endWithThisJvm(process);
        Thread reader = new Thread(this::read, "testbed-" + client);
        reader.setDaemon(true);
        reader.start();
        await(client + " to subscribe", () -> lines.stream().anyMatch(line -> line.contains(client.readyText())));
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("its output ended with " + e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
            boolean met = condition.getAsBoolean();
            if (!met && !process.isAlive()) {
                throw new IllegalStateException(client + " has ended: " + lines);
            }
            return met;
        });
    }

    /** What has come so far, in order. */
    public List<ProbeMessage> messages() {
        return lines.stream().filter(line -> line.startsWith(ExternalClient.MARK)).map(ExternalClient::parse).toList();
    }

    /** Waits up to 30 s until so many messages have come, and returns all. */
    public List<ProbeMessage> await(int count) {
        await(count + " messages to reach " + client, () -> messages().size() >= count);
        return messages();
    }

    /** Ends the process. Idempotent. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
