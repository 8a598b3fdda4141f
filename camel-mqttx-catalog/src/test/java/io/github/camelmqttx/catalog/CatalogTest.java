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
package io.github.camelmqttx.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.DefaultRuntimeProvider;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeProvider;
import org.apache.camel.catalog.SuggestionStrategy;
import org.apache.camel.tooling.model.ArtifactModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.TransformerModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @Test
    @DisplayName("C12 a plain catalog describes mqttx as the component does")
    void plainCatalog_schemaAskedByName_isTheOneThatTheComponentShips() throws IOException {
        String schema = catalog.componentJSonSchema("mqttx");

        assertThat(schema).isNotNull();
        assertThat(schema.lines()).containsExactlyElementsOf(schemaInComponentJar().lines().toList());
    }

    @Test
    @DisplayName("C12 a plain catalog accepts a valid URI")
    void plainCatalog_validUri_isAccepted() {
        EndpointValidationResult result = catalog.validateEndpointProperties("mqttx:sensors/+/temperature?qos=1");

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    @DisplayName("C12 a plain catalog reports an option that there is not")
    void plainCatalog_misspelledOption_isReported() {
        EndpointValidationResult result = catalog.validateEndpointProperties("mqttx:sensors?qqos=1");

        assertThat(result.getUnknown()).containsExactly("qqos");
    }

    @Test
    @DisplayName("C12 the metadata also lies where a catalog looks that is told the class")
    void componentJar_schemaBesideItsClass_isTheSame() throws IOException {
        // CamelCatalog.addComponent(name, className) reads the schema from the package of the class
        assertThat(resource("/io/github/camelmqttx/mqttx.json")).isEqualTo(schemaInComponentJar());
    }

    @Test
    @DisplayName("C12 with the provider the catalog lists mqttx beside Camel's own components")
    void runtimeProvider_componentsListed_includesMqttxBesideCamelsOwn() {
        assertThat(catalog.findComponentNames()).doesNotContain("mqttx");

        catalog.setRuntimeProvider(new MqttxRuntimeProvider());

        assertThat(catalog.findComponentNames()).contains("direct", "mqttx").isSorted().doesNotHaveDuplicates();
        assertThat(catalog.findComponentNames("iot")).contains("mqttx");
        assertThat(catalog.listComponentsAsJson()).contains("io.github.camelmqttx.MqttxComponent");
    }

    @Test
    @DisplayName("C12 the provider lists the dev console and all that Camel's own provider lists")
    void runtimeProvider_otherLists_areCamelsAndOurs() {
        CamelCatalog installed = MqttxCatalog.create();

        assertThat(installed.findDevConsoleNames()).contains("context", "mqttx")
                .hasSize(catalog.findDevConsoleNames().size() + 1);
        assertThat(installed.findTransformerNames()).containsAll(catalog.findTransformerNames());
        assertThat(installed.findDataFormatNames()).isEqualTo(catalog.findDataFormatNames());
        assertThat(installed.findLanguageNames()).isEqualTo(catalog.findLanguageNames());
        assertThat(installed.findOtherNames()).isEqualTo(catalog.findOtherNames());
        assertThat(installed.findBeansNames()).isEqualTo(catalog.findBeansNames());
    }

    @ParameterizedTest
    @CsvSource({
            "component.properties, components, components", "dev-consoles.properties, dev-consoles, dev-consoles",
            "transformer.properties, transformers, transformers" })
    @DisplayName("C12 the provider names whatever the component registers")
    void runtimeProvider_lists_areThoseOfTheComponent(String service, String key, String list) throws IOException {
        Properties registered = new Properties();
        try (InputStream in = componentResource("/META-INF/services/org/apache/camel/" + service)) {
            if (in != null) {
                registered.load(in);
            }
        }
        List<String> names = Stream.of(registered.getProperty(key, "").split("\\s+")).filter(name -> !name.isEmpty())
                // a catalog lists data types by the names of their files
                .map(name -> name.replace(':', '-')).toList();
        MqttxRuntimeProvider provider = new MqttxRuntimeProvider();
        provider.setCamelCatalog(catalog);

        assertThat(provider.find("io/github/camelmqttx/catalog/" + list + ".properties"))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    @DisplayName("C12 each name that the provider adds has its description in the catalog")
    void installedCatalog_addedNames_areDescribed() {
        CamelCatalog installed = MqttxCatalog.create();
        List<String> consoles = new ArrayList<>(installed.findDevConsoleNames());
        consoles.removeAll(catalog.findDevConsoleNames());
        List<String> transformers = new ArrayList<>(installed.findTransformerNames());
        transformers.removeAll(catalog.findTransformerNames());

        assertThat(consoles).isNotEmpty().allSatisfy(
                name -> assertThat(installed.devConsoleModel(name).getArtifactId()).isEqualTo("camel-mqttx"));
        assertThat(transformers).isNotEmpty().allSatisfy(
                name -> assertThat(installed.transformerModel(name).getArtifactId()).isEqualTo("camel-mqttx"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "application-cloudevents", "cloudevents-binary", "cloudevents-structured" })
    @DisplayName("C10 C12 a plain catalog describes the data types, and with the provider it lists them")
    void plainCatalog_dataTypes_areDescribedAndListed(String name) {
        TransformerModel model = catalog.transformerModel("mqttx-" + name);

        assertThat(model.getName()).isEqualTo("mqttx:" + name);
        assertThat(model.getJavaType()).startsWith("io.github.camelmqttx.transform.");
        assertThat(model.getDescription()).contains("CloudEvent");
        assertThat(catalog.findTransformerNames()).doesNotContain("mqttx-" + name);

        catalog.setRuntimeProvider(new MqttxRuntimeProvider());

        assertThat(catalog.findTransformerNames()).contains("mqttx-" + name);
    }

    @Test
    @DisplayName("C12 one call installs the provider and the suggestions, and a second changes nothing")
    void installer_calledTwice_changesNothingTheSecondTime() {
        assertThat(MqttxCatalog.addTo(catalog)).isSameAs(catalog);
        RuntimeProvider provider = catalog.getRuntimeProvider();
        SuggestionStrategy suggestions = catalog.getSuggestionStrategy();
        assertThat(provider).isInstanceOf(MqttxRuntimeProvider.class);
        assertThat(suggestions).isInstanceOf(SimilarNames.class);

        MqttxCatalog.addTo(catalog);

        assertThat(catalog.getRuntimeProvider()).isSameAs(provider);
        assertThat(catalog.getSuggestionStrategy()).isSameAs(suggestions);
    }

    @Test
    @DisplayName("C12 a catalog of another runtime keeps its provider and its suggestions, and gets the component")
    void installer_otherRuntime_keepsItsProvider() {
        RuntimeProvider other = new DefaultRuntimeProvider() {
            @Override
            public String getComponentJSonSchemaDirectory() {
                return "org/example/runtime/components";
            }
        };
        SuggestionStrategy none = (names, unknown) -> new String[0];
        catalog.setRuntimeProvider(other);
        catalog.setSuggestionStrategy(none);

        MqttxCatalog.addTo(catalog);

        assertThat(catalog.getRuntimeProvider()).isSameAs(other);
        assertThat(catalog.getSuggestionStrategy()).isSameAs(none);
        assertThat(catalog.findComponentNames()).containsOnlyOnce("mqttx");
        assertThat(catalog.validateEndpointProperties("mqttx:a?qos=1").isSuccess()).isTrue();
        assertThat(catalog.validateEndpointProperties("mqttx:a?qoss=1").isSuccess()).isFalse();
    }

    @Test
    @DisplayName("C12 the component is found by its Maven coordinates")
    void installedCatalog_coordinates_findTheComponent() {
        ArtifactModel<?> found = MqttxCatalog.create().modelFromMavenGAV("io.github.camel-mqttx", "camel-mqttx", null);

        assertThat(found.getName()).isEqualTo("mqttx");
    }

    @Test
    @DisplayName("C12 the descriptions carry the version of this build")
    void versions_ofAllDescriptions_areThatOfTheModule() {
        String version = System.getProperty("project.version");

        assertThat(version).isNotBlank();
        assertThat(MqttxCatalog.version()).isEqualTo(version);
        assertThat(catalog.componentModel("mqttx").getVersion()).isEqualTo(version);
        assertThat(catalog.devConsoleModel("mqttx").getVersion()).isEqualTo(version);
        assertThat(new MqttxRuntimeProvider().getProviderGroupId() + ":" + new MqttxRuntimeProvider().getProviderArtifactId())
                .isEqualTo("io.github.camel-mqttx:camel-mqttx-catalog");
    }

    @Test
    @DisplayName("C12 the catalog describes each header with its type and role")
    void headers_inTheCatalog_areThoseOfTheComponent() throws IllegalAccessException {
        List<String> constants = new ArrayList<>();
        for (Field constant : MqttxConstants.class.getFields()) {
            constants.add(String.valueOf(constant.get(null)));
        }
        List<ComponentModel.EndpointHeaderModel> headers = catalog.componentModel("mqttx").getEndpointHeaders();

        assertThat(headers).extracting(ComponentModel.EndpointHeaderModel::getName)
                .containsExactlyInAnyOrderElementsOf(constants.stream().filter(name -> name.startsWith("CamelMqttx")).toList());
        assertThat(headers).allSatisfy(header -> {
            assertThat(header.getDescription()).isNotBlank();
            assertThat(header.getJavaType()).isNotBlank();
            assertThat(header.getLabel()).isIn("common", "consumer", "producer");
        });
    }

    private static String schemaInComponentJar() throws IOException {
        return resource("/META-INF/io/github/camelmqttx/mqttx.json");
    }

    private static @Nullable InputStream componentResource(String name) throws IOException {
        URL component = MqttxComponent.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader jar = new URLClassLoader(new URL[] { component }, null);
             InputStream in = jar.getResourceAsStream(name.substring(1))) {
            return in == null ? null : new ByteArrayInputStream(in.readAllBytes());
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CatalogTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
