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

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A run of the command {@code camel} in a JVM of its own, with a home directory and a Maven repository of its own. What
 * it prints goes to a file and is kept.
 *
 * <p>
 * Safe for use by several threads.
 */
final class CamelCommand implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private CamelCommand(Process process, Path log, Consumer<String> listener) {
        this.process = process;
        this.reader = new Thread(() -> read(log, listener), "camel-output");
    }

    /**
     * Starts it.
     *
     * @param places    where the jars are
     * @param name      of the file for what it prints, without ending
     * @param directory in which it runs
     * @param classPath what is on its class path besides the CLI
     * @param listener  gets each line that it prints, in a thread of its own
     * @param arguments for example {@code run route.camel.yaml}
     */
    static CamelCommand start(
            Places places, String name, Path directory, List<Path> classPath, Consumer<String> listener,
            List<String> arguments)
            throws IOException {
        Files.createDirectories(home(places));
        return java(places, name, directory, listener, options(places, classPath, arguments));
    }

    /**
     * Starts any program in a JVM of its own.
     *
     * @param options for the command {@code java}
     */
    static CamelCommand java(Places places, String name, Path directory, Consumer<String> listener, List<String> options)
            throws IOException {
        Files.createDirectories(places.work());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        CamelCommand started = new CamelCommand(process, places.work().resolve(name + ".log"), listener);
        started.reader.start();
        return started;
    }

    private static Path home(Places places) {
        return places.work().resolve("home");
    }

    private static List<String> options(Places places, List<Path> classPath, List<String> arguments) throws IOException {
        StringBuilder jars = new StringBuilder(places.cli().resolve("classes").toString());
        jars.append(File.pathSeparator).append(Files.readString(places.cli().resolve("class-path.txt")).strip());
        classPath.forEach(jar -> jars.append(File.pathSeparator).append(jar));
        List<String> options = new ArrayList<>();
        options.add("-Duser.home=" + home(places));
        options.add("-Dmaven.repo.local=" + places.localRepository());
        options.addAll(List.of("-cp", jars.toString(), "io.github.camelmqttx.examples.cli.CamelCli"));
        options.addAll(arguments);
        return options;
    }

    private void read(Path log, Consumer<String> listener) {
        try (BufferedReader in
                = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
             BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
                listener.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what camel prints", e);
        } finally {
            synchronized (lines) {
                lines.notifyAll();
            }
        }
    }

    /** What it has printed until now. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /**
     * Waits until it has printed such a line.
     *
     * @return false if it has ended, or the time is over, without it
     */
    boolean awaitLine(Predicate<String> wanted, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (lines) {
            while (lines.stream().noneMatch(wanted)) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0 || !reader.isAlive()) {
                    return false;
                }
                lines.wait(Math.min(millis, 1_000));
            }
            return true;
        }
    }

    /**
     * Waits for its end.
     *
     * @return             its exit code
     * @throws IOException if it has not ended in time
     */
    int awaitEnd(int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("camel has not ended in " + seconds + " s");
        }
        reader.join();
        return process.exitValue();
    }

    /** Asks it to stop, as Ctrl-C does, and waits for it. */
    void stop() throws IOException, InterruptedException {
        // Process.destroy would also close its output, which is read to its end.
        process.toHandle().destroy();
        awaitEnd(20);
    }

    /** Ends it at once if it still runs. */
    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
