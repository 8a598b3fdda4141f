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
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A broker of an example: an Artemis in a JVM of its own on the loopback interface, with a directory that survives its
 * end. It speaks MQTT 3.1, 3.1.1 and 5.0, over TCP and WebSocket, and wants no password. Ends with the JVM that has
 * started it.
 *
 * <p>
 * Safe for use by several threads.
 */
public final class LocalBroker implements AutoCloseable {

    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PORT_ATTEMPTS = 100;
    private static final int CLOSE_SECONDS = 5;

    private final int port;
    private final Path directory;
    private final String acceptorOptions;
    private @Nullable Process process;
    private boolean closed;

    /**
     * @param port      on 127.0.0.1
     * @param directory for what must survive a crash, and for the log {@code broker.log}; made if it is missing
     */
    public LocalBroker(int port, Path directory) {
        this(port, directory, "");
    }

    /**
     * @param port            on 127.0.0.1
     * @param directory       as above
     * @param acceptorOptions of Artemis, for example {@code sslEnabled=true;keyStorePath=...}, separated by semicolons;
     *                        may be empty
     */
    public LocalBroker(int port, Path directory, String acceptorOptions) {
        this.port = port;
        this.directory = directory.toAbsolutePath();
        this.acceptorOptions = acceptorOptions;
    }

    /**
     * A port on 127.0.0.1 on which nothing listens now. It is below those that operating systems give to outgoing
     * connections, so that it stays free while a broker is down.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free between " + FIRST_PORT + " and " + LAST_PORT + " on 127.0.0.1");
    }

    public int port() {
        return port;
    }

    /** For the option {@code brokers}, without TLS. */
    public String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Whether nothing listens on the port yet. */
    public boolean isPortFree() {
        return isFree(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The next start begins with an empty broker. */
    public void deleteData() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Starts the broker and waits until it accepts connections. */
    public void start() throws IOException {
        Files.createDirectories(directory);
        Process started;
        synchronized (this) {
            if (closed) {
                return;
            }
            started = new ProcessBuilder(command())
                    .redirectError(Redirect.appendTo(directory.resolve("broker.log").toFile())).start();
            process = started;
        }
        BufferedReader out = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = out.readLine();
        } while (line != null && !line.equals(BrokerMain.READY));
        if (line == null && !isClosed()) {
            throw new IOException("The broker on port " + port + " has not started; see " + directory.resolve("broker.log"));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // for examples that have Logback
        command.add("-Dlogback.configurationFile=broker-logback.xml");
        for (String opened : List.of("java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch",
                "jdk.management/com.sun.management.internal")) {
            command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
        }
        command.addAll(List.of("-cp", classPath(), BrokerMain.class.getName(), String.valueOf(port), directory.toString(),
                acceptorOptions));
        return command;
    }

    /** The class path of this program, also where Maven runs it in its own JVM. */
    static String classPath() {
        if (LocalBroker.class.getClassLoader() instanceof URLClassLoader loader) {
            List<String> entries = new ArrayList<>();
            for (URL url : loader.getURLs()) {
                try {
                    entries.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException("Cannot find the class path", e);
                }
            }
            return String.join(File.pathSeparator, entries);
        }
        return System.getProperty("java.class.path");
    }

    /**
     * Ends the broker as a power cut would (SIGKILL): nothing is written any more, no connection is closed in order.
     */
    public void kill() throws InterruptedException {
        Process running = process();
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** Ends the broker in order; what it has acknowledged is on disk. */
    public void stop() throws InterruptedException {
        Process running = process();
        if (running == null) {
            return;
        }
        try (OutputStream in = running.getOutputStream()) {
            in.write(BrokerMain.STOP.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            running.destroy();
        }
        if (!running.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Ends the broker for good, and at once. */
    @Override
    public void close() {
        Process running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
            running.onExit().completeOnTimeout(running, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable Process process() {
        return process;
    }
}
