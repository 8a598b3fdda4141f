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
package io.github.camelmqttx.torture.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.github.camelmqttx.torture.TortureMain;
import io.github.camelmqttx.torture.route.Commands;
import org.jspecify.annotations.Nullable;

/**
 * One side's route in a JVM that can be killed, frozen and started again. Each process has a number, from 1, and a
 * ledger of its own. A process that ends unasked is started again, as an operator's supervisor would. Thread-safe.
 */
public final class RouteJvm implements AutoCloseable {

    private static final long STOP_SECONDS = 40;

    private final String role;
    private final Path directory;
    private final Ledgers ledgers;
    private final IntFunction<List<String>> arguments;
    private @Nullable Process process;
    private boolean wanted;
    private boolean frozen;
    private int number;
    private int crashes;

    /**
     * @param role      command of the harness' main class: {@code publisher} or {@code consumer}
     * @param directory for logs and ledgers
     * @param ledgers   that are told of each process
     * @param arguments options of the process with a number, asked for at its start
     */
    RouteJvm(String role, Path directory, Ledgers ledgers, IntFunction<List<String>> arguments) {
        this.role = role;
        this.directory = directory;
        this.ledgers = ledgers;
        this.arguments = arguments;
    }

    /** Starts a new process; does not wait until its route runs. */
    public synchronized void start() {
        number++;
        Path ledger = directory.resolve(role + "-" + number + ".ledger");
        ledgers.opened(role, number, ledger);
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                        TortureMain.class.getName(), role, "--ledger", ledger.toString()));
        command.addAll(arguments.apply(number));
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.to(output().toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve(role + ".log").toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the " + role, e);
        }
        wanted = true;
        frozen = false;
        Guard.guardChildren();
    }

    private synchronized Path output() {
        return directory.resolve(role + "-" + number + ".out");
    }

    /**
     * Waits until the route runs.
     *
     * @throws IllegalStateException if it does not within the time
     */
    void awaitReady(long seconds) throws IOException, InterruptedException {
        if (!isReadyWithin(seconds)) {
            throw new IllegalStateException(
                    "The " + role + " did not start within " + seconds + " s; see " + directory.resolve(role + ".log"));
        }
    }

    /** Waits until the route runs; false if it does not within the time. */
    public boolean isReadyWithin(long seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!Files.readString(output()).contains(Commands.READY)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
            supervise();
        }
        return true;
    }

    /** Starts a process that has ended unasked again. */
    synchronized void supervise() {
        if (wanted && process != null && !process.isAlive()) {
            crashes++;
            start();
        }
    }

    /** How many processes have ended unasked. */
    synchronized int crashes() {
        return crashes;
    }

    /** SIGKILL. */
    public synchronized void kill() {
        Process running = process;
        wanted = false;
        if (running != null) {
            running.destroyForcibly();
            waitFor(running, 10);
        }
    }

    /** Asks the process to end in an orderly way and waits for that; kills it if it does not. */
    public synchronized boolean stop() {
        Process running = process;
        wanted = false;
        if (running == null || !running.isAlive()) {
            return true;
        }
        unfreeze();
        command(Commands.STOP);
        if (waitFor(running, STOP_SECONDS)) {
            return true;
        }
        running.destroyForcibly();
        return false;
    }

    /** SIGSTOP. */
    public synchronized void freeze() {
        if (process != null && process.isAlive()) {
            Guard.signal(process, "STOP");
            frozen = true;
        }
    }

    /** SIGCONT; nothing if it is not frozen. */
    public synchronized void unfreeze() {
        if (frozen && process != null) {
            Guard.signal(process, "CONT");
            frozen = false;
        }
    }

    /** Sends a line to the process; nothing if it has ended. */
    public synchronized void command(String line) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            OutputStream in = running.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            if (running.isAlive()) {
                throw new UncheckedIOException("Cannot tell the " + role + " to " + line, e);
            }
        }
    }

    private static boolean waitFor(Process running, long seconds) {
        try {
            return running.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
