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

import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * The entry of this component in the file of components of a Kaoto catalog: what the Camel catalog says, and
 * {@code propertiesSchema}, the JSON Schema (draft 7) of the endpoint options that Kaoto's form is made of. As in the
 * catalogs that Kaoto ships, the group is a comment, by which the form leaves out the options of the other role, and a
 * bean, a duration and a secret are texts with a format. An option of type array is a bean too: Camel's YAML takes no
 * list as the value of a parameter.
 */
final class KaotoFragment {

    private KaotoFragment() {
    }

    static String of(ComponentModel component) {
        JsonObject entry = JsonMapper.asJsonObject(component);
        entry.put("propertiesSchema", schema(component));
        JsonObject components = new JsonObject();
        components.put(component.getName(), entry);
        return JsonMapper.serialize(components);
    }

    private static JsonObject schema(ComponentModel component) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (BaseOptionModel option : component.getEndpointOptions()) {
            properties.put(option.getName(), property(option));
            if (option.isRequired()) {
                required.add(option.getName());
            }
        }
        JsonObject schema = new JsonObject();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static JsonObject property(BaseOptionModel option) {
        JsonObject property = new JsonObject();
        property.put("title", option.getDisplayName());
        property.put("description", option.getDescription());
        property.put("$comment", "group:" + option.getGroup());
        property.put("type", type(option));
        if (option.getEnums() != null) {
            property.put("enum", new JsonArray(option.getEnums()));
        }
        List<String> formats = formats(option);
        if (!formats.isEmpty()) {
            property.put("format", String.join("|", formats));
        }
        if (option.isDeprecated()) {
            property.put("deprecated", true);
        }
        if (option.getDefaultValue() != null) {
            property.put("default", defaultValue(option));
        }
        return property;
    }

    private static String type(BaseOptionModel option) {
        return switch (option.getType()) {
            case "boolean", "integer", "number" -> option.getType();
            default -> "string";
        };
    }

    private static List<String> formats(BaseOptionModel option) {
        List<String> formats = new ArrayList<>();
        if (List.of("object", "array").contains(option.getType())) {
            formats.add("bean:" + option.getJavaType().replaceFirst("<.*", ""));
        }
        if ("duration".equals(option.getType())) {
            formats.add("duration");
        }
        if (option.isSecret()) {
            formats.add("password");
        }
        return formats;
    }

    /** Of the type that the property has, whether the metadata gives a number or its text. */
    private static Object defaultValue(BaseOptionModel option) {
        String text = option.getDefaultValue().toString();
        return switch (type(option)) {
            case "boolean" -> Boolean.valueOf(text);
            case "integer" -> Long.valueOf(text);
            case "number" -> Double.valueOf(text);
            default -> text;
        };
    }
}
