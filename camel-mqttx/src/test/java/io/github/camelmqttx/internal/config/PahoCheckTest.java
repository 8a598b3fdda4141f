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
package io.github.camelmqttx.internal.config;

import java.util.List;
import java.util.Set;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PahoCheckTest {

    private static MqttxConfiguration paho() {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        configuration.setClient("paho");
        return configuration;
    }

    @Test
    @DisplayName("M01 client=paho without its library on the class path: the message names the artifact")
    void library_isMissing_isNamed() {
        Mistakes mistakes = new Mistakes();
        MqttxConfiguration configuration = paho();
        configuration.setMqttVersion("5");
        new PahoCheck(
                configuration, mistakes, versions -> versions.equals(Set.of(ProtocolVersion.MQTT_5))
                        ? List.of("group:artifact:1") : List.of())
                .run();

        assertThatThrownBy(() -> mistakes.throwIfAny("x"))
                .hasMessageContaining("client=paho with mqttVersion=5 needs group:artifact:1 on the class path");
    }

    @Test
    @DisplayName("M01 client=paho: what it can do is not refused")
    void options_arePossible_areNotRefused() {
        MqttxConfiguration configuration = paho();
        configuration.setQos(2);
        assertThatCode(() -> ConfigurationCheck.producer(configuration, "t", Set.of())).doesNotThrowAnyException();
        configuration.setAckMode("onReceive");
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "t", Set.of())).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("M12 client=paho: QoS 2 of a single filter is found too")
    void filter_hasQos2_isRefused() {
        MqttxConfiguration configuration = paho();
        configuration.setQos(2);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a,b", Set.of()))
                .hasMessageContaining("ackMode=onCompletion is not possible for QoS 2 with client=paho");
    }
}
