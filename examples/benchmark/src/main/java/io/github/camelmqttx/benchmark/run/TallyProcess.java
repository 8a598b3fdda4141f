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
package io.github.camelmqttx.benchmark.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process of a {@link Tally}, seen from the measurement. Not thread-safe. */
final class TallyProcess implements AutoCloseable {
    /** What a tally has answered. */
    record Count(long missing, long duplicates) {
    }

    private final Process process;
    private final PrintStream out;
    private final BufferedReader in;

    /**
     * Returns when the subscription is in place.
     *
     * @throws IOException if the process has ended instead
     */
    TallyProcess(Settings settings, String topic) throws IOException {
        process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), "io.github.camelmqttx.benchmark.BenchmarkMain", "tally",
                "--broker", settings.broker().getHostString() + ":" + settings.broker().getPort(),
                "--topic", topic, "--qos", Integer.toString(settings.qos()),
                "--window", Integer.toString(settings.load().window())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        out = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        readLine();
    }

    /** Waits until the first {@code sent} messages have arrived, or nothing arrives any more. */
    Count await(long sent) throws IOException {
        out.println(sent);
        String[] words = readLine().split(" ");
        return new Count(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    private String readLine() throws IOException {
        String line = in.readLine();
        if (line == null) {
            close();
            throw new IOException("The process that counts arrivals has ended; the lines above say why");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
