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
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

class KaotoFragmentTest {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

    /** As Kaoto validates: it knows no formats, so a duration like 30s is a text to it. */
    private static final SchemaValidatorsConfig AS_KAOTO
            = SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build();

    private final ComponentModel component = new DefaultCamelCatalog().componentModel("mqttx");
    private final JsonNode schema = Fragment.kaoto().path("mqttx").path("propertiesSchema");
    private final Map<String, JsonNode> properties = new KaotoRules(schema).properties();

    @Test
    @DisplayName("C15 Kaoto: the entry is that of the catalog, and a schema")
    void fragment_besideTheSchema_isTheCatalogs() {
        assertThat(Fragment.members(Fragment.kaoto())).containsOnlyKeys("mqttx");
        Map<String, JsonNode> entry = Fragment.members(Fragment.kaoto().get("mqttx"));
        entry.remove("propertiesSchema");

        assertThat(entry).isEqualTo(Fragment.members(Fragment.catalog()));
    }

    @Test
    @DisplayName("C15 Kaoto: the schema is a JSON Schema of draft 7")
    void schema_checkedByItsMetaSchema_isValid() {
        JsonSchema metaSchema = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V7));

        assertThat(schema.get("$schema").asText()).isEqualTo("http://json-schema.org/draft-07/schema#");
        assertThat(metaSchema.validate(schema)).isEmpty();
    }

    @Test
    @DisplayName("C15 Kaoto: each option is there, in the order of the catalog, with title, description, group and type")
    void schema_eachOption_isThere() {
        assertThat(properties.keySet())
                .containsExactlyElementsOf(component.getEndpointOptions().stream().map(BaseOptionModel::getName).toList());
        assertSoftly(softly -> component.getEndpointOptions().forEach(option -> {
            JsonNode property = properties.get(option.getName());
            softly.assertThat(property.path("title").asText()).as(option.getName()).isEqualTo(option.getDisplayName());
            softly.assertThat(property.path("description").asText()).as(option.getName()).isEqualTo(option.getDescription());
            softly.assertThat(property.path("$comment").asText()).as(option.getName()).isEqualTo("group:" + option.getGroup());
            softly.assertThat(property.path("type").asText()).as(option.getName()).isEqualTo(expectedType(option));
        }));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C15 Kaoto: a form has each option that is not for the other role")
    void form_eachRole_hasItsOptions(Role role) {
        Set<String> expected = component.getEndpointOptions().stream()
                .filter(option -> !option.getLabel().contains(role.other().label()))
                .map(BaseOptionModel::getName).collect(Collectors.toSet());

        assertThat(new KaotoRules(schema).options(role)).containsExactlyInAnyOrderElementsOf(expected).contains("topic");
    }

    @Test
    @DisplayName("C15 Kaoto: choices, defaults and deprecations are those of the metadata, false and 0 too")
    void schema_choicesAndDefaults_areThoseOfTheMetadata() {
        assertSoftly(softly -> component.getEndpointOptions().forEach(option -> {
            JsonNode property = properties.get(option.getName());
            softly.assertThat(property.path("enum")).as(option.getName()).extracting(JsonNode::asText)
                    .isEqualTo(option.getEnums() == null ? List.of() : option.getEnums());
            softly.assertThat(property.path("default").asText("none")).as(option.getName())
                    .isEqualTo(option.getDefaultValue() == null ? "none" : option.getDefaultValue().toString());
            softly.assertThat(property.path("deprecated").asBoolean()).as(option.getName()).isEqualTo(option.isDeprecated());
        }));
    }

    @Test
    @DisplayName("C15 Kaoto: each default is valid, so that the form opens without complaint")
    void schema_eachDefault_isValid() {
        assertSoftly(softly -> properties.forEach((name, property) -> {
            if (property.has("default")) {
                softly.assertThat(SCHEMAS.getSchema(property, AS_KAOTO).validate(property.get("default"))).as(name).isEmpty();
            }
        }));
    }

    @Test
    @DisplayName("C15 Kaoto: a secret has the format of a password")
    void schema_secrets_arePasswords() {
        List<String> secrets = component.getEndpointOptions().stream().filter(BaseOptionModel::isSecret)
                .map(BaseOptionModel::getName).toList();

        assertThat(properties.keySet()).filteredOn(name -> "password".equals(properties.get(name).path("format").asText()))
                .containsExactlyInAnyOrderElementsOf(secrets).contains("password");
    }

    @Test
    @DisplayName("C15 Kaoto: beans, lists and maps are texts that name a bean, durations are texts")
    void schema_formats_tellBeansAndDurations() {
        assertThat(properties.get("sslContextParameters").path("format").asText())
                .isEqualTo("bean:org.apache.camel.support.jsse.SSLContextParameters");
        assertThat(properties.get("subscriptions").path("format").asText()).isEqualTo("bean:java.util.Collection");
        assertThat(properties.get("connectionTimeout").path("format").asText()).isEqualTo("duration");
        assertThat(properties.get("webSocketHeaders").path("format").asText()).isEqualTo("bean:java.util.Map");
    }

    @ParameterizedTest
    @DisplayName("C15 Kaoto: what a form should accept")
    @ValueSource(strings = {
            "{'topic': 'a/+', 'brokers': 'h1,h2', 'qos': 2, 'cleanStart': false, 'sessionExpiryInterval': '7d'}",
            "{'onFailure': 'redeliver', 'webSocketHeaders': '#bean:headers', 'subscriptions': '#bean:plant'}" })
    void schema_goodParameters_areValid(String parameters) {
        assertThat(SCHEMAS.getSchema(schema, AS_KAOTO).validate(Fragment.json(parameters.replace('\'', '"')))).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("C15 Kaoto: bad input for a form: wrong choice, wrong type, a list or a map, which Camel's YAML would not take")
    @ValueSource(strings = {
            "{'onFailure': 'ignore'}", "{'qos': 'two'}", "{'cleanStart': 'yes'}", "{'connectionTimeout': 5}",
            "{'subscriptions': ['a', 'b']}", "{'webSocketHeaders': {'X-Tenant': 'plant1'}}" })
    void schema_badParameters_areRefused(String parameters) {
        assertThat(SCHEMAS.getSchema(schema, AS_KAOTO).validate(Fragment.json(parameters.replace('\'', '"')))).hasSize(1);
    }

    private static String expectedType(BaseOptionModel option) {
        return switch (option.getType()) {
            case "boolean" -> "boolean";
            case "integer" -> "integer";
            case "string", "enum", "duration", "object", "array" -> "string";
            default -> throw new IllegalArgumentException("No rule for the type of " + option.getName());
        };
    }
}
