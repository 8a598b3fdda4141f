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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.Endpoint;
import org.apache.camel.Service;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class ReferencePageTest {

    static final List<ExampleUri> EXAMPLES = ExampleUri.ALL;

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog(true);

    private final ComponentModel component = CATALOG.componentModel("mqttx");
    private final String page = ReferencePage.of(component);

    @Test
    @DisplayName("C12 the reference page has a row for each option, with meaning and default, and none twice")
    void page_options_areAllThereOnce() {
        List<String> anchors
                = Pattern.compile("\\[\\[option-(\\w+)]]").matcher(page).results().map(match -> match.group(1)).toList();

        assertThat(anchors).doesNotHaveDuplicates().containsAll(component.getEndpointOptions().stream()
                .map(BaseOptionModel::getName).toList());
        List<String> named = Stream.concat(anchors.stream(), Pattern.compile("<<option-(\\w+),").matcher(page).results()
                .map(match -> match.group(1))).toList();
        assertThat(named).containsAll(component.getComponentOptions().stream().map(BaseOptionModel::getName).toList());
        assertThat(component.getEndpointOptions()).allSatisfy(option -> {
            assertThat(page).contains(Adoc.text(option.getDescription()));
            if (option.getDefaultValue() != null) {
                assertThat(page).contains("| `" + option.getDefaultValue() + "`");
            }
        });
    }

    @Test
    @DisplayName("C12 each link of the reference page has its target")
    void page_links_haveTargets() {
        assertThat(Pattern.compile("<<([\\w-]+),").matcher(page).results().map((MatchResult match) -> match.group(1)).toList())
                .isNotEmpty().allSatisfy(target -> assertThat(page).contains("[[" + target + "]]"));
    }

    @Test
    @DisplayName("C12 the reference page has each header")
    void page_headers_areAllThere() {
        assertThat(component.getEndpointHeaders()).isNotEmpty().allSatisfy(
                header -> assertThat(page).contains("| `" + header.getName() + "`", Adoc.text(header.getDescription())));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("EXAMPLES")
    @DisplayName("C12 each example of the reference page is valid in its role, as far as the catalog knows")
    void example_validate_isValid(ExampleUri example) {
        EndpointValidationResult result
                = CATALOG.validateEndpointProperties(example.uri(), false, example.consumer(), !example.consumer());

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        assertThat(page).contains(example.uri());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("EXAMPLES")
    @DisplayName("C12 each example of the reference page passes the checks of the component")
    void example_start_passesTheChecks(ExampleUri example) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Endpoint endpoint = context.getEndpoint(example.uri().replace("{{mqtt.password}}", "secret"));
            Service service = example.consumer() ? endpoint.createConsumer(exchange -> {
            }) : endpoint.createProducer();
            assertThatCode(() -> ServiceHelper.initService(service)).doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("C12 a plain catalog hands the reference page out as the documentation of the component")
    void plainCatalog_documentation_isThePage() throws IOException {
        try (InputStream in = CATALOG.loadResource("docs", "mqttx-component.adoc")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(page);
        }
    }

    @Test
    @DisplayName("C12 what looks like markup in a description is text on the page")
    void markup_text_isEscaped() {
        assertThat(Adoc.text("a {topic} *b* $share/g/# c|d")).isEqualTo("a &#123;topic} &#42;b&#42; $share/g/&#35; c&#124;d");
    }
}
