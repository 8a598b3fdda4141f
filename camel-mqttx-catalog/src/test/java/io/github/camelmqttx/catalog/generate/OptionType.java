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

import java.util.stream.Collectors;

import org.apache.camel.tooling.model.BaseOptionModel;

/** What values an option takes, in AsciiDoc. */
final class OptionType {

    private OptionType() {
    }

    static String of(BaseOptionModel option) {
        if (option.getEnums() != null) {
            return option.getEnums().stream().map(Adoc::code).collect(Collectors.joining(", "));
        }
        if (option.isMultiValue()) {
            return Adoc.code(option.getPrefix() + "NAME");
        }
        return switch (option.getType()) {
            case "duration" -> "duration";
            case "integer" -> "whole number";
            case "boolean" -> "true or false";
            case "array" -> "bean: list";
            case "object" -> "bean: " + Adoc.code(simpleName(option.getJavaType()));
            default -> option.isSecret() ? "secret" : option.isSupportFileReference() ? "file" : "text";
        };
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
