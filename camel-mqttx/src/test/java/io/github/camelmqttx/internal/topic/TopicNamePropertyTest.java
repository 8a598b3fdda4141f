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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicNamePropertyTest {

    @Property
    void validate_anyString_agreesWithTheEncoder(@ForAll String topic) {
        boolean legal = !topic.isEmpty() && topic.chars().noneMatch(c -> c == 0 || c == '+' || c == '#')
                && StandardCharsets.UTF_8.newEncoder().canEncode(topic)
                && topic.getBytes(StandardCharsets.UTF_8).length <= 65_535;
        if (legal) {
            assertThat(TopicName.validate(topic)).isSameAs(topic);
        } else {
            assertThatThrownBy(() -> TopicName.validate(topic)).isInstanceOf(MqttxTopicException.class);
        }
    }
}
