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
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class FilterOverlapPropertyTest {

    private static final List<String> LEVELS = List.of("a", "b", "$s", "");
    private static final List<String> TOPICS = topics();

    /** All texts of up to four levels, the empty one included; what two short filters have in common is among them. */
    private static List<String> topics() {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int depth = 0; depth < 4; depth++) {
            List<String> next = new ArrayList<>();
            for (String head : last) {
                for (String level : LEVELS) {
                    next.add(depth == 0 ? level : head + "/" + level);
                }
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }

    @Property(tries = 5_000)
    void overlap_anyTwoFilters_agreesWithTheTopicsTheyMatch(@ForAll("filters") String one, @ForAll("filters") String other) {
        TopicFilter a = TopicFilter.parse(one);
        TopicFilter b = TopicFilter.parse(other);
        boolean common = TOPICS.stream().anyMatch(topic -> a.matches(topic) && b.matches(topic));
        assertThat(FilterOverlap.overlap(a, b)).as("%s and %s", one, other).isEqualTo(common);
        assertThat(FilterOverlap.overlap(b, a)).isEqualTo(common);
    }

    @Provide
    Arbitrary<String> filters() {
        Arbitrary<List<String>> heads = Arbitraries.of("a", "b", "$s", "", "+").list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<String> plain = heads.map(levels -> String.join("/", levels)).filter(text -> !text.isEmpty());
        Arbitrary<String> multi = heads.map(levels -> String.join("/", levels) + "/#");
        Arbitrary<String> shared = plain.map(text -> "$share/g/" + text);
        return Arbitraries.oneOf(plain, multi, shared, Arbitraries.just("#"));
    }
}
