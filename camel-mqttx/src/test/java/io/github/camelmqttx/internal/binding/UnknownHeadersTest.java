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
package io.github.camelmqttx.internal.binding;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.testbed.LogCapture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownHeadersTest {

    private final UnknownHeaders headers = new UnknownHeaders();

    private List<String> warnings(Map<String, Object> message) {
        try (LogCapture log = LogCapture.start()) {
            headers.look(message, "line/1");
            return log.troubles().stream().filter(line -> line.contains("is unknown and has no effect")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "CamelMqttxOverrideQoss, CamelMqttxOverrideQos", "CamelMqttxOverideTopic, CamelMqttxOverrideTopic",
            "camelmqttxoverrideretain, CamelMqttxOverrideRetained", "CamelMqttxRetain, CamelMqttxOverrideRetained",
            "CamelMqttxExpiryInterval, CamelMqttxMessageExpiryInterval", "CamelMqttxReponseTopic, CamelMqttxResponseTopic" })
    @DisplayName("C12 promise 10: a misspelt header of a publish is named in the log, with the one that may be meant")
    void misspelt_look_isNamedWithTheOneThatMayBeMeant(String written, String meant) {
        assertThat(warnings(Map.of(written, 1))).singleElement().asString()
                .startsWith(
                        "Header " + written + " is unknown and has no effect on the publish to topic 'line/1': did you mean ")
                .contains(meant);
    }

    @Test
    @DisplayName("C12 promise 10: a header like no other is named with those that there are")
    void nothingSimilar_look_namesThoseThatThereAre() {
        assertThat(warnings(Map.of("CamelMqttxColour", "s3cr3t"))).singleElement().asString().contains(
                "CamelMqttxColour", "remove it; a publish obeys CamelMqttxOverrideTopic, CamelMqttxOverrideQos")
                .doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("C12 a header is named once, and not for each message")
    void sameHeader_lookAgain_isSilent() {
        assertThat(warnings(Map.of("CamelMqttxQoss", 1))).hasSize(1);
        assertThat(warnings(Map.of("CamelMqttxQoss", 1))).isEmpty();
        assertThat(warnings(Map.of("CamelMqttxOther", 1))).hasSize(1);
    }

    @Test
    @DisplayName("C12 every header of the component is known in any case, and headers of others are no business of ours")
    void knownAndForeign_look_areSilent() throws IllegalAccessException {
        Map<String, Object> message = new HashMap<>(Map.of("CamelFileName", "x", "plant", 7, "CamelMqttOverrideQos", 1));
        for (Field constant : MqttxConstants.class.getFields()) {
            String name = String.valueOf(constant.get(null));
            message.put(name, 1);
            message.put(name.toUpperCase(Locale.ROOT), 1);
        }
        assertThat(message.size()).isGreaterThan(30);
        assertThat(warnings(message)).isEmpty();
    }

    @Test
    @DisplayName("C12 names that come from data cannot fill the log")
    void manyNames_look_areNotAllNamed() {
        Map<String, Object> message = new HashMap<>();
        for (int i = 0; i < 3 * UnknownHeaders.MAX_NAMES; i++) {
            message.put("CamelMqttx" + i, i);
        }
        assertThat(warnings(message)).hasSize(UnknownHeaders.MAX_NAMES);
    }
}
