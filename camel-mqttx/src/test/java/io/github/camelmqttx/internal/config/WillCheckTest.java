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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.client.WillMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("M29 Will Message")
class WillCheckTest {

    private static final String LONG = "x".repeat(65_536);

    private static MqttxConfiguration full() {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        configuration.setWillTopic("state");
        configuration.setWillPayload("gone");
        configuration.setWillContentType("text/plain");
        configuration.setWillPayloadFormatIndicator(true);
        configuration.setWillMessageExpiryInterval(60_000);
        configuration.setWillResponseTopic("answers");
        configuration.setWillCorrelationData("c-1");
        configuration.setWillUserProperties(Map.of("plant", 7));
        return configuration;
    }

    static Stream<Arguments> options() {
        return Stream.of(
                option("willDelayInterval", c -> c.setWillDelayInterval(1_000)),
                option("willContentType", c -> c.setWillContentType("t")),
                option("willPayloadFormatIndicator", c -> c.setWillPayloadFormatIndicator(true)),
                option("willMessageExpiryInterval", c -> c.setWillMessageExpiryInterval(1_000)),
                option("willResponseTopic", c -> c.setWillResponseTopic("t")),
                option("willCorrelationData", c -> c.setWillCorrelationData("c")),
                option("willUserProperty", c -> c.setWillUserProperties(Map.of("k", "v"))));
    }

    private static Arguments option(String name, Consumer<MqttxConfiguration> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("M29 M30 each property needs willTopic and MQTT 5.0")
    void property_withoutTopicOrMqtt5_isNamed(String option, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a", Set.of()))
                .hasMessageContaining(option + " is given without willTopic");
        configuration.setWillTopic("state");
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "a", Set.of())).doesNotThrowAnyException();
        configuration.setMqttVersion("3.1.1");
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of()))
                .hasMessageContaining(option + " needs MQTT 5.0, but mqttVersion=3.1.1");
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                option("willMessageExpiryInterval=1500 is 1500 milliseconds", c -> c.setWillMessageExpiryInterval(1_500)),
                option("willMessageExpiryInterval=-1 is negative", c -> c.setWillMessageExpiryInterval(-1)),
                option("willMessageExpiryInterval=4294967296s is too long",
                        c -> c.setWillMessageExpiryInterval(4_294_967_296_000L)),
                option("willResponseTopic", c -> c.setWillResponseTopic("a/#")),
                option("willPayload has 65536 bytes", c -> c.setWillPayload(LONG)),
                option("willContentType has 65536 bytes", c -> c.setWillContentType(LONG)),
                option("willCorrelationData has 65536 bytes", c -> c.setWillCorrelationData(LONG)),
                option("willContentType contains the character U+0000", c -> c.setWillContentType("a\0")),
                option("willUserProperty.k has 65536 bytes", c -> c.setWillUserProperties(Map.of("k", LONG))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    @DisplayName("M29 M30 values that MQTT cannot carry are named at start")
    void value_impossible_isNamed(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = full();
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a", Set.of())).hasMessageContaining(said);
    }

    @Test
    @DisplayName("M29 M21 the Will has all properties; equal options give equal settings")
    void options_becomeProperties_equalOnesAreEqual() {
        WillMessage will = WillOptions.will(full());
        assertThat(will).isNotNull();
        assertThat(will.properties()).isEqualTo(new PublishProperties(
                1, 60L, "text/plain", "answers", "c-1".getBytes(StandardCharsets.UTF_8), List.of(),
                List.of(new UserProperty("plant", "7"))));
        assertThat(SessionSettingsFactory.settings(full(), null)).isEqualTo(SessionSettingsFactory.settings(full(), null))
                .hasSameHashCodeAs(SessionSettingsFactory.settings(full(), null));
        MqttxConfiguration other = full();
        other.setWillCorrelationData("c-2");
        assertThat(SessionSettingsFactory.settings(other, null)).isNotEqualTo(SessionSettingsFactory.settings(full(), null));
    }
}
