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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxSubscription;
import io.github.camelmqttx.internal.client.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("M39 subscriptions by reference")
class SubscriptionOptionsTest {

    private final MqttxConfiguration configuration = configuration(null);

    private static MqttxConfiguration configuration(Collection<?> subscriptions) {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        configuration.setSubscriptions(subscriptions);
        return configuration;
    }

    private List<Subscription> read(String path) {
        ConfigurationCheck.consumer(configuration, path, Set.of("subscriptions"));
        return ConsumerOptions.subscriptions(configuration, path);
    }

    @Test
    @DisplayName("M39 M37 texts in the notation of the path, and records with options of their own, besides the path or without it")
    void pathAndReference_union_inTheirOrder() {
        configuration.setSubscriptions(List.of(
                "b;qos=2,c", "p", new MqttxSubscription("d,;qos=1"), new MqttxSubscription("e", 0),
                new MqttxSubscription("f", null, true, true, "doNotSend")));
        assertThat(read("p;qos=1")).containsExactly(
                new Subscription("p", 1, false, false, 0, 0), new Subscription("b", 2, false, false, 0, 0),
                new Subscription("c", 1, false, false, 0, 0), new Subscription("d,;qos=1", 1, false, false, 0, 0),
                new Subscription("e", 0, false, false, 0, 0), new Subscription("f", 1, true, true, 2, 0));
        configuration.setSubscriptions(List.of("only"));
        assertThat(read("")).extracting(Subscription::filter).containsExactly("only");
        assertThat(ConsumerOptions.filters(configuration, "x")).isEqualTo("x,only");
    }

    @Test
    @DisplayName("M39 options of the endpoint hold where an element has none; sharedGroup is for all")
    void optionsOfTheEndpoint_applyToElements() {
        configuration.setSharedGroup("g");
        configuration.setQos(2);
        configuration.setRetainAsPublished(true);
        configuration.setSubscriptions(List.of("a", new MqttxSubscription("b", null, null, false, null)));
        assertThat(read("")).containsExactly(
                new Subscription("$share/g/a", 2, false, true, 0, 0), new Subscription("$share/g/b", 2, false, false, 0, 0));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("", List.of(), "subscriptions is an empty collection"),
                Arguments.of("a", List.of(), "subscriptions is an empty collection"),
                Arguments.of("", null, "topic: "),
                Arguments.of("", List.of("a/#/b"), "a/#/b"),
                Arguments.of("", List.of("a;qos=3"), "a;qos=3"),
                Arguments.of("", List.of(""), "subscriptions: "),
                Arguments.of("", List.of(new MqttxSubscription("a+")), "a+"),
                Arguments.of("", List.of(new MqttxSubscription("a", 3)), "the QoS of a must be 0, 1 or 2, but is 3"),
                Arguments.of("", List.of(new MqttxSubscription("a", null, null, null, "sometimes")),
                        "retainHandling=sometimes"),
                Arguments.of("", List.of(7), "an instance of java.lang.Integer"),
                Arguments.of("", Arrays.asList("a", null), "it contains null"),
                Arguments.of("a", List.of("a;qos=2"), "the filter a is given twice with different options"),
                Arguments.of("", List.of(new MqttxSubscription("a", 0), new MqttxSubscription("a", 1)),
                        "the filter a is given twice"),
                Arguments.of("", List.of(new MqttxSubscription("$share/g/a", null, true, null, null)),
                        "noLocal=true is not allowed for the Shared Subscription $share/g/a"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("mistakes")
    @DisplayName("M39 M30 M40 a mistake is named at start")
    void mistake_start_isNamed(String path, Collection<?> subscriptions, String said) {
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration(subscriptions), path, Set.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said);
    }

    @Test
    @DisplayName("M39 M40 each bad filter has its line; the option is for consumers; MQTT 3.x has no such options")
    void severalMistakes_areAllNamed() {
        configuration.setSubscriptions(List.of("a/#/b", 7, new MqttxSubscription("c+")));
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "d#", Set.of())).hasMessageContaining("4 mistakes");
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of("subscriptions")))
                .hasMessageContaining("subscriptions is an option of consumers (from)");
        configuration.setMqttVersion("3.1.1");
        configuration.setSubscriptions(List.of(new MqttxSubscription("c", null, null, null, "doNotSend")));
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "d", Set.of()))
                .hasMessageContaining("need MQTT 5.0");
        configuration.setMqttVersion("auto");
        configuration.setCanaryInterval(20_000);
        configuration.setSubscriptions(List.of(new MqttxSubscription("c", null, true, null, null)));
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "d", Set.of()))
                .hasMessageContaining("canaryInterval");
    }
}
