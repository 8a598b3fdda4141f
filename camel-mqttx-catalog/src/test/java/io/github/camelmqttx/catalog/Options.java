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

import java.util.List;
import java.util.stream.Stream;

import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The options of the installed metadata, with values that their types allow and forbid. */
final class Options {

    private static final ComponentModel MODEL = new DefaultCamelCatalog().componentModel("mqttx");

    private Options() {
    }

    static ComponentModel model() {
        return MODEL;
    }

    /** All options of the query of a URI. */
    static Stream<BaseOptionModel> endpoint() {
        return MODEL.getEndpointParameterOptions().stream().map(BaseOptionModel.class::cast);
    }

    static Stream<BaseOptionModel> component() {
        return MODEL.getComponentOptions().stream().map(BaseOptionModel.class::cast);
    }

    static boolean isFor(BaseOptionModel option, String role) {
        return option.getLabel() != null && List.of(option.getLabel().split(",")).contains(role);
    }

    /** An option that the type of its values, or their absence, lets a catalog check. */
    static boolean isChecked(BaseOptionModel option) {
        return option.getEnums() != null || List.of("boolean", "integer", "duration", "object").contains(option.getType());
    }

    /** Values that are right for the type of the option; for an enumeration all there are. */
    static List<String> goodValues(BaseOptionModel option) {
        if (option.getEnums() != null) {
            return option.getEnums();
        }
        return switch (option.getType()) {
            case "boolean" -> List.of("true", "false", "{{placeholder}}");
            case "integer" -> List.of("1", "{{placeholder}}");
            case "duration" -> List.of("5s", "1h30m", "2000", "PT10S", "{{placeholder}}");
            case "object" -> List.of("#bean:mine", "#mine");
            default -> List.of("text", "RAW(a+b)", "{{placeholder}}");
        };
    }

    /** A value that no option of this type can have. Only for options that are {@linkplain #isChecked checked}. */
    static String badValue(BaseOptionModel option) {
        return option.getEnums() == null ? "eleventy" : option.getEnums().get(0) + "x";
    }
}
