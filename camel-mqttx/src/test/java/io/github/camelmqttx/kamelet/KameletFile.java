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
package io.github.camelmqttx.kamelet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/**
 * A Kamelet as a document.
 *
 * @param root the custom resource
 */
record KameletFile(JsonNode root) {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A Kamelet on the class path. */
    static KameletFile read(String name) {
        return new KameletFile(resource("/kamelets/" + name + ".kamelet.yaml"));
    }

    /** A YAML or JSON file on the class path. */
    static JsonNode resource(String path) {
        try (InputStream in = KameletFile.class.getResourceAsStream(path)) {
            return (path.endsWith(".json") ? JSON : YAML).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    JsonNode definition() {
        return root.at("/spec/definition");
    }

    JsonNode properties() {
        return definition().path("properties");
    }

    List<String> propertyNames() {
        return names(properties());
    }

    JsonNode annotations() {
        return root.at("/metadata/annotations");
    }

    /** Parameters of the endpoint of the component in the template. */
    JsonNode parameters() {
        JsonNode from = root.at("/spec/template/from");
        if (from.path("uri").asText().startsWith("mqttx:")) {
            return from.path("parameters");
        }
        for (JsonNode step : from.path("steps")) {
            if (step.at("/to/uri").asText().startsWith("mqttx:")) {
                return step.at("/to/parameters");
            }
        }
        throw new AssertionError("No endpoint of the component in the template");
    }

    /** What the schema of the custom resource says against it; fields that the schema does not know are mistakes. */
    Set<String> mistakes() {
        JsonNode definition = resource("/camel.apache.org_kamelets.yaml");
        JsonNode schema = null;
        for (JsonNode version : definition.at("/spec/versions")) {
            if (root.path("apiVersion").asText().endsWith("/" + version.path("name").asText())) {
                schema = version.at("/schema/openAPIV3Schema");
            }
        }
        if (schema == null) {
            return Set.of("apiVersion " + root.path("apiVersion") + " is unknown");
        }
        forbidUnknownFields(schema);
        JsonSchema validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        Set<String> found = new TreeSet<>();
        for (ValidationMessage message : validator.validate(root)) {
            found.add(message.getMessage());
        }
        return found;
    }

    private static void forbidUnknownFields(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KameletFile::forbidUnknownFields);
    }

    static List<String> names(JsonNode object) {
        return object.properties().stream().map(field -> field.getKey()).toList();
    }
}
