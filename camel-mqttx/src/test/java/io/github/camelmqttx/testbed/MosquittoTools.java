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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** mosquitto_pub and mosquitto_sub. */
final class MosquittoTools extends ExternalClient {

    private static final String FORMAT
            = MARK + String.join(SEPARATOR, "%t", "%q", "%r", "%x", "%C", "%R", "%D", "%E", "%P");

    MosquittoTools() {
        super("mosquitto_pub and mosquitto_sub");
    }

    @Override
    public Optional<String> missing() {
        try {
            ChildProcesses.run(List.of("sh", "-c", "command -v mosquitto_pub && command -v mosquitto_sub"));
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of("no mosquitto_pub and mosquitto_sub on this machine; install mosquitto-clients");
        }
    }

    private static List<String> common(String tool, Broker broker, int version) {
        return new ArrayList<>(
                List.of(tool, "-h", broker.host(), "-p", String.valueOf(broker.port(Scheme.MQTT)), "-V",
                        version == 5 ? "mqttv5" : "mqttv311"));
    }

    @Override
    List<String> subscription(Broker broker, int version, String filter, int qos) {
        List<String> command = common("mosquitto_sub", broker, version);
        command.addAll(List.of("-t", filter, "-q", String.valueOf(qos), "-d", "-F", FORMAT));
        return command;
    }

    @Override
    String readyText() {
        return "Subscribed (mid";
    }

    @Override
    List<String> publication(Broker broker, int version, ProbeMessage message) {
        List<String> command = common("mosquitto_pub", broker, version);
        command.addAll(List.of("-t", message.topic(), "-q", String.valueOf(message.qos()), "-s"));
        if (message.retained()) {
            command.add("-r");
        }
        if (version == 5) {
            addProperties(command, message.properties());
        }
        return command;
    }

    private static void addProperties(List<String> command, MqttProperties properties) {
        add(command, "content-type", properties.getContentType());
        add(command, "response-topic", properties.getResponseTopic());
        byte[] correlation = properties.getCorrelationData();
        add(command, "correlation-data", correlation == null ? null : new String(correlation, UTF_8));
        add(command, "message-expiry-interval", properties.getMessageExpiryInterval());
        for (UserProperty property : properties.getUserProperties()) {
            command.addAll(List.of("-D", "publish", "user-property", property.getKey(), property.getValue()));
        }
    }

    private static void add(List<String> command, String name, @Nullable Object value) {
        if (value != null) {
            command.addAll(List.of("-D", "publish", name, value.toString()));
        }
    }
}
