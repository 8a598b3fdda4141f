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

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestTest {

    private static final String OPTION = "camel.component.mqttx.";

    static List<Manifest> all() {
        return Manifest.all();
    }

    static List<Manifest> withRoutes() {
        return Manifest.withRoutes();
    }

    private static Manifest named(String file, String kind) {
        return Manifest.all().stream().filter(manifest -> manifest.file().equals(file) && manifest.kind().equals(kind))
                .findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @DisplayName("C17 the manifests are valid by the schemas of Camel K and Kubernetes, without a field that these do not know")
    void manifest_againstSchema_isValid(Manifest manifest) {
        assertThat(Schemas.mistakes(manifest)).isEmpty();
    }

    @Test
    @DisplayName("C17 the check finds misspelt fields, however deep, and wrong types")
    void manifest_brokenOnPurpose_isNotValid() {
        Manifest set = named("scale-out.yaml", "StatefulSet");
        ((ObjectNode) set.root().at("/spec/template/spec/containers/0")).put("imagePulPolicy", "Always");
        assertThat(Schemas.mistakes(set)).singleElement().asString().endsWith("containers[].imagePulPolicy is unknown");
        Manifest integration = named("integration.yaml", "Integration");
        ((ObjectNode) integration.root().at("/spec/traits/camel")).put("propertys", "x");
        ((ObjectNode) integration.root().at("/spec")).put("replicas", "three");
        assertThat(Schemas.mistakes(integration)).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withRoutes")
    @DisplayName("C17 the routes in the manifests are valid by the schema of the YAML DSL")
    void routes_againstSchemaOfTheYamlDsl_areValid(Manifest manifest) {
        assertThat(Schemas.routeMistakes(manifest.routes())).isEmpty();
    }

    @Test
    @DisplayName("C17 the check finds a step that does not exist")
    void route_brokenOnPurpose_isNotValid() {
        JsonNode routes = named("integration.yaml", "Integration").routes();
        ((ObjectNode) routes.at("/0/route/from/steps/0")).put("too", "log:x");
        assertThat(Schemas.routeMistakes(routes)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withRoutes")
    @DisplayName("C17 every option in the manifests is in the metadata of the component")
    void options_againstMetadata_exist(Manifest manifest) {
        JsonNode metadata = Schemas.metadata();
        for (String name : manifest.configuration().stringPropertyNames()) {
            if (name.startsWith(OPTION)) {
                assertThat(metadata.path("componentProperties").has(name.substring(OPTION.length()))).as(name).isTrue();
            }
        }
        for (JsonNode route : manifest.routes()) {
            JsonNode from = route.at("/route/from");
            from.path("parameters").fieldNames()
                    .forEachRemaining(name -> assertThat(metadata.path("properties").has(name)).as(name).isTrue());
        }
    }

    @Test
    @DisplayName("C17 the dependencies in the manifests name the version of this build")
    void dependencies_ofTheManifests_areOfThisBuild() {
        JsonNode component = Schemas.metadata().path("component");
        String ours = "mvn:" + Stream.of("groupId", "artifactId", "version").map(part -> component.path(part).asText())
                .reduce((first, second) -> first + ":" + second).orElseThrow();
        for (Manifest manifest : all()) {
            if (manifest.kind().equals("Integration")) {
                assertThat(manifest.root().at("/spec/dependencies")).extracting(JsonNode::asText).contains(ours);
            }
        }
    }
}
