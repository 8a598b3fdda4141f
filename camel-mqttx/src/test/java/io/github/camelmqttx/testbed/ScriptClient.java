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

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A client library of a scripting language behind a small script of ours. All scripts take the same arguments:
 * {@code sub <host> <port> <level> <filter> <qos>}, or {@code pub <host> <port> <level> <topic> <qos> <retain>}
 * followed by {@code name=value} for each property.
 */
final class ScriptClient extends ExternalClient {

    private final List<String> interpreter;
    private final List<String> check;
    private final String remedy;

    private ScriptClient(String name, List<String> interpreter, List<String> check, String remedy) {
        super(name);
        this.interpreter = interpreter;
        this.check = check;
        this.remedy = remedy;
    }

    static ScriptClient ofPython() {
        String python = Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        return new ScriptClient(
                "Paho for Python", List.of(python, script("mqtt_client.py")),
                List.of(python, "-c", "import paho.mqtt.properties"),
                "no Paho for Python on this machine; install python3-paho-mqtt");
    }

    static ScriptClient ofJavaScript() {
        String modules = Path.of(script("mqtt_client.js")).resolve("../../../clients/node_modules").normalize().toString();
        List<String> node = List.of("env", "NODE_PATH=" + modules, "node");
        List<String> check = new ArrayList<>(node);
        check.addAll(List.of("-e", "require('mqtt')"));
        List<String> interpreter = new ArrayList<>(node);
        interpreter.add(script("mqtt_client.js"));
        return new ScriptClient("MQTT.js", interpreter, check, "no MQTT.js below target; -Pclients installs it, with npm");
    }

    private static String script(String name) {
        URL script = Objects.requireNonNull(ScriptClient.class.getResource("/clients/" + name), name);
        return Path.of(URI.create(script.toString())).toString();
    }

    @Override
    public Optional<String> missing() {
        try {
            ChildProcesses.run(check);
            return Optional.empty();
        } catch (IllegalStateException | UncheckedIOException e) {
            return Optional.of(remedy);
        }
    }

    private List<String> command(String what, Broker broker, int version) {
        List<String> command = new ArrayList<>(interpreter);
        command.addAll(List.of(what, broker.host(), String.valueOf(broker.port(Scheme.MQTT)), String.valueOf(version)));
        return command;
    }

    @Override
    List<String> subscription(Broker broker, int version, String filter, int qos) {
        List<String> command = command("sub", broker, version);
        command.addAll(List.of(filter, String.valueOf(qos)));
        return command;
    }

    @Override
    String readyText() {
        return "subscribed";
    }

    @Override
    List<String> publication(Broker broker, int version, ProbeMessage message) {
        List<String> command = command("pub", broker, version);
        command.addAll(List.of(message.topic(), String.valueOf(message.qos()), message.retained() ? "1" : "0"));
        MqttProperties properties = message.properties();
        byte[] correlation = properties.getCorrelationData();
        add(command, "contentType", properties.getContentType());
        add(command, "responseTopic", properties.getResponseTopic());
        add(command, "correlationData", correlation == null ? null : new String(correlation, UTF_8));
        add(command, "expiry", properties.getMessageExpiryInterval());
        for (UserProperty property : properties.getUserProperties()) {
            add(command, "user", property.getKey() + ":" + property.getValue());
        }
        return command;
    }

    private static void add(List<String> command, String name, @Nullable Object value) {
        if (value != null) {
            command.add(name + "=" + value);
        }
    }
}
