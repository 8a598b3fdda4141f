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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class FilterMatcherPropertyTest {

    @Property
    void match_anyFilters_agreesWithReference(
            @ForAll("filterLists") List<String> filters, @ForAll("topicLists") List<String> topics) {
        FilterMatcher<Integer> registry = new FilterMatcher<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            registry.add(TopicFilter.parse(filters.get(i)), i);
            topics.forEach(registry::match);
        }
        for (int i = 0; i < filters.size(); i++) {
            if (i % 3 == 0) {
                assertThat(registry.remove(TopicFilter.parse(filters.get(i)), i)).isTrue();
            } else {
                kept.add(i);
            }
        }
        for (String topic : topics) {
            Set<Integer> expected = new LinkedHashSet<>(kept);
            expected.removeIf(i -> !TopicReference.matches(filters.get(i), topic));
            assertThat(registry.match(topic)).as(topic).containsExactlyElementsOf(expected);
        }
        kept.forEach(i -> registry.remove(TopicFilter.parse(filters.get(i)), i));
        assertThat(registry.holdsNoFilter()).isTrue();
    }

    @Provide
    Arbitrary<List<String>> filterLists() {
        return TopicReference.filters().list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<String>> topicLists() {
        return TopicReference.topics().list().ofMinSize(1).ofMaxSize(10);
    }
}
