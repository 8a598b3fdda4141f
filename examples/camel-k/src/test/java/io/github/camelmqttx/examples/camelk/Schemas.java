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
package io.github.camelmqttx.examples.camelk;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import org.jspecify.annotations.Nullable;

/** What the schemas say against a document. Fields that a schema does not know are mistakes. */
final class Schemas {

    private static final List<Class<?>> KUBERNETES = List.of(ConfigMap.class, Secret.class, Service.class, ServiceAccount.class,
            StatefulSet.class, Role.class, RoleBinding.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Warns of each keyword of the schemas that only Kubernetes knows. */
    private static final Logger VALIDATOR = Logger.getLogger("com.networknt.schema");
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    static {
        VALIDATOR.setLevel(Level.SEVERE);
    }

    private Schemas() {
    }

    /** Of a resource of Camel K or Kubernetes. */
    static Set<String> mistakes(Manifest manifest) {
        return manifest.isCamel() ? camelMistakes(manifest) : kubernetesMistakes(manifest);
    }

    /** Of routes in the YAML DSL. */
    static Set<String> routeMistakes(JsonNode routes) {
        return validate(resource("/schema/camelYamlDsl.json"), routes);
    }

    /** What the component says about itself. */
    static JsonNode metadata() {
        return resource("/META-INF/io/github/camelmqttx/mqttx.json");
    }

    private static Set<String> camelMistakes(Manifest manifest) {
        JsonNode definition = resource("/camel.apache.org_" + manifest.kind().toLowerCase() + "s.yaml");
        for (JsonNode version : definition.at("/spec/versions")) {
            if (manifest.root().path("apiVersion").asText().equals("camel.apache.org/" + version.path("name").asText())) {
                JsonNode schema = version.at("/schema/openAPIV3Schema");
                forbidUnknownFields(schema);
                return validate(schema, manifest.root());
            }
        }
        return Set.of("unknown: " + manifest.root().path("apiVersion"));
    }

    private static Set<String> validate(JsonNode schema, JsonNode document) {
        Set<String> mistakes = new TreeSet<>();
        for (ValidationMessage message : JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema).validate(document)) {
            mistakes.add(message.getMessage());
        }
        return mistakes;
    }

    private static void forbidUnknownFields(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Schemas::forbidUnknownFields);
    }

    private static Set<String> kubernetesMistakes(Manifest manifest) {
        Class<?> type = KUBERNETES.stream().filter(model -> model.getSimpleName().equals(manifest.kind())).findFirst()
                .orElseThrow(() -> new AssertionError("No model of " + manifest));
        Set<String> mistakes = new TreeSet<>();
        try {
            collectUnknown(JSON.treeToValue(manifest.root(), type), manifest.kind(), mistakes);
        } catch (IOException | IntrospectionException | IllegalAccessException | InvocationTargetException e) {
            mistakes.add(e.toString());
        }
        return mistakes;
    }

    /** The models keep fields that they do not know. */
    private static void collectUnknown(@Nullable Object value, String path, Set<String> unknown)
            throws IntrospectionException, IllegalAccessException, InvocationTargetException {
        if (value instanceof Collection<?> list) {
            for (Object element : list) {
                collectUnknown(element, path + "[]", unknown);
            }
        } else if (value != null && value.getClass().getName().startsWith(MODEL) && !value.getClass().isEnum()) {
            for (PropertyDescriptor property : Introspector.getBeanInfo(value.getClass(), Object.class)
                    .getPropertyDescriptors()) {
                Object part = property.getReadMethod() == null ? null : property.getReadMethod().invoke(value);
                if ("additionalProperties".equals(property.getName())) {
                    ((Map<?, ?>) part).keySet().forEach(name -> unknown.add(path + "." + name + " is unknown"));
                } else {
                    collectUnknown(part, path + "." + property.getName(), unknown);
                }
            }
        }
    }

    private static JsonNode resource(String path) {
        try (InputStream in = Schemas.class.getResourceAsStream(path)) {
            return (path.endsWith(".json") ? JSON : Manifest.YAML).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
