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
package io.github.camelmqttx.catalog.generate;

import java.util.List;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * The setting that makes Camel's language server know {@code mqttx}, ready for the settings of an editor. Numbers among
 * the defaults are text in it, because the server would complete a number as {@code qos=1.0}.
 */
final class LanguageServerSettings {

    static final String PATH = "camel-mqttx-catalog/src/generated/resources/io/github/camelmqttx/catalog/language-server.json";

    private LanguageServerSettings() {
    }

    static String of(ComponentModel component) {
        JsonObject description = JsonMapper.asJsonObject(component);
        for (String section : List.of("componentProperties", "properties")) {
            JsonObject options = description.getMap(section);
            options.values().forEach(option -> {
                JsonObject attributes = (JsonObject) option;
                attributes.computeIfPresent("defaultValue", (key, value) -> value instanceof Number ? value.toString() : value);
            });
        }
        JsonArray components = new JsonArray();
        components.add(description);
        JsonObject settings = new JsonObject();
        settings.put("camel.extra-components", components);
        return JsonMapper.serialize(settings) + "\n";
    }
}
