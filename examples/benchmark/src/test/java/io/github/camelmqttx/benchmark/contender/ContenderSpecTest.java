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
package io.github.camelmqttx.benchmark.contender;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Contender specification")
class ContenderSpecTest {
    @Test
    void parse_callersAndOptions_areTakenApart() {
        assertThat(ContenderSpec.parse("mqttx*16?client=paho&qos=2")).isEqualTo(
                new ContenderSpec("mqttx", 16, "client=paho&qos=2"));
        assertThat(ContenderSpec.parse("paho-mqtt5")).isEqualTo(new ContenderSpec("paho-mqtt5", 1, ""));
    }

    @Test
    void toString_parsedAgain_isTheSame() {
        for (String text : new String[] { "paho", "paho*best", "paho*4", "mqttx?a=b", "mqttx*2?a=b" }) {
            assertThat(ContenderSpec.parse(text)).hasToString(text);
        }
    }

    @Test
    void label_outbox_isItsValues() {
        ContenderSpec spec = ContenderSpec.parse("mqttx?outbox=file&outboxSync=commit&outboxCompletion=stored");

        assertThat(spec.isOutbox()).isTrue();
        assertThat(spec.label()).isEqualTo("file commit stored");
        assertThat(ContenderSpec.parse("mqttx?client=paho").label()).isEqualTo("mqttx?client=paho");
    }

    @Test
    void parse_noCallers_isRefused() {
        assertThatThrownBy(() -> ContenderSpec.parse("paho*0")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("paho*0");
    }
}
