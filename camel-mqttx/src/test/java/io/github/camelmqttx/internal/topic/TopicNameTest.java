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
package io.github.camelmqttx.internal.topic;

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.MqttxTopicException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TopicNameTest {

    @ParameterizedTest
    @ValueSource(strings = { "a", "/", "a//b", "/a/", "sensors/Grüße/東京/😀", "a b", " ", "$SYS/broker", "a,b;qos=1", "\uFEFF" })
    void validate_legalTopic_returnsIt(String topic) {
        assertThat(TopicName.validate(topic)).isSameAs(topic);
    }

    @ParameterizedTest
    @DisplayName("M58 a topic that MQTT forbids is refused with the rule")
    @CsvSource({ "'', at least one character", "a/+, wildcard '+'", "a/#, wildcard '#'", "a+b, wildcard '+'" })
    void validate_illegalTopic_namesRule(String topic, String rule) {
        MqttxTopicException thrown
                = catchThrowableOfType(MqttxTopicException.class, () -> TopicName.validate(topic));
        assertThat(thrown).hasMessageContaining("'" + topic + "'").hasMessageContaining(rule);
        assertThat(thrown.rule()).contains(rule);
        assertThat(thrown.topic()).isEqualTo(topic);
    }

    @Test
    @DisplayName("M58 U+0000 is refused and shown escaped")
    void validate_nul_shownEscaped() {
        assertThatThrownBy(() -> TopicName.validate("a\u0000b")).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("'a\\u0000b'").hasMessageNotContaining("\u0000");
    }

    @Test
    void validate_lineBreakInBadTopic_shownEscaped() {
        assertThatThrownBy(() -> TopicName.validate("a\r\n#\u202Eb\u2028"))
                .hasMessageContaining("'a\\u000D\\u000A#\\u202Eb\\u2028'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\uD83D", "\uDE00a", "\uDE00\uD83D", "a\uD83Db" })
    void validate_unpairedSurrogate_refused(String topic) {
        assertThatThrownBy(() -> TopicName.validate(topic)).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("unpaired surrogate").hasMessageNotContaining("\uD83D").hasMessageNotContaining("\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "é", "東", "😀" })
    void validate_length_countedInBytesOfUtf8(String unit) {
        int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
        int fitting = 65_535 / bytes;
        String longest = unit.repeat(fitting) + "x".repeat(65_535 - fitting * bytes);
        assertThat(TopicName.validate(longest)).isSameAs(longest);
        assertThatThrownBy(() -> TopicName.validate(longest + "x")).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("65536").hasMessageContaining("characters)")
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(600));
    }
}
