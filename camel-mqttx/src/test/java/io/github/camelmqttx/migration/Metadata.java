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
package io.github.camelmqttx.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What the generated description of a component says. */
record Metadata(Map<String, JsonObject> options, Set<String> headers) {

    static Metadata mqttx() {
        return read("io/github/camelmqttx/mqttx");
    }

    static Metadata paho() {
        return read("org/apache/camel/component/paho/paho");
    }

    static Metadata pahoMqtt5() {
        return read("org/apache/camel/component/paho/mqtt5/paho-mqtt5");
    }

    private static Metadata read(String name) {
        try (InputStream in = Metadata.class.getResourceAsStream("/META-INF/" + name + ".json")) {
            JsonObject all = (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            JsonObject options = all.getMap("properties");
            JsonObject headers = all.getMap("headers");
            return new Metadata(
                    options.entrySet().stream().filter(entry -> "parameter".equals(((JsonObject) entry.getValue()).get("kind")))
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> (JsonObject) entry.getValue())),
                    Set.copyOf(headers.keySet()));
        } catch (IOException | DeserializationException e) {
            throw new AssertionError(name, e);
        }
    }

    /** Names and prefixes of all options. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(options.keySet());
        options.values().stream().filter(option -> option.containsKey("prefix")).forEach(
                option -> names.add(option.getString("prefix")));
        return names;
    }

    /** As it is written; empty without one. */
    String defaultOf(String option) {
        return String.valueOf(options.get(option).getOrDefault("defaultValue", ""));
    }
}
