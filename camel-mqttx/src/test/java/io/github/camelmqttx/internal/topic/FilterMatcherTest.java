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

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FilterMatcherTest {

    private final FilterMatcher<String> matcher = new FilterMatcher<>();

    @Test
    @DisplayName("F12 a receiver with overlapping filters is found once")
    void match_overlappingFilters_eachReceiverOnce() {
        add("a/#", "first");
        add("a/b", "second");
        add("a/b", "first");
        add("+/b", "first");
        add("#", "third");
        assertThat(matcher.match("a/b")).containsExactly("first", "second", "third");
    }

    @Test
    void match_receivers_inOrderOfRegistration() {
        add("a/b", "x");
        add("#", "y");
        add("a/b", "z");
        assertThat(matcher.match("a/b")).containsExactly("x", "y", "z");
    }

    @Test
    @DisplayName("F24 two receivers of one filter are both found")
    void match_twoReceiversOfOneFilter_both() {
        add("a/+", "x");
        add("a/+", "y");
        assertThat(matcher.match("a/1")).containsExactly("x", "y");
    }

    @Test
    void add_afterMatch_forgetsRememberedResult() {
        assertThat(matcher.match("a")).isEmpty();
        add("a", "x");
        assertThat(matcher.match("a")).containsExactly("x");
        add("+", "y");
        assertThat(matcher.match("a")).containsExactly("x", "y");
    }

    @Test
    void remove_afterMatch_forgetsRememberedResult() {
        add("a", "x");
        add("+", "y");
        assertThat(matcher.match("a")).containsExactly("x", "y");
        assertThat(remove("+", "y")).isTrue();
        assertThat(matcher.match("a")).containsExactly("x");
        assertThat(remove("a", "x")).isTrue();
        assertThat(matcher.match("a")).isEmpty();
        assertThat(matcher.isEmpty()).isTrue();
    }

    @Test
    void add_sameTwice_countsOnce() {
        assertThat(add("a/#", "x")).isTrue();
        assertThat(add("a/#", "x")).isFalse();
        assertThat(matcher.size()).isEqualTo(1);
        assertThat(remove("a/#", "x")).isTrue();
        assertThat(matcher.match("a/1")).isEmpty();
    }

    @Test
    void remove_unknown_changesNothing() {
        add("a/+/c", "x");
        add("a/b", "x");
        assertThat(remove("a/+", "x")).isFalse();
        assertThat(remove("a/+/c", "y")).isFalse();
        assertThat(remove("a/b", "y")).isFalse();
        assertThat(remove("z", "x")).isFalse();
        assertThat(remove("$share/g/a/b", "x")).isFalse();
        assertThat(matcher.size()).isEqualTo(2);
    }

    @Test
    void remove_sharedFilter_leavesThePlainOne() {
        add("a/#", "x");
        add("$share/g/a/#", "x");
        assertThat(matcher.match("a/1")).containsExactly("x");
        assertThat(remove("$share/g/a/#", "x")).isTrue();
        assertThat(matcher.match("a/1")).containsExactly("x");
    }

    @Test
    void match_dollarTopic_hiddenFromLeadingWildcards() {
        add("#", "all");
        add("+/a", "plus");
        add("$SYS/#", "sys");
        assertThat(matcher.match("$SYS/a")).containsExactly("sys");
    }

    @Test
    void match_manyTopics_cacheStaysBounded() {
        add("#", "x");
        for (int i = 0; i < FilterMatcher.CACHED_TOPICS + 100; i++) {
            assertThat(matcher.match("t/" + i)).containsExactly("x");
        }
        assertThat(matcher.cachedTopics()).isEqualTo(FilterMatcher.CACHED_TOPICS);
    }

    @Test
    @DisplayName("F28 long topics of a hostile broker are matched but not kept")
    void match_longTopicOfManyLevels_notCached() {
        add("#", "x");
        add("/+/#", "y");
        assertThat(matcher.match("/".repeat(65_535))).containsExactly("x", "y");
        assertThat(matcher.cachedTopics()).isZero();
    }

    @Test
    void add_filterOfManyLevels_works() {
        String deep = "+/".repeat(30_000) + "#";
        add(deep, "x");
        assertThat(matcher.match("a/".repeat(30_000) + "b")).containsExactly("x");
        assertThat(remove(deep, "x")).isTrue();
        assertThat(matcher.holdsNoFilter()).isTrue();
    }

    @Test
    void match_result_isImmutable() {
        add("a", "x");
        List<String> receivers = matcher.match("a");
        assertThatThrownBy(() -> receivers.add("y")).isInstanceOf(UnsupportedOperationException.class);
    }

    private boolean add(String filter, String receiver) {
        return matcher.add(TopicFilter.parse(filter), receiver);
    }

    private boolean remove(String filter, String receiver) {
        return matcher.remove(TopicFilter.parse(filter), receiver);
    }
}
