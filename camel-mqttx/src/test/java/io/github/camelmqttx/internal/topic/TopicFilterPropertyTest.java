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

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class TopicFilterPropertyTest {

    @Property(tries = 5_000)
    void matches_anyFilterAndTopic_agreesWithReference(@ForAll("filters") String filter, @ForAll("topics") String topic) {
        assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(TopicReference.matches(filter, topic));
    }

    @Provide
    Arbitrary<String> filters() {
        return TopicReference.filters();
    }

    @Provide
    Arbitrary<String> topics() {
        return TopicReference.topics();
    }
}
