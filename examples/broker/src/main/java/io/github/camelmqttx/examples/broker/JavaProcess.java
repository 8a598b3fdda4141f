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
package io.github.camelmqttx.examples.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program in a JVM of its own, on the class path of this one, so that it can be killed. A program that calls
 * {@link #endWithParent()} ends when this process does. Safe for use by several threads.
 */
public final class JavaProcess implements AutoCloseable {

    private static final int STOP_SECONDS = 30;
    private static final int CLOSE_SECONDS = 5;

    private final Process process;
    private final Thread reader;

    private JavaProcess(Process process, Consumer<String> lines) {
        this.process = process;
        this.reader = new Thread(() -> read(lines), "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param  directory   of the example, for the program too ({@link Example#directory()}); what it writes to standard
     *                     error is appended to a file there
     * @param  lines       takes each line of its standard output, on a thread of its own
     * @throws IOException if it cannot be started
     */
    public static JavaProcess start(Class<?> main, Path directory, Consumer<String> lines, String... arguments)
            throws IOException {
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-D" + Example.DIRECTORY + "=" + directory, "-cp", LocalBroker.classPath(), main.getName()));
        command.addAll(List.of(arguments));
        Path errors = directory.resolve(main.getSimpleName() + ".err");
        return new JavaProcess(
                new ProcessBuilder(command).redirectError(Redirect.appendTo(errors.toFile())).start(), lines);
    }

    /**
     * For the program itself: from now on it lives, also when its main method has ended, and exits in order when the
     * process that has started it calls {@link #stop()}, or ends.
     */
    public static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException("Standard input is broken", e);
            } finally {
                System.exit(0);
            }
        }, "end-with-parent");
        watch.start();
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does. What it has written before has been read when this returns. */
    public void kill() throws InterruptedException {
        destroy();
        process.waitFor();
        reader.join();
    }

    /** Asks it to end, and waits; kills it if it does not. Returns the exit code. */
    public int stop() throws InterruptedException, IOException {
        process.getOutputStream().close();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
        reader.join();
        return process.exitValue();
    }

    /**
     * Waits for its end, and returns the exit code.
     *
     * @throws IllegalStateException if it takes longer
     */
    public int await(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " has not ended within " + seconds + " s");
        }
        reader.join();
        return process.exitValue();
    }

    /** Kills it, unless it has ended. */
    @Override
    public void close() {
        destroy();
        process.onExit().completeOnTimeout(process, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** By its handle: the process object would throw away what has been written and not read. */
    private void destroy() {
        process.toHandle().destroyForcibly();
    }

    private void read(Consumer<String> lines) {
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the output of process " + process.pid(), e);
        }
    }
}
