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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Chooses the broker of the tests that can run against any:
 * {@code -Dmqttx.broker=auto|container|mosquitto|hivemq|artemis|remote}.
 * <p>
 * {@code auto}, the default: a container if Docker answers, else a mosquitto process if it is installed, else HiveMQ in
 * a child JVM. A broker that is named and missing fails, it does not skip. {@code remote} needs
 * {@code -Dmqttx.broker.uri} and is neither configured nor stopped; several URIs, separated by commas, name its
 * listeners.
 */
public final class Brokers {

    private static final Logger LOG = LoggerFactory.getLogger(Brokers.class);

    private Brokers() {
    }

    /** The chosen broker without options, not started. */
    public static Broker select() {
        return select(BrokerOptions.plain());
    }

    /**
     * The chosen broker, not started.
     *
     * @throws IllegalStateException if the named broker is missing or cannot do what the options ask for
     */
    public static Broker select(BrokerOptions options) {
        String choice = System.getProperty("mqttx.broker", "auto").toLowerCase(Locale.ROOT);
        return switch (choice) {
            case "auto" -> auto(options);
            case "container" -> chosen(container(options), "it is named in -Dmqttx.broker");
            case "mosquitto" -> chosen(mosquitto(options), "it is named in -Dmqttx.broker");
            case "hivemq" -> chosen(HiveMqBroker.create(options), "it is named in -Dmqttx.broker");
            case "artemis" -> chosen(ArtemisBroker.create(options), "it is named in -Dmqttx.broker");
            case "remote" -> chosen(RemoteBroker.create(System.getProperty("mqttx.broker.uri"), options),
                    "it is named in -Dmqttx.broker");
            default -> throw new IllegalStateException(
                    "-Dmqttx.broker=" + choice
                                                       + " is none of auto, container, mosquitto, hivemq, artemis, remote");
        };
    }

    private static Broker auto(BrokerOptions options) {
        if (dockerMayRun() && DockerClientFactory.instance().isDockerAvailable()) {
            return chosen(ContainerBroker.create(options), "Docker answers");
        }
        if (MosquittoBroker.isInstalled()) {
            return chosen(MosquittoBroker.create(options), "Docker does not run and mosquitto is installed");
        }
        return chosen(HiveMqBroker.create(options), "Docker does not run and mosquitto is not installed");
    }

    private static Broker chosen(Broker broker, String reason) {
        LOG.info("Tests use {} because {}", broker, reason);
        return broker;
    }

    /** Asking Testcontainers takes a second and logs an error where there is no Docker, so look first. */
    private static boolean dockerMayRun() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
    }

    private static Broker container(BrokerOptions options) {
        if (!dockerMayRun() || !DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-Dmqttx.broker=container, but Docker does not answer; start it or leave the option out");
        }
        return ContainerBroker.create(options);
    }

    private static Broker mosquitto(BrokerOptions options) {
        if (!MosquittoBroker.isInstalled()) {
            throw new IllegalStateException(
                    "-Dmqttx.broker=mosquitto, but there is no mosquitto executable on the path;"
                                            + " install it, set -Dmqttx.mosquitto=<executable> or leave the option out");
        }
        return MosquittoBroker.create(options);
    }
}
