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

import io.github.camelmqttx.MqttxTopicException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicPathTest {

    @Test
    @DisplayName("M37 several filters, each with a QoS of its own")
    void parse_severalFilters_inOrder() {
        assertThat(TopicPath.parse("a/b,c/#;qos=1,$share/g/+/x;QOS=2,$SYS/#;qos=0")).containsExactly(
                new FilterSpec("a/b", FilterSpec.QOS_OF_ENDPOINT), new FilterSpec("c/#", 1), new FilterSpec("$share/g/+/x", 2),
                new FilterSpec("$SYS/#", 0));
    }

    @Test
    @DisplayName("M38 two commas are a comma inside the topic")
    void parse_twoCommas_literalComma() {
        assertThat(TopicPath.parse("a,,b,c,,,d,,;qos=1")).containsExactly(
                new FilterSpec("a,b", -1), new FilterSpec("c,", -1), new FilterSpec("d,", 1));
        assertThat(TopicPath.parse(",,")).containsExactly(new FilterSpec(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a;b", "a;qos", "a;qos=1/b", "a;qos=1;b", " a b ", "a//b/", "mqttx" })
    void parse_semicolonsAndBlanksInsideTopic_literal(String path) {
        assertThat(TopicPath.parse(path)).containsExactly(new FilterSpec(path, -1));
    }

    @Test
    void parse_sameFilterAndQosTwice_once() {
        assertThat(TopicPath.parse("a;qos=1,b,a;qos=1")).containsExactly(new FilterSpec("a", 1), new FilterSpec("b", -1));
    }

    @ParameterizedTest
    @DisplayName("M40 a path that cannot be meant is refused at start")
    @CsvSource(delimiter = '|', value = {
            "''|at least one character", "a,|empty filter", "b, ,a|empty filter", "a,,,|empty filter",
            "a, b|blank next to the comma",
            "a ,b|blank next to the comma", "a;qos=3|;qos=0, ;qos=1 or ;qos=2", "a;qos=|;qos=0, ;qos=1 or ;qos=2",
            "a;qos=-1|;qos=0, ;qos=1 or ;qos=2", "a;qos=11|;qos=0, ;qos=1 or ;qos=2", "a; qos=1|;qos=0, ;qos=1 or ;qos=2",
            "a ;qos=1|;qos=0, ;qos=1 or ;qos=2", "a;qos=1;qos=2|;qos=0, ;qos=1 or ;qos=2", "a;qos=1,a;qos=2|twice",
            "a,a;qos=0|twice", ";qos=1|at least one character", "a,b/#/c|'#' must stand alone",
            "a+;qos=1|'+' must stand alone" })
    void parse_badPath_namesRule(String path, String rule) {
        assertThatThrownBy(() -> TopicPath.parse(path)).isInstanceOf(MqttxTopicException.class).hasMessageContaining(rule);
    }

    @ParameterizedTest
    @DisplayName("M54 F26 a producer's path is one topic")
    @CsvSource(delimiter = '|', value = { "a/b|a/b", "a,,b|a,b", "mqttx|mqttx", "m|m", "x|x", "/a|/a", "a;b|a;b" })
    void topicOf_oneTopic_unescaped(String path, String topic) {
        assertThat(TopicPath.topicOf(path)).isEqualTo(topic);
    }

    @Test
    @DisplayName("M58 a comma in a producer's path is refused with both ways out")
    void topicOf_severalTopics_explainsCommaAndHeader() {
        assertThatThrownBy(() -> TopicPath.topicOf("a,b")).isInstanceOf(MqttxTopicException.class).hasMessageContaining("'a,b'")
                .hasMessageContaining(",,").hasMessageContaining("CamelMqttxOverrideTopic");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a;qos=1", "a;QoS=7", "a ; qos = 1" })
    void topicOf_qosSuffix_refused(String path) {
        assertThatThrownBy(() -> TopicPath.topicOf(path)).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("option qos");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a/#", "+", "a\u0000" })
    void topicOf_invalidTopicName_refused(String path) {
        assertThatThrownBy(() -> TopicPath.topicOf(path)).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("a Topic Name must");
    }

    @ParameterizedTest
    @ValueSource(ints = { -2, 3 })
    void filterSpec_qosOutOfRange_refused(int qos) {
        assertThatThrownBy(() -> new FilterSpec("a", qos)).isInstanceOf(IllegalArgumentException.class);
    }
}
