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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A broker that is a process of its own with a directory of its own. What it says goes to one log file over all its
 * starts; it is ready when a given text appears there.
 */
abstract class ProcessBroker implements Broker {

    private static final long POLL_MILLIS = 10;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final Path directory;
    private final Path log;
    private final Map<Scheme, Integer> ports;
    private @Nullable Process process;
    private boolean suspended;

    ProcessBroker(String name, Path directory, Map<Scheme, Integer> ports) {
        this.name = name;
        this.directory = directory;
        this.log = directory.resolve("broker.log");
        this.ports = Map.copyOf(ports);
    }

    /** The command line that starts it. */
    abstract List<String> command();

    /** Part of the line in the log that says that all listeners are open. */
    abstract String readyText();

    /** How long it may take to become ready on a busy machine. */
    abstract Duration startTimeout();

    /** Called for each process right after its start: makes it end also when this JVM is killed. */
    abstract void started(Process running);

    /** Asks a running process to end gracefully. */
    abstract void requestStop(Process running) throws IOException;

    /** Deletes what it persisted. Called only while it does not run. */
    abstract void deleteState();

    @Override
    public String name() {
        return name;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    Path directory() {
        return directory;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(name + " is closed");
        }
        long offset = logSize();
        suspended = false;
        process = ChildProcesses.start(new ProcessBuilder(command()).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        started(process);
        awaitReady(process, offset);
    }

    private void awaitReady(Process started, long offset) {
        long deadline = System.nanoTime() + startTimeout().toNanos();
        while (!readLog(offset).contains(readyText())) {
            boolean exited = waitFor(started, Duration.ofMillis(POLL_MILLIS));
            if (exited && !readLog(offset).contains(readyText())) {
                throw new IllegalStateException(
                        name + " ended with exit code " + started.exitValue() + " while starting:\n" + logTail(40));
            }
            if (System.nanoTime() - deadline > 0) {
                started.destroyForcibly();
                throw new IllegalStateException(
                        name + " was not ready after " + startTimeout().toSeconds() + " s:\n" + logTail(40));
            }
        }
    }

    @Override
    public synchronized void stop() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        resume();
        try {
            requestStop(running);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask " + name + " to stop", e);
        }
        if (!waitFor(running, STOP_TIMEOUT)) {
            throw new IllegalStateException(
                    name + " did not stop within " + STOP_TIMEOUT.toSeconds() + " s:\n" + logTail(40));
        }
        process = null;
    }

    @Override
    public synchronized void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            if (!waitFor(running, STOP_TIMEOUT)) {
                throw new IllegalStateException(name + " survived SIGKILL, process " + running.pid());
            }
            process = null;
            suspended = false;
        }
    }

    @Override
    public synchronized void suspend() {
        signal("STOP");
        suspended = true;
    }

    @Override
    public synchronized void resume() {
        if (suspended) {
            signal("CONT");
            suspended = false;
        }
    }

    /** Sends the process a signal, by its name without SIG. */
    synchronized void signal(String signal) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException(name + " does not run, so it cannot get SIG" + signal);
        }
        ChildProcesses.run(List.of("sh", "-c", "kill -" + signal + " " + running.pid()));
    }

    @Override
    public synchronized void restart(boolean keepState) {
        stop();
        if (!keepState) {
            deleteState();
        }
        start();
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public int port(Scheme scheme) {
        Integer port = ports.get(scheme);
        if (port == null) {
            throw new IllegalArgumentException(name + " has no listener for " + scheme + ", only for " + ports.keySet());
        }
        return port;
    }

    boolean hasListener(Scheme scheme) {
        return ports.containsKey(scheme);
    }

    /** What it has said since its first start. */
    String log() {
        return readLog(0);
    }

    @Override
    public String logTail(int lines) {
        List<String> all = log().lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    @Override
    public synchronized void close() {
        kill();
        ChildProcesses.delete(directory);
    }

    private long logSize() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of " + name, e);
        }
    }

    private String readLog(long offset) {
        if (!Files.exists(log)) {
            return "";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(log); InputStream in = Channels.newInputStream(channel)) {
            channel.position(offset);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of " + name, e);
        }
    }

    private static boolean waitFor(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + process.pid(), e);
        }
    }

    @Override
    public String toString() {
        return name + ports;
    }
}
