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
package io.github.camelmqttx.catalog.designer;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Kaoto's form shows of the {@code propertiesSchema} of a component (2.7.1: {@code CamelComponentSchemaService};
 * the same rule in 2.12). {@link KaotoEditorIT} proves it in the editor.
 */
final class KaotoRules {

    private final JsonNode schema;

    KaotoRules(JsonNode schema) {
        this.schema = schema;
    }

    /** A consumer's form leaves out what has "producer" in its comment, and the other way round. */
    Set<String> options(Role role) {
        Set<String> shown = new LinkedHashSet<>();
        properties().forEach((name, property) -> {
            if (!property.path("$comment").asText().contains(role.other().label())) {
                shown.add(name);
            }
        });
        return shown;
    }

    Map<String, JsonNode> properties() {
        return Fragment.members(schema.path("properties"));
    }
}
