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
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Matching as the text of section 4.7 describes it, level by level and without any cleverness, with generators that
 * make hits likely.
 */
final class TopicReference {

    private TopicReference() {
    }

    static boolean matches(String filter, String topic) {
        boolean leadingWildcard = filter.startsWith("+") || filter.startsWith("#");
        if (leadingWildcard && topic.startsWith("$")) {
            return false;
        }
        return matches(Arrays.asList(filter.split("/", -1)), Arrays.asList(topic.split("/", -1)));
    }

    private static boolean matches(List<String> filter, List<String> topic) {
        if (filter.isEmpty()) {
            return topic.isEmpty();
        }
        if (filter.get(0).equals("#")) {
            return true;
        }
        if (topic.isEmpty()) {
            return false;
        }
        boolean levelMatches = filter.get(0).equals("+") || filter.get(0).equals(topic.get(0));
        return levelMatches && matches(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
    }

    static Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "ab", "", "$x").list().ofMinSize(1).ofMaxSize(4).map(levels -> String.join("/", levels))
                .filter(topic -> !topic.isEmpty());
    }

    static Arbitrary<String> filters() {
        Arbitrary<List<String>> levels = Arbitraries.of("a", "b", "ab", "", "$x", "+", "+").list().ofMinSize(0).ofMaxSize(4);
        return Combinators.combine(levels, Arbitraries.of(true, false)).as((list, multiLevel) -> {
            List<String> all = new ArrayList<>(list);
            if (multiLevel) {
                all.add("#");
            }
            return String.join("/", all);
        }).filter(filter -> !filter.isEmpty());
    }
}
