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
package io.github.camelmqttx.benchmark.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Child processes: the instant peer, mosquitto and the measurements, each in a process of its own so that its CPU time
 * is its own. {@link #close()} ends those that are still there. Not thread-safe.
 */
final class Children implements AutoCloseable {
    private static final long START_SECONDS = 15;

    private final Path output;
    private final String classPath;
    private final List<Process> running = new ArrayList<>();

    /**
     * @param output        folder for configuration and logs
     * @param moreClassPath added to the class path of the children, may be empty
     */
    Children(Path output, String moreClassPath) {
        this.output = output;
        String own = System.getProperty("java.class.path");
        classPath = moreClassPath.isEmpty() ? own : own + System.getProperty("path.separator") + moreClassPath;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-children"));
    }

    /** Starts the instant peer and returns its address. */
    InetSocketAddress startPeer(int window) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(java("-Xmx1g", "peer", "--window", Integer.toString(window)));
        builder.redirectError(output.resolve("instant-peer.log").toFile());
        Process process = builder.start();
        running.add(process);
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        if (line == null) {
            throw new IOException("The instant peer has not started; see " + output.resolve("instant-peer.log"));
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(line));
    }

    /**
     * Starts mosquitto without limits and waits until it accepts connections.
     *
     * @throws IOException if there is no executable {@code mosquitto} or it does not start
     */
    InetSocketAddress startMosquitto() throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = output.resolve("mosquitto.conf");
        Files.writeString(configuration, String.join(
                "\n", "listener " + port + " 127.0.0.1", "allow_anonymous true", "max_inflight_messages 0",
                "max_queued_messages 0", "set_tcp_nodelay true", "persistence false", ""));
        ProcessBuilder builder = new ProcessBuilder(mosquitto(), "-c", configuration.toString());
        builder.redirectErrorStream(true).redirectOutput(output.resolve("mosquitto.log").toFile());
        Process process = builder.start();
        running.add(process);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        long start = System.nanoTime();
        while (!accepts(address)) {
            if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                throw new IOException("mosquitto has not started; see " + output.resolve("mosquitto.log"));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return address;
    }

    /** Runs one measurement; one that fails yields an object with the key {@code error}. */
    JsonObject measure(List<String> arguments, long timeoutSeconds) throws IOException, InterruptedException {
        Path log = output.resolve("last-run.log");
        Path result = output.resolve("last-run.out");
        List<String> command = java("-Xmx1g", "run");
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).redirectOutput(result.toFile()).start();
        running.add(process);
        boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        running.remove(process);
        String line = Files.readAllLines(result).stream().filter(l -> l.startsWith("{")).findFirst().orElse("");
        if (!line.isEmpty()) {
            return Jsoner.deserialize(line, new JsonObject());
        }
        JsonObject failure = new JsonObject();
        failure.put("error", ended ? cause(Files.readAllLines(log)) : "not done after " + timeoutSeconds + " seconds");
        return failure;
    }

    @Override
    public void close() {
        running.forEach(Process::destroy);
        running.clear();
    }

    private List<String> java(String heap, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), heap, "-cp", classPath,
                        "io.github.camelmqttx.benchmark.BenchmarkMain"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String cause(List<String> log) {
        return log.stream().filter(l -> l.contains("Exception") || l.contains("Error")).findFirst()
                .orElse(log.isEmpty() ? "ended without a result" : log.get(log.size() - 1));
    }

    static String mosquitto() throws IOException {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin").split(":")) {
            Path candidate = Path.of(folder, "mosquitto");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new IOException("No executable mosquitto on the PATH; install it or run with --brokers instant");
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
