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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Karavan's designer shows of one entry of its palette, as its sources say (4.18: {@code ComponentApi},
 * {@code CamelUi}, {@code DslPropertyField}, {@code ComponentPropertyField}, {@code PropertiesHeader}). Karavan is in
 * no package registry, so its rules stand here.
 */
final class KaravanRules {

    private final JsonNode entry;

    KaravanRules(JsonNode entry) {
        this.entry = entry;
    }

    /** A palette lacks deprecated components, and each role those that are only for the other one. */
    boolean inPalette(Role role) {
        JsonNode component = entry.path("component");
        return !component.path("deprecated").asBoolean() && !component.path(role.other().label() + "Only").asBoolean();
    }

    /**
     * Options in the form of a role, in its order: the path, required ones, those without label, then those whose label
     * does not contain the other role. So a label with both roles hides an option in both forms.
     */
    Set<String> options(Role role) {
        String other = role.other().label();
        List<Predicate<JsonNode>> passes = List.of(
                option -> is(option, "kind", "path"),
                option -> option.path("required").asBoolean(),
                option -> label(option).isEmpty(),
                option -> !label(option).contains(other) && !label(option).contains("advanced"),
                option -> is(option, "label", "formatting"),
                option -> !label(option).contains(other) && !section(option).equals(List.of("main")));
        Set<String> shown = new LinkedHashSet<>();
        for (Predicate<JsonNode> pass : passes) {
            all().forEach((name, option) -> {
                if (!option.path("deprecated").asBoolean() && pass.test(option)) {
                    shown.add(name);
                }
            });
        }
        return shown;
    }

    /** The main section is open; the others can be opened. An option with two of these labels is in two sections. */
    List<String> section(String option) {
        return section(all().get(option));
    }

    /** An option of another type has a name in the form but no field to fill in. */
    Optional<String> field(String option) {
        return switch (all().get(option).path("type").asText()) {
            case "string", "duration", "integer", "int", "number" -> Optional.of("text");
            case "object" -> Optional.of("bean");
            case "enum" -> Optional.of("choice");
            case "boolean" -> Optional.of("switch");
            default -> Optional.empty();
        };
    }

    /** A default counts only if JavaScript takes it for true. */
    Optional<String> defaultValue(String option) {
        JsonNode value = all().get(option).path("defaultValue");
        boolean truthy = value.isTextual() ? !value.asText().isEmpty() : value.asBoolean() || value.asDouble() != 0;
        return truthy ? Optional.of(value.asText()) : Optional.empty();
    }

    /** A switch is on if its default is the text or the value true. */
    boolean switchedOn(String option) {
        return defaultValue(option).filter("true"::equals).isPresent();
    }

    /** A text field complains unless its value is a placeholder. */
    boolean warnsOfPlainText(String option) {
        return all().get(option).path("secret").asBoolean() && is(all().get(option), "type", "string");
    }

    /** Headers whose group is the role or "common". */
    Set<String> headers(Role role) {
        Set<String> shown = new LinkedHashSet<>();
        Fragment.members(entry.path("headers")).forEach((name, header) -> {
            if (is(header, "group", role.label()) || is(header, "group", "common")) {
                shown.add(name);
            }
        });
        return shown;
    }

    /** The icon follows from the title for some vendors, else from the first label in Karavan's own order. */
    String icon() {
        List<String> labels = List.of(entry.path("component").path("label").asText().split(","));
        return List.of("transformation", "validation", "scheduling", "database", "cloud", "chat", "messaging", "script", "file",
                "monitoring", "iot").stream().filter(labels::contains).findFirst().orElse("none");
    }

    Map<String, JsonNode> all() {
        return Fragment.members(entry.path("properties"));
    }

    private static List<String> section(JsonNode option) {
        List<String> sections = new ArrayList<>(List.of("scheduler", "security", "advanced"));
        sections.removeIf(section -> !label(option).contains(section));
        return sections.isEmpty() ? List.of("main") : sections;
    }

    private static String label(JsonNode option) {
        return option.path("label").asText();
    }

    private static boolean is(JsonNode node, String member, String value) {
        return node.path(member).asText().equals(value);
    }
}
