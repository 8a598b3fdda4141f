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

import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the catalog says about each {@code camel.component.mqttx.} property. */
class ComponentOptionsTest {

    private static final CamelCatalog CATALOG = MqttxCatalog.create();

    static Stream<BaseOptionModel> options() {
        return Options.component();
    }

    /** The catalog does not check references in properties. */
    static Stream<BaseOptionModel> checkedOptions() {
        return options().filter(Options::isChecked).filter(option -> !"object".equals(option.getType()));
    }

    private static ConfigurationPropertiesValidationResult validate(String key, String value) {
        return CATALOG.validateConfigurationProperty("camel.component.mqttx." + key + " = " + value);
    }

    private static String key(BaseOptionModel option) {
        return option.isMultiValue() ? option.getName() + ".mine"
                : "array".equals(option.getType()) ? option.getName() + "[0]" : option.getName();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 each property of the component is accepted with each value that its type allows, in both spellings")
    void goodValue_validate_isAccepted(BaseOptionModel option) {
        for (String value : Options.goodValues(option)) {
            assertThat(validate(key(option), value).isAccepted()).isTrue();
            assertThat(validate(key(option), value).isSuccess())
                    .as(validate(key(option), value).summaryErrorMessage(false)).isTrue();
            assertThat(validate(StringHelper.camelCaseToDash(key(option)), value).isSuccess()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checkedOptions")
    @DisplayName("C12 a property of the component with a value that its type does not allow is refused")
    void badValue_validate_isRefused(BaseOptionModel option) {
        ConfigurationPropertiesValidationResult result = validate(option.getName(), Options.badValue(option));

        assertThat(result.isSuccess()).isFalse();
        if ("duration".equals(option.getType())) {
            assertThat(result.getInvalidDuration()).containsOnlyKeys("camel.component.mqttx." + option.getName());
        } else {
            assertThat(result.summaryErrorMessage(false)).contains(option.getName(), Options.badValue(option));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 a property that the component does not have is unknown")
    void misspeltProperty_validate_isUnknown(BaseOptionModel option) {
        String key = option.getName() + "x";

        assertThat(validate(key, "1").getUnknown()).containsExactly("camel.component.mqttx." + key);
    }

    @Test
    @DisplayName("C12 Camel's catalog compares the name of the component, not of the property: it has nothing to suggest")
    void misspeltProperty_validate_getsNoWrongSuggestion() {
        assertThat(validate("qoss", "1").summaryErrorMessage(false)).contains("qoss", "Unknown option")
                .doesNotContain("Did you mean");
    }
}
