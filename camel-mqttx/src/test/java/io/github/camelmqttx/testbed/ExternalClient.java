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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * A client of another project: a process for each publish and for each subscription. Thread-safe.
 * <p>
 * A subscription prints a line for each message: {@value #MARK}, then, separated by {@value #SEPARATOR}, Topic Name,
 * QoS, RETAIN (0 or 1), payload in hexadecimal digits, Content Type, Response Topic, Correlation Data as text, Message
 * Expiry Interval in seconds, User Properties as {@code key:value} separated by blanks; what there is not is empty.
 */
public abstract class ExternalClient {

    static final String MARK = "message:";
    static final String SEPARATOR = "|";

    private static final long TIMEOUT_SECONDS = 30;
    private static final int FIELDS = 9;

    private final String name;

    ExternalClient(String name) {
        this.name = name;
    }

    /** mosquitto_pub and mosquitto_sub, of the package {@code mosquitto-clients}. */
    public static ExternalClient mosquitto() {
        return new MosquittoTools();
    }

    /** Eclipse Paho for Python, of the package {@code python3-paho-mqtt}. */
    public static ExternalClient python() {
        return ScriptClient.ofPython();
    }

    /** MQTT.js, of the npm package {@code mqtt}, where the profile {@code clients} has installed it. */
    public static ExternalClient javaScript() {
        return ScriptClient.ofJavaScript();
    }

    /** Why it cannot run on this machine, and what to do about it; empty if it can run. */
    public abstract Optional<String> missing();

    /** The command line of a subscription. */
    abstract List<String> subscription(Broker broker, int version, String filter, int qos);

    /** What a subscription prints when the broker has granted it, as part of a line. */
    abstract String readyText();

    /** The command line of a publish; the payload comes on its standard input. */
    abstract List<String> publication(Broker broker, int version, ProbeMessage message);

    /**
     * Subscribes, and returns when the broker has granted it.
     *
     * @param version protocol level: 4 (3.1.1) or 5 (5.0)
     */
    public ExternalSubscription subscribe(Broker broker, int version, String filter, int qos) {
        return new ExternalSubscription(this, subscription(broker, version, filter, qos));
    }

    /**
     * Publishes, and returns when the broker has acknowledged it.
     *
     * @param  version               protocol level: 4 (3.1.1) or 5 (5.0)
     * @throws IllegalStateException if the client fails, with what it said
     */
    public void publish(Broker broker, int version, ProbeMessage message) {
        Process process = ChildProcesses.start(
                new ProcessBuilder(publication(broker, version, message)).redirectErrorStream(true));
        try {
            try (var in = process.getOutputStream()) {
                in.write(message.payload());
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(name + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be talked to", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The message of a line that begins with {@link #MARK}. */
    static ProbeMessage parse(String line) {
        String[] field = line.substring(MARK.length()).split("\\" + SEPARATOR, -1);
        if (field.length != FIELDS) {
            throw new IllegalStateException("Not a message: " + line);
        }
        MqttProperties properties = new MqttProperties();
        properties.setContentType(field[4].isEmpty() ? null : field[4]);
        properties.setResponseTopic(field[5].isEmpty() ? null : field[5]);
        properties.setCorrelationData(field[6].isEmpty() ? null : field[6].getBytes(StandardCharsets.UTF_8));
        properties.setMessageExpiryInterval(field[7].isEmpty() ? null : Long.valueOf(field[7]));
        List<UserProperty> user = new ArrayList<>();
        for (String pair : field[8].split(" ")) {
            if (!pair.isEmpty()) {
                user.add(new UserProperty(pair.substring(0, pair.indexOf(':')), pair.substring(pair.indexOf(':') + 1)));
            }
        }
        properties.setUserProperties(user);
        return new ProbeMessage(
                field[0], HexFormat.of().parseHex(field[3]), Integer.parseInt(field[1]), "1".equals(field[2]), false,
                properties);
    }

    @Override
    public String toString() {
        return name;
    }
}
