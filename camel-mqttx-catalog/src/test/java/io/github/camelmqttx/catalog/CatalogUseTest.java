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

import java.io.InputStream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page about the catalog shows. */
class CatalogUseTest {

    @Test
    @DisplayName("C12 the catalog as its page shows it")
    void page_example_works() throws Exception {
        // tag::create[]
        CamelCatalog catalog = MqttxCatalog.create();

        EndpointValidationResult result
                = catalog.validateEndpointProperties("mqttx:a/#?qoss=1&retained=yes", false, true, false);

        result.isSuccess();                    // false
        result.getUnknownSuggestions();        // qoss: qos
        result.getNotConsumerOnly();           // retained, an option of producers
        result.getInvalidBoolean();            // retained: yes
        result.summaryErrorMessage(false);     // all of it as text
        // end::create[]
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.getUnknownSuggestions().get("qoss")).isEqualTo(new String[] { "qos" });
        assertThat(result.getNotConsumerOnly()).containsExactly("retained");
        assertThat(result.getInvalidBoolean()).hasToString("{retained=yes}");
        assertThat(result.summaryErrorMessage(false)).contains("qoss", "Did you mean: [qos]", "retained", "yes");

        CamelCatalog yours = new DefaultCamelCatalog();
        // tag::add[]
        MqttxCatalog.addTo(yours);
        // end::add[]
        assertThat(yours.findComponentNames()).contains("mqttx");
        // tag::read[]
        ComponentModel component = catalog.componentModel("mqttx");
        component.getEndpointOptions();
        component.getEndpointHeaders();
        catalog.devConsoleModel("mqttx");
        InputStream page = catalog.loadResource("docs", "mqttx-component.adoc");
        // end::read[]
        assertThat(component.getEndpointOptions()).isNotEmpty();
        assertThat(component.getEndpointHeaders()).isNotEmpty();
        assertThat(page).isNotEmpty();
        page.close();
    }
}
