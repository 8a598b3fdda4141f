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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
    }

    private static String schemaInComponentJar() throws IOException {
        return resource("/META-INF/io/github/camelmqttx/mqttx.json");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CatalogTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
