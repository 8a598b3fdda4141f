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

class TopicFilterTest {

    @ParameterizedTest
    @DisplayName("M38 the examples of section 4.7")
    @CsvSource({
            "sport/tennis/player1/#, sport/tennis/player1, true", "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
            "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true", "sport/#, sport, true",
            "sport/#, sports, false",
            "#, a/b/c, true", "sport/tennis/+, sport/tennis/player1, true",
            "sport/tennis/+, sport/tennis/player1/ranking, false",
            "sport/+, sport, false", "sport/+, sport/, true", "+/+, /finance, true", "/+, /finance, true", "+, /finance, false",
            "+, finance, true", "+/tennis/#, x/tennis, true", "sport/+/player1, sport/a/player1, true", "a/+/#, a/b, true",
            "a/+/#, a, false", "#, $SYS/a, false", "+/monitor/Clients, $SYS/monitor/Clients, false",
            "$SYS/#, $SYS/monitor, true",
            "$SYS/monitor/+, $SYS/monitor/Clients, true", "+/#, $SYS, false", "a/#, a/$SYS, true", "a/+, a/$SYS, true",
            "ACCOUNTS, Accounts, false", "/finance, finance, false", "a/b, a/b, true", "a/b, a/b/, false" })
    void matches_exampleOfSpecification_asWritten(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("M40 an invalid filter is refused with the rule")
    @CsvSource({
            "'', at least one character", "a/#/b, '#' must stand alone", "a#, '#' must stand alone", "#/, '#' must stand alone",
            "##, '#' must stand alone", "a/#b, '#' must stand alone", "a+, '+' must stand alone", "+a/b, '+' must stand alone",
            "a/++, '+' must stand alone", "+#, must stand alone", "$share/, share name", "$share//a, share name",
            "$share/g+/a, share name", "$share/#/a, share name", "$share/+/a, share name", "$share/g, followed by",
            "$share/g/, followed by", "$share/g/a/#/b, '#' must stand alone" })
    void parse_invalidFilter_namesRule(String filter, String rule) {
        assertThatThrownBy(() -> TopicFilter.parse(filter)).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("'" + filter + "'").hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\u0000", "a\uD800" })
    void parse_badCharacter_refused(String filter) {
        assertThatThrownBy(() -> TopicFilter.parse(filter)).isInstanceOf(MqttxTopicException.class)
                .hasMessageContaining("Topic Filter must not contain");
    }

    @Test
    void parse_tooLongWithSharePrefix_refused() {
        String filter = "a".repeat(65_535);
        assertThat(TopicFilter.parse(filter).filter()).isEqualTo(filter);
        assertThatThrownBy(() -> TopicFilter.parse("$share/g/" + filter)).isInstanceOf(MqttxTopicException.class);
    }

    @Test
    @DisplayName("M38 a Shared Subscription is matched by its filter part only")
    void parse_sharedSubscription_splitsName() {
        TopicFilter filter = TopicFilter.parse("$share/g/a/+//#");
        assertThat(filter.shareName()).isEqualTo("g");
        assertThat(filter.isShared()).isTrue();
        assertThat(filter.filter()).isEqualTo("$share/g/a/+//#").isEqualTo(filter.toString());
        assertThat(filter.matchedFilter()).isEqualTo("a/+//#");
        assertThat(filter.levels()).containsExactly("a", "+", "", "#");
        assertThat(filter.hasWildcard()).isTrue();
        assertThat(filter.matches("a/b//c")).isTrue();
        assertThat(filter.matches("$share/g/a/b//c")).isFalse();
    }

    @Test
    @DisplayName("M38 $-topics stay hidden from a shared filter that begins with a wildcard")
    void matches_sharedLeadingWildcard_hidesDollarTopics() {
        assertThat(TopicFilter.parse("$share/g/#").matches("$SYS/a")).isFalse();
        assertThat(TopicFilter.parse("$share/g/$SYS/#").matches("$SYS/a")).isTrue();
    }

    @Test
    void parse_shareWordWithoutSlash_isAnOrdinaryFilter() {
        assertThat(TopicFilter.parse("$share").isShared()).isFalse();
        assertThat(TopicFilter.parse("$shared/g").shareName()).isNull();
        assertThat(TopicFilter.parse("$share").hasWildcard()).isFalse();
    }

    @Test
    void equals_sharedAndPlain_differ() {
        assertThat(TopicFilter.parse("a/#")).isEqualTo(TopicFilter.parse("a/#")).hasSameHashCodeAs(TopicFilter.parse("a/#"))
                .isNotEqualTo(TopicFilter.parse("$share/g/a/#"));
    }
}
