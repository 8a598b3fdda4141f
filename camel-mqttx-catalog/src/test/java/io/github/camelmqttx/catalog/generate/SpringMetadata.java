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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * {@code META-INF/spring-configuration-metadata.json} of the Spring Boot starter: what editors know of its properties.
 */
final class SpringMetadata {

    private static final String PREFIX = "camel.component.mqttx";
    private static final String SOURCE = "io.github.camelmqttx.springboot.MqttxComponentAutoConfiguration";

    /** Their values are written as text; editors complete and check them by these types. */
    private static final Map<String, String> TYPES = Map.of("boolean", "java.lang.Boolean", "duration", "java.time.Duration",
            "enum", "java.lang.String");
    private static final Map<String, String> WRAPPERS = Map.of("int", "java.lang.Integer", "long", "java.lang.Long");

    private SpringMetadata() {
    }

    static String make(ComponentModel component) {
        List<JsonObject> properties = new ArrayList<>();
        List<JsonObject> hints = new ArrayList<>();
        properties.add(flag("enabled", "Whether the properties " + PREFIX + ".* are set on the component."));
        properties.add(flag("customizer.enabled", "Whether the component is customized by these properties."));
        for (ComponentOptionModel option : component.getComponentOptions()) {
            properties.add(property(option));
            if (option.getEnums() != null) {
                hints.add(hint(option));
            }
        }
        JsonObject metadata = new JsonObject();
        metadata.put("groups", new JsonArray(List.of(object("name", PREFIX, "type", SOURCE, "sourceType", SOURCE))));
        metadata.put("properties", new JsonArray(properties));
        metadata.put("hints", new JsonArray(hints));
        return Jsoner.prettyPrint(metadata.toJson(), 2) + "\n";
    }

    private static JsonObject flag(String name, String description) {
        return object("name", PREFIX + "." + name, "type", "java.lang.Boolean", "description", description, "sourceType",
                SOURCE,
                "defaultValue", true);
    }

    private static JsonObject property(ComponentOptionModel option) {
        JsonObject property = object("name", name(option), "type", type(option), "description", description(option),
                "sourceType", SOURCE);
        if (option.getDefaultValue() != null) {
            property.put("defaultValue", option.getDefaultValue());
        }
        if (option.isDeprecated()) {
            property.put("deprecation", option.getDeprecationNote() == null
                    ? new JsonObject() : object("reason", option.getDeprecationNote()));
        }
        return property;
    }

    private static String name(ComponentOptionModel option) {
        return PREFIX + "." + option.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String type(ComponentOptionModel option) {
        String javaType = option.getJavaType();
        return TYPES.getOrDefault(option.getType(), WRAPPERS.getOrDefault(javaType, javaType)).replace(", ", ",");
    }

    private static String description(ComponentOptionModel option) {
        boolean bean = option.getType().equals("object") && !option.getJavaType().startsWith("java.util.");
        return bean ? option.getDescription() + " A reference to a bean: #bean:name." : option.getDescription();
    }

    private static JsonObject hint(ComponentOptionModel option) {
        JsonArray values = new JsonArray();
        option.getEnums().forEach(value -> values.add(object("value", value)));
        return object("name", name(option), "values", values);
    }

    private static JsonObject object(Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }
}
