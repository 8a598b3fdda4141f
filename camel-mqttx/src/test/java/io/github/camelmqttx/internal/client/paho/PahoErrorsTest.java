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
package io.github.camelmqttx.internal.client.paho;

import java.util.Set;

import io.github.camelmqttx.internal.client.ProtocolVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PahoErrorsTest {

    @ParameterizedTest(name = "MQTT {0}, code {1}")
    @CsvSource({
            "MQTT_5,135,135", "MQTT_5,1,132", "MQTT_3_1_1,5,135", "MQTT_3_1_1,4,134", "MQTT_3_1,3,136",
            "MQTT_3_1_1,128,0", "MQTT_5,32109,0", "MQTT_5,50001,0", "MQTT_3_1_1,0,0", "MQTT_5,-1,0" })
    @DisplayName("M37 client=paho: the codes of CONNACK are told from those of the library")
    void code_isOfConnack_isTranslated(ProtocolVersion version, int code, int expected) {
        assertThat(PahoErrors.connackCode(version, code)).isEqualTo(expected);
    }

    @Test
    @DisplayName("M01 client=paho: each version of MQTT needs its own library")
    void library_isMissing_isFound() {
        assertThat(PahoLibraries.missingFor(Set.of(ProtocolVersion.values()), name -> false))
                .containsExactly(PahoLibraries.VERSION_5, PahoLibraries.VERSION_3);
        assertThat(PahoLibraries.missingFor(Set.of(ProtocolVersion.MQTT_3_1), name -> name.contains("mqttv3"))).isEmpty();
        assertThat(PahoLibraries.missingFor(Set.of(ProtocolVersion.MQTT_5), name -> name.contains("mqttv3")))
                .containsExactly(PahoLibraries.VERSION_5);
        assertThat(PahoLibraries.missingFor(Set.of(ProtocolVersion.values()))).isEmpty();
    }
}
