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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * Mosquitto in a container of Testcontainers, with WebSocket. {@code -Dmqttx.container.image} names another image of
 * it. Its ports are bound to fixed ports of the host, so that they stay the same over restarts.
 */
public final class ContainerBroker implements Broker {

    private static final String IMAGE = "eclipse-mosquitto:2.0.22";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final BrokerOptions options;
    private final Map<Scheme, Integer> ports = new EnumMap<>(Scheme.class);
    private final GenericContainer<?> container;

    private ContainerBroker(BrokerOptions options) {
        this.options = options;
        ports.put(Scheme.MQTT, Ports.reserve());
        ports.put(Scheme.WS, Ports.reserve());
        if (options.certificates() != null) {
            ports.put(Scheme.MQTTS, Ports.reserve());
            ports.put(Scheme.WSS, Ports.reserve());
        }
        container = new GenericContainer<>(DockerImageName.parse(System.getProperty("mqttx.container.image", IMAGE)));
        container.withCopyToContainer(Transferable.of(String.join("\n", configuration()) + "\n"),
                "/mosquitto/config/mosquitto.conf");
        container.withCommand("sh", "-c", passwordCommand() + "exec mosquitto -c /mosquitto/config/mosquitto.conf");
        container.withExposedPorts(ports.values().toArray(Integer[]::new));
        container.withCreateContainerCmdModifier(command -> {
            HostConfig hostConfig = command.getHostConfig() == null ? HostConfig.newHostConfig() : command.getHostConfig();
            hostConfig.withPortBindings(ports.values().stream()
                    .map(port -> new PortBinding(Binding.bindPort(port), ExposedPort.tcp(port))).toList());
            command.withHostConfig(hostConfig);
        });
        copyCertificates();
    }

    /** The broker, not started. */
    public static ContainerBroker create(BrokerOptions options) {
        return new ContainerBroker(options);
    }

    private List<String> configuration() {
        List<String> file = new ArrayList<>(
                List.of("per_listener_settings false", "user root", "log_dest stdout",
                        "log_type all", "connection_messages true", "set_tcp_nodelay true", "max_queued_messages 0",
                        "max_inflight_messages 0", "allow_anonymous " + (options.userName() == null)));
        if (options.userName() != null) {
            file.add("password_file /mosquitto/config/passwords");
        }
        if (options.persistent()) {
            file.addAll(List.of("persistence true", "persistence_location /mosquitto/data/", "autosave_interval 1"));
        }
        ports.forEach((scheme, port) -> {
            file.add("listener " + port);
            if (scheme.isWebSocket()) {
                file.add("protocol websockets");
            }
            if (scheme.isTls()) {
                file.addAll(List.of("cafile /mosquitto/config/ca.crt", "certfile /mosquitto/config/server.crt",
                        "keyfile /mosquitto/config/server.key",
                        "require_certificate " + options.clientCertificateRequired()));
            }
        });
        return file;
    }

    private String passwordCommand() {
        if (options.userName() == null) {
            return "";
        }
        container.withEnv("BROKER_USER", options.userName()).withEnv("BROKER_PASSWORD", String.valueOf(options.password()));
        return "mosquitto_passwd -c -b /mosquitto/config/passwords \"$BROKER_USER\" \"$BROKER_PASSWORD\" && ";
    }

    private void copyCertificates() {
        Certificates certificates = options.certificates();
        if (certificates != null) {
            copy(certificates.authority().identity().certificatePem(), "ca.crt");
            copy(certificates.server().certificatePem(), "server.crt");
            copy(certificates.server().keyPem(), "server.key");
        }
    }

    private void copy(Path file, String name) {
        try {
            container.withCopyToContainer(Transferable.of(Files.readAllBytes(file)), "/mosquitto/config/" + name);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    @Override
    public String name() {
        return "container";
    }

    @Override
    public String host() {
        String host = container.getHost();
        return "localhost".equals(host) ? "127.0.0.1" : host;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (container.getContainerId() == null) {
            container.start();
        } else {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
        awaitListening();
    }

    /** A forwarded port accepts before the broker does and then closes, so wait until a connection stays open. */
    private void awaitListening() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!staysOpen()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The container does not accept connections:\n" + logTail(40));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the container", e);
            }
        }
    }

    private boolean staysOpen() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port(Scheme.MQTT)), 1_000);
            socket.setSoTimeout(200);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            resume();
            docker().stopContainerCmd(container.getContainerId()).withTimeout(20).exec();
        }
    }

    @Override
    public synchronized void kill() {
        if (isRunning()) {
            resume();
            docker().killContainerCmd(container.getContainerId()).exec();
            docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
        }
    }

    @Override
    public synchronized void suspend() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public synchronized void resume() {
        if (Boolean.TRUE.equals(state().getPaused())) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    private InspectContainerResponse.ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    @Override
    public synchronized void restart(boolean keepState) {
        stop();
        if (!keepState) {
            container.stop();
        }
        start();
    }

    @Override
    public synchronized boolean isRunning() {
        return container.getContainerId() != null && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public boolean supports(Feature feature) {
        return switch (feature) {
            case MQTT_3_1, MQTT_3_1_1, MQTT_5, WEBSOCKET, LIFECYCLE, SUSPEND, FULL_RECEIVE_WINDOW -> true;
            case TLS -> ports.containsKey(Scheme.MQTTS);
            case PERSISTENCE -> options.persistent();
            case CRASH_SAFE, TAKEOVER_REASON_CODE, DURABLE_SHARED_SUBSCRIPTIONS -> false;
        };
    }

    @Override
    public int port(Scheme scheme) {
        Integer port = ports.get(scheme);
        if (port == null) {
            throw new IllegalArgumentException("container has no listener for " + scheme + ", only for " + ports.keySet());
        }
        return port;
    }

    @Override
    public String logTail(int lines) {
        if (container.getContainerId() == null) {
            return "";
        }
        List<String> all = container.getLogs().lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    @Override
    public synchronized void close() {
        container.stop();
    }

    @Override
    public String toString() {
        return "container" + ports;
    }
}
