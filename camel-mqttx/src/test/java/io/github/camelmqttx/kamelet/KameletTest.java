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

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Kamelets against the schema of Kamelets and against the metadata of the component. */
class KameletTest {

    private static final String HEADER = "CamelMqttx";
    /** Properties that stand for a header; the sink sets it. */
    private static final Map<String, String> HEADERS = Map.of(
            "contentType", HEADER + "ContentType",
            "messageExpiryInterval", HEADER + "MessageExpiryInterval");
    /** Options whose description in the metadata speaks of both roles or of synonyms. */
    private static final Set<String> OWN_DESCRIPTION = Set.of("topic", "brokers");
    private static final JsonNode METADATA = KameletFile.resource("/META-INF/io/github/camelmqttx/mqttx.json");

    private static JsonNode option(String name) {
        return METADATA.path("properties").path(name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 the Kamelets are valid custom resources, without a field that the schema does not know")
    void kamelet_againstSchema_isValid(String name) {
        KameletFile kamelet = KameletFile.read(name);
        assertThat(kamelet.mistakes()).isEmpty();
        assertThat(kamelet.root().at("/metadata/name").asText()).isEqualTo(name);
        assertThat(name).endsWith(kamelet.root().at("/metadata/labels/camel.apache.org~1kamelet.type").asText());
    }

    @Test
    @DisplayName("C14 the schema finds a misspelt field and a wrong type")
    void kamelet_brokenOnPurpose_isNotValid() {
        KameletFile kamelet = KameletFile.read("mqttx-source");
        ((ObjectNode) kamelet.definition()).put("titel", "x");
        ((ObjectNode) kamelet.properties().path("topic")).put("type", 5);
        assertThat(kamelet.mistakes()).hasSize(2).anyMatch(text -> text.contains("titel"))
                .anyMatch(text -> text.contains("topic.type"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 each property of the Kamelets is an option or a header of the metadata: type, values, description, default")
    void properties_againstMetadata_haveNotDrifted(String name) {
        KameletFile kamelet = KameletFile.read(name);
        for (String property : kamelet.propertyNames()) {
            JsonNode ours = kamelet.properties().path(property);
            JsonNode theirs = HEADERS.containsKey(property)
                    ? METADATA.path("headers").path(HEADERS.get(property)) : option(property);
            assertThat(theirs.isObject()).as("%s is in the metadata", property).isTrue();
            assertThat(ours.path("type").asText()).as("type of %s", property).isEqualTo(type(theirs));
            assertThat(ours.path("enum")).as("values of %s", property).isEqualTo(theirs.path("enum"));
            assertThat(ours.path("format").asText("")).as("format of %s", property)
                    .isEqualTo(theirs.path("secret").asBoolean() && property.toLowerCase().endsWith("password")
                            ? "password" : "");
            assertThat(ours.path("title").asText()).as("title of %s", property).isNotBlank();
            if (!OWN_DESCRIPTION.contains(property) && !HEADERS.containsKey(property)) {
                assertThat(ours.path("description").asText()).as("description of %s", property).isEqualTo(description(theirs));
            }
        }
    }

    private static String type(JsonNode option) {
        return switch (option.path("javaType").asText()) {
            case "int", "Integer", "Long" -> "integer";
            case "boolean", "Boolean" -> "boolean";
            default -> "string";
        };
    }

    /** A default is only told: one that the Kamelet sets would override the configuration of the component. */
    private static String description(JsonNode option) {
        String text = option.path("description").asText();
        return option.has("defaultValue") ? text + " By default " + option.path("defaultValue").asText() + "." : text;
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 the template hands on what is given and nothing else, to options of the right role")
    void template_parameters_areTheProperties(String name) {
        KameletFile kamelet = KameletFile.read(name);
        Set<String> expected = new TreeSet<>(kamelet.propertyNames());
        expected.remove("topic");
        expected.removeAll(HEADERS.keySet());
        assertThat(KameletFile.names(kamelet.parameters())).containsExactlyInAnyOrderElementsOf(expected);
        String otherRole = name.endsWith("source") ? "producer" : "consumer";
        for (String parameter : expected) {
            assertThat(kamelet.parameters().path(parameter).asText()).isEqualTo("{{?" + parameter + "}}");
            assertThat(option(parameter).path("label").asText()).as("role of %s", parameter).doesNotContain(otherRole);
        }
        assertThat(kamelet.definition().path("required")).hasSize(1);
        assertThat(kamelet.definition().at("/required/0").asText()).isEqualTo("topic");
        assertThat(kamelet.properties().findValues("default")).as("defaults").isEmpty();
    }

    @Test
    @DisplayName("C14 the table of the page names each property of the Kamelets and no other")
    void page_table_hasAllProperties() throws Exception {
        String page = Files.readString(Path.of("..", "src-docs", "kamelets.adoc"));
        String table = page.substring(page.indexOf("|==="), page.indexOf("|===", page.indexOf("|===") + 1));
        Set<String> named = new TreeSet<>();
        Pattern.compile("`([a-zA-Z]+)`").matcher(table).results().forEach(name -> named.add(name.group(1)));
        named.remove(HEADER + "OverrideTopic");
        Set<String> properties = new TreeSet<>(KameletFile.read("mqttx-source").propertyNames());
        properties.addAll(KameletFile.read("mqttx-sink").propertyNames());
        assertThat(named).isEqualTo(properties);
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 no data types are declared: Camel would convert payloads to them, and Camel 4.22 fails with byte[]")
    void dataTypes_areNotDeclared(String name) {
        assertThat(KameletFile.read(name).root().path("spec").has("dataTypes")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 dependencies and version are those of the component, support level too")
    void versions_areThoseOfTheComponent(String name) {
        KameletFile kamelet = KameletFile.read(name);
        JsonNode component = METADATA.path("component");
        String version = component.path("version").asText();
        assertThat(kamelet.root().at("/spec/dependencies")).extracting(JsonNode::asText).containsExactly("camel:kamelet",
                "mvn:" + component.path("groupId").asText() + ":" + component.path("artifactId").asText() + ":" + version);
        assertThat(kamelet.annotations().path("camel.apache.org/catalog.version").asText()).isEqualTo(version);
        assertThat(kamelet.annotations().path("camel.apache.org/kamelet.support.level").asText())
                .isEqualTo(component.path("supportLevel").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = { "source", "sink" })
    @DisplayName("C14 the Kamelets have all that Camel's mqtt5 Kamelets have, annotations included, and more")
    void kamelet_comparedWithMqtt5_hasMore(String kind) {
        KameletFile ours = KameletFile.read("mqttx-" + kind);
        KameletFile theirs = KameletFile.read("mqtt5-" + kind);
        Map<String, String> renamed = Map.of("brokerUrl", "brokers", "username", "userName");
        List<String> names = theirs.propertyNames().stream().map(name -> renamed.getOrDefault(name, name)).toList();
        assertThat(ours.propertyNames()).containsAll(names).hasSizeGreaterThan(30);
        assertThat(KameletFile.names(ours.annotations())).hasSameElementsAs(KameletFile.names(theirs.annotations()));
        for (String name : List.of("userName", "password")) {
            assertThat(ours.properties().path(name).path("x-descriptors"))
                    .isEqualTo(theirs.properties().path("password").path("x-descriptors"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "mqttx-source", "mqttx-sink" })
    @DisplayName("C14 the icon is an SVG image")
    void icon_isAnImage(String name) throws Exception {
        String icon = KameletFile.read(name).annotations().path("camel.apache.org/kamelet.icon").asText();
        String prefix = "data:image/svg+xml;base64,";
        assertThat(icon).startsWith(prefix);
        byte[] svg = Base64.getDecoder().decode(icon.substring(prefix.length()));
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg))
                .getDocumentElement().getTagName()).isEqualTo("svg");
    }
}
