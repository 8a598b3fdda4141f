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
package io.github.camelmqttx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.jspecify.annotations.Nullable;

/**
 * The dev console {@code mqttx}: the sessions of all mqttx components of the Camel context, and commands to one of
 * them.
 * <p>
 * Options: {@value #CLIENT_ID} shows the session of this Client Identifier only; {@value #COMMAND} is {@code reconnect}
 * or {@code failOver} and needs {@value #CLIENT_ID}.
 */
@DevConsole(name = "mqttx", displayName = "MQTTX", description = "MQTT sessions with their brokers and subscriptions")
public class MqttxDevConsole extends AbstractDevConsole {

    /** Option: Client Identifier of a session. */
    public static final String CLIENT_ID = "clientId";
    /** Option: what a session is to do. */
    public static final String COMMAND = "command";

    public MqttxDevConsole() {
        super("camel", "mqttx", "MQTTX", "MQTT sessions with their brokers and subscriptions");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        String answer = command(options);
        if (answer != null) {
            text.append(answer).append('\n');
        }
        sessions(options).forEach((component, sessions) -> {
            text.append(component).append(": ").append(sessions.size()).append(" sessions\n");
            for (Map<String, @Nullable Object> session : sessions) {
                append(text, session);
            }
        });
        return text.toString();
    }

    private static void append(StringBuilder text, Map<String, @Nullable Object> session) {
        String indent = "  ";
        for (Map.Entry<String, @Nullable Object> entry : session.entrySet()) {
            if (entry.getValue() != null) {
                text.append(indent).append(entry.getKey()).append(": ").append(entry.getValue()).append('\n');
            }
            indent = "    ";
        }
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        Map<String, Object> json = new LinkedHashMap<>();
        String answer = command(options);
        if (answer != null) {
            json.put("result", answer);
        }
        json.put("components", sessions(options));
        return json;
    }

    private @Nullable String command(Map<String, Object> options) {
        Object command = options.get(COMMAND);
        Object clientId = options.get(CLIENT_ID);
        if (command == null) {
            return null;
        }
        if (clientId == null) {
            return "The command " + command + " needs the option " + CLIENT_ID;
        }
        boolean found = false;
        for (MqttxComponent component : components().values()) {
            switch (command.toString()) {
                case "reconnect" -> found |= component.reconnect(clientId.toString());
                case "failOver" -> found |= component.failOver(clientId.toString());
                default -> {
                    return "There is no command " + command + ": use reconnect or failOver";
                }
            }
        }
        return found
                ? "Session " + clientId + ": " + command + " begun"
                : "There is no session with the Client Identifier " + clientId;
    }

    private Map<String, List<Map<String, @Nullable Object>>> sessions(Map<String, Object> options) {
        Object clientId = options.get(CLIENT_ID);
        Map<String, List<Map<String, @Nullable Object>>> all = new LinkedHashMap<>();
        components().forEach((name, component) -> {
            List<Map<String, @Nullable Object>> reports = new ArrayList<>();
            component.sessions().stream()
                    .filter(session -> clientId == null || clientId.toString().equals(session.clientId()))
                    .forEach(session -> reports.add(SessionReport.of(session, System.nanoTime())));
            all.put(name, reports);
        });
        return all;
    }

    private Map<String, MqttxComponent> components() {
        Map<String, MqttxComponent> components = new LinkedHashMap<>();
        getCamelContext().getComponentNames().stream().sorted().forEach(name -> {
            if (getCamelContext().hasComponent(name) instanceof MqttxComponent component) {
                components.put(name, component);
            }
        });
        return components;
    }
}
