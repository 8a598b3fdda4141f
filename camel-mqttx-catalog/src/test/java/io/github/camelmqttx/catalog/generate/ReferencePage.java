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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * The page with every option and header in AsciiDoc. Part of the site, and what a catalog hands out as documentation.
 */
final class ReferencePage {

    static final String PATH = "src-docs/generated/mqttx-component.adoc";

    private final ComponentModel component;
    private final StringBuilder page = new StringBuilder();

    private ReferencePage(ComponentModel component) {
        this.component = component;
    }

    static String of(ComponentModel component) {
        ReferencePage page = new ReferencePage(component);
        page.introduction();
        page.uri();
        page.values();
        page.endpointOptions();
        page.componentOptions();
        page.headers();
        page.examples();
        return page.page.toString();
    }

    private void introduction() {
        lines("// Made of the metadata of the component; mvn -q -Pgenerate -pl camel-mqttx-catalog -am test writes it anew.",
                "= URI and option reference", "",
                Adoc.text(component.getDescription()) + " For consumers (`from`) and producers (`to`), since version "
                                                  + component.getFirstVersion() + ".",
                "", "[source,xml]", "----", "<dependency>", "  <groupId>" + component.getGroupId() + "</groupId>",
                "  <artifactId>" + component.getArtifactId() + "</artifactId>",
                "  <version>" + component.getVersion() + "</version>", "</dependency>", "----", "");
    }

    private void uri() {
        lines("== URI", "", "----", component.getSyntax() + "[?options]", "----", "",
                "`brokers` is needed, in the URI or on the component.", "");
        optionTable(component.getEndpointPathOptions());
    }

    private void values() {
        lines("== Values", "", "[cols=\"1,4\",options=\"header\"]", "|===", "| Type | How to write it",
                "| duration | `30s`, `5m`, `1h30m`, `7d`, `500ms`, or a number of milliseconds;"
                                                                                                        + " not `1 minute` or a fraction",
                "| whole number | digits only", "| true or false | `true` or `false`",
                "| bean | `+#name+` or `+#bean:name+` of a bean in the registry, or `+#class:type+`",
                "| secret | `+RAW(value)+` if it has one of `+&%++`, or better a property placeholder;"
                                                                                                      + " never shown in logs, JMX or errors",
                "| file | a path, with `file:` before it or without",
                "| NAME | one option for each name of your own, for example `wsHeader.X-Tenant=plant1`", "|===", "",
                "A property placeholder, `+{{name}}+`, may stand for each value or a part of it.", "");
    }

    private void endpointOptions() {
        lines("== Options of endpoints", "",
                "An option of the other role is refused at start: one of consumers on a `to`, one of producers on a `from`.",
                "");
        Map<String, List<BaseOptionModel>> groups = component.getEndpointParameterOptions().stream()
                .collect(Collectors.groupingBy(BaseOptionModel::getGroup, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, options) -> {
            lines("=== " + heading(group), "");
            optionTable(options);
        });
    }

    private static String heading(String group) {
        return switch (group) {
            case "common" -> "Consumers and producers";
            case "consumer" -> "Consumers";
            case "consumer (advanced)" -> "Consumers, advanced";
            case "producer" -> "Producers";
            case "producer (advanced)" -> "Producers, advanced";
            case "advanced" -> "Consumers and producers, advanced";
            case "security" -> "Security";
            default -> group.substring(0, 1).toUpperCase() + group.substring(1);
        };
    }

    private void componentOptions() {
        Map<String, BaseOptionModel> endpoint = component.getEndpointParameterOptions().stream()
                .collect(Collectors.toMap(BaseOptionModel::getName, option -> option));
        Map<Boolean, List<BaseOptionModel>> shared = component.getComponentOptions().stream()
                .collect(Collectors.partitioningBy(option -> isSame(option, endpoint.get(option.getName())),
                        Collectors.<BaseOptionModel> toList()));
        lines("== Options of the component", "",
                "As a property `camel.component.mqttx.NAME`, or by the setters of `MqttxComponent`. These are its own:", "");
        optionTable(shared.get(false));
        lines("These set the default of all endpoints that do not set the option themselves: " + shared.get(true).stream()
                .map(option -> "<<option-" + option.getName() + ",`" + option.getName() + "`>>")
                .collect(Collectors.joining(", "))
              + ".", "");
    }

    private static boolean isSame(BaseOptionModel option, BaseOptionModel other) {
        return other != null && option.getDescription().equals(other.getDescription())
                && Objects.equals(option.getDefaultValue(), other.getDefaultValue());
    }

    private void headers() {
        lines("== Headers", "", "[cols=\"3,2,2,6\",options=\"header\"]", "|===", "| Header | Of | Type | Meaning");
        for (ComponentModel.EndpointHeaderModel header : component.getEndpointHeaders()) {
            lines("", "| " + Adoc.code(header.getName()), "| " + role(header.getLabel()),
                    "| " + Adoc.code(header.getJavaType()),
                    "| " + Adoc.text(header.getDescription()));
        }
        lines("|===", "",
                "Other headers are sent and received as User Properties with MQTT 5.0, as far as the header filter lets them.",
                "");
    }

    private static String role(String label) {
        return switch (label) {
            case "consumer" -> "received messages";
            case "producer" -> "published messages";
            default -> "both";
        };
    }

    private void examples() {
        lines("== Examples", "");
        ExampleUri.ALL.forEach(
                example -> lines("." + example.says(), "----", (example.consumer() ? "from: " : "to: ") + example.uri(), "----",
                        ""));
        page.setLength(page.length() - 1);
    }

    private void optionTable(Collection<? extends BaseOptionModel> options) {
        lines("[cols=\"3,7,3,2\",options=\"header\"]", "|===", "| Option | Meaning | Type | Default");
        for (BaseOptionModel option : options) {
            lines("", "| [[option-" + option.getName() + "]]" + Adoc.code(option.getName()), "| " + meaning(option),
                    "| " + OptionType.of(option),
                    "| " + (option.getDefaultValue() == null ? "" : Adoc.code(option.getDefaultValue().toString())));
        }
        lines("|===", "");
    }

    private static String meaning(BaseOptionModel option) {
        return (option.isRequired() ? "*Required.* " : "") + (option.isDeprecated() ? "*Deprecated.* " : "")
               + Adoc.text(option.getDescription());
    }

    private void lines(String... lines) {
        for (String line : lines) {
            page.append(line.stripTrailing()).append('\n');
        }
    }
}
