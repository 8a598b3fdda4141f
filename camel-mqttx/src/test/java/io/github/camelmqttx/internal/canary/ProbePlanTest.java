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
package io.github.camelmqttx.internal.canary;

import java.util.List;

import io.github.camelmqttx.internal.topic.TopicName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProbePlanTest {

    @ParameterizedTest(name = "X09 {0} is probed on {1}")
    @CsvSource({
            "sensors/+/temperature,sensors/mqttx-canary/temperature", "sensors/#,sensors/mqttx-canary", "#,mqttx-canary",
            "+/+/#,mqttx-canary/mqttx-canary/mqttx-canary", "/+//,/mqttx-canary//" })
    @DisplayName("X09 a filter with wildcards is probed on a topic that it matches and nothing else uses")
    void wildcardFilter_isProbedOnATopicOfItsOwn(String filter, String topic) {
        ProbePlan plan = ProbePlan.of(List.of(filter), "c1");
        assertThat(plan.additionalFilter()).isNull();
        assertThat(plan.targets()).singleElement().satisfies(target -> {
            assertThat(target.topic()).isEqualTo(topic);
            assertThat(target.filter().filter()).isEqualTo(filter);
            assertThat(target.filter().matches(TopicName.validate(target.topic()))).isTrue();
        });
    }

    @ParameterizedTest(name = "X09 {0} is not probed itself")
    @ValueSource(strings = { "sensors/1/temperature", "$share/g/sensors/#", "$SYS/#", "$SYS/broker/+" })
    @DisplayName("X09 a consumer without a filter that can be probed gets an additional one")
    void noFilterToProbe_additionalFilter(String filter) {
        ProbePlan plan = ProbePlan.of(List.of(filter), "plant-7");
        assertThat(plan.additionalFilter()).isEqualTo("mqttx-canary/plant-7");
        assertThat(plan.targets()).singleElement().satisfies(target -> {
            assertThat(target.topic()).isEqualTo("mqttx-canary/plant-7");
            assertThat(target.filter().filter()).isEqualTo("mqttx-canary/plant-7");
        });
    }

    @Test
    @DisplayName("X09 of several filters those with wildcards are probed, and no filter is added")
    void severalFilters_thoseWithWildcards() {
        ProbePlan plan = ProbePlan.of(List.of("a/b", "c/#", "$share/g/d/#", "e/+"), "c1");
        assertThat(plan.additionalFilter()).isNull();
        assertThat(plan.targets()).extracting(ProbeTarget::topic).containsExactly("c/mqttx-canary", "e/mqttx-canary");
    }

    @Test
    @DisplayName("X09 a Client Identifier that is no topic level is made one")
    void oddClientId_madeALevel() {
        String odd = "a/b+c#d\0e\uD800f\u00e4" + "x".repeat(70_000);
        String topic = ProbePlan.of(List.of("exact"), odd).targets().get(0).topic();
        assertThat(TopicName.validate(topic)).startsWith("mqttx-canary/a_b_c_d_e_f\u00e4xx").hasSizeLessThan(300);
    }
}
