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
package io.github.camelmqttx.catalog.designer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

class KaravanFragmentTest {

    private static final Map<String, String> FIELDS = Map.of("string", "text", "duration", "text", "integer", "text", "enum",
            "choice", "boolean", "switch", "object", "bean", "array", "bean");

    private final ComponentModel component = new DefaultCamelCatalog().componentModel("mqttx");
    private final KaravanRules karavan = new KaravanRules(Fragment.karavan().get(0));

    @Test
    @DisplayName("C15 Karavan: the palette shows mqttx for both ends of a route, with the icon for messaging")
    void palette_mqttx_isThereForBothRoles() {
        assertThat(Fragment.karavan()).hasSize(1);
        assertThat(karavan.inPalette(Role.CONSUMER)).isTrue();
        assertThat(karavan.inPalette(Role.PRODUCER)).isTrue();
        assertThat(karavan.icon()).isEqualTo("messaging");
    }

    @Test
    @DisplayName("C15 Karavan: component and headers are those of the catalog, options of the component are not there")
    void fragment_besideTheOptions_isTheCatalogs() {
        JsonNode entry = Fragment.karavan().get(0);

        assertThat(entry.get("component")).isEqualTo(Fragment.catalog().get("component"));
        assertThat(entry.get("headers")).isEqualTo(Fragment.catalog().get("headers"));
        assertThat(entry.has("componentProperties")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C15 Karavan: a form has each option that is not for the other role")
    void form_eachRole_hasItsOptions(Role role) {
        Set<String> expected = component.getEndpointOptions().stream()
                .filter(option -> !labels(option).contains(role.other().label()))
                .map(BaseOptionModel::getName).collect(Collectors.toSet());

        assertThat(karavan.options(role)).containsExactlyInAnyOrderElementsOf(expected).startsWith("topic").contains("brokers",
                "qos");
    }

    @Test
    @DisplayName("C15 Karavan: no option is hidden in both forms")
    void forms_together_haveAllOptions() {
        Set<String> shown = new TreeSet<>(karavan.options(Role.CONSUMER));
        shown.addAll(karavan.options(Role.PRODUCER));

        assertThat(shown).containsExactlyInAnyOrderElementsOf(
                component.getEndpointOptions().stream().map(BaseOptionModel::getName).toList());
    }

    @Test
    @DisplayName("C15 Karavan: options are in the sections for security and advanced use that their labels name")
    void form_sections_areThoseOfTheLabels() {
        assertSoftly(softly -> component.getEndpointOptions().forEach(option -> {
            List<String> expected = List.of("security", "advanced").stream().filter(labels(option)::contains).toList();
            softly.assertThat(karavan.section(option.getName())).as(option.getName())
                    .isEqualTo(expected.isEmpty() ? List.of("main") : expected);
        }));
        assertThat(karavan.section("brokers")).containsExactly("main");
        assertThat(karavan.section("password")).containsExactly("security");
    }

    @Test
    @DisplayName("C15 Karavan: each option has a field for its type, lists are beans")
    void form_eachOption_hasAField() {
        assertSoftly(
                softly -> component.getEndpointOptions().forEach(option -> softly.assertThat(karavan.field(option.getName()))
                        .as(option.getName()).hasValue(FIELDS.get(option.getType()))));
        assertThat(karavan.field("subscriptions")).hasValue("bean");
    }

    @Test
    @DisplayName("C15 Karavan: each default is shown, false and 0 too, and is a value that the field can have")
    void form_defaults_areShown() {
        assertSoftly(softly -> component.getEndpointOptions().stream().filter(option -> option.getDefaultValue() != null)
                .forEach(option -> softly.assertThat(karavan.defaultValue(option.getName())).as(option.getName())
                        .hasValue(option.getDefaultValue().toString())));
        assertThat(karavan.defaultValue("reconnectMaxAttempts")).hasValue("0");
        assertThat(karavan.defaultValue("retained")).hasValue("false");
        assertThat(karavan.switchedOn("retained")).isFalse();
        assertThat(karavan.switchedOn("cleanStart")).isTrue();
    }

    @Test
    @DisplayName("C15 Karavan: choices are the values of the option, with its default among them")
    void form_choices_areTheEnum() {
        assertSoftly(softly -> component.getEndpointOptions().stream().filter(option -> option.getEnums() != null)
                .forEach(option -> {
                    JsonNode values = karavan.all().get(option.getName()).get("enum");
                    softly.assertThat(values).as(option.getName()).extracting(JsonNode::asText)
                            .containsExactlyElementsOf(option.getEnums());
                    karavan.defaultValue(option.getName())
                            .ifPresent(value -> softly.assertThat(option.getEnums()).as(option.getName()).contains(value));
                }));
    }

    @Test
    @DisplayName("C15 Karavan: a secret in plain text is complained about")
    void form_secrets_areMarked() {
        List<String> secrets = component.getEndpointOptions().stream().filter(BaseOptionModel::isSecret)
                .map(BaseOptionModel::getName).toList();

        assertThat(karavan.all().keySet()).filteredOn(karavan::warnsOfPlainText).containsExactlyInAnyOrderElementsOf(secrets)
                .contains("password", "keyStorePassword", "trustStorePassword");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C15 Karavan: headers are listed for the role that has them")
    void headers_eachRole_areItsOwnAndTheCommonOnes(Role role) {
        List<String> expected = component.getEndpointHeaders().stream()
                .filter(header -> !header.getLabel().contains(role.other().label()))
                .map(BaseOptionModel::getName).toList();

        assertThat(karavan.headers(role)).containsExactlyInAnyOrderElementsOf(expected).contains("CamelMqttxContentType");
        assertThat(karavan.headers(Role.PRODUCER)).contains("CamelMqttxOverrideTopic").doesNotContain("CamelMqttxDuplicate");
    }

    @Test
    @DisplayName("C15 Karavan: a topic is one field, for the syntax has one separator")
    void uri_topicWithSlashes_isOnePart() {
        // Karavan splits a URI at the separators of the syntax; what follows the last one is one value
        assertThat(component.getSyntax()).isEqualTo("mqttx:topic");
        assertThat(karavan.all().get("topic").get("kind").asText()).isEqualTo("path");
    }

    private static List<String> labels(BaseOptionModel option) {
        return List.of(option.getLabel().split(","));
    }
}
