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

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * One resource of a manifest.
 *
 * @param file name of the file that it stands in
 * @param root the resource
 */
record Manifest(String file, JsonNode root) {

    static final ObjectMapper YAML = new YAMLMapper();

    private static final Path DIRECTORY = Path.of("manifests");

    /** All resources of all files. */
    static List<Manifest> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Manifest> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                YAML.readerFor(JsonNode.class).<JsonNode> readValues(file.toFile())
                        .forEachRemaining(root -> all.add(new Manifest(file.getFileName().toString(), root)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + DIRECTORY.toAbsolutePath(), e);
        }
    }

    /** Those with routes. */
    static List<Manifest> withRoutes() {
        return all().stream().filter(manifest -> !manifest.routes().isEmpty()).toList();
    }

    String kind() {
        return root.path("kind").asText();
    }

    boolean isCamel() {
        return root.path("apiVersion").asText().startsWith("camel.apache.org/");
    }

    /** The routes in the YAML DSL; empty if there are none. A Pipe is the route from its source to its sink. */
    ArrayNode routes() {
        return switch (kind()) {
            case "Integration" -> (ArrayNode) root.at("/spec/flows");
            case "Pipe" -> pipe();
            case "ConfigMap" -> configured();
            default -> YAML.createArrayNode();
        };
    }

    private ArrayNode pipe() {
        ObjectNode from = YAML.createObjectNode().put("uri", kamelet("source"));
        from.set("parameters", root.at("/spec/source/properties"));
        ObjectNode to = YAML.createObjectNode().put("uri", kamelet("sink"));
        to.set("parameters", root.at("/spec/sink/properties"));
        from.putArray("steps").addObject().set("to", to);
        ArrayNode routes = YAML.createArrayNode();
        routes.addObject().putObject("route").put("id", root.at("/metadata/name").asText()).set("from", from);
        return routes;
    }

    private String kamelet(String end) {
        return "kamelet:" + root.at("/spec/" + end + "/ref/name").asText();
    }

    private ArrayNode configured() {
        ArrayNode routes = YAML.createArrayNode();
        root.path("data").properties().stream().filter(entry -> entry.getKey().endsWith(".camel.yaml"))
                .forEach(entry -> routes.addAll((ArrayNode) parse(entry.getValue().asText())));
        return routes;
    }

    private static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read routes", e);
        }
    }

    /** What configures the application: of the camel trait, or application.properties. */
    Properties configuration() {
        StringBuilder lines = new StringBuilder(root.path("data").path("application.properties").asText());
        root.at("/spec/traits/camel/properties").forEach(line -> lines.append(line.asText()).append('\n'));
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(lines.toString()));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the properties of " + this, e);
        }
    }

    @Override
    public String toString() {
        return file + ": " + kind() + " " + root.at("/metadata/name").asText();
    }
}
