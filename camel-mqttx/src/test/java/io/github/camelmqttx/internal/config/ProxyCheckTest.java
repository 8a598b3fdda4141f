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

import java.util.Set;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.ProxySettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProxyCheckTest {

    private static final String SECRET = "s3cret";

    private static MqttxConfiguration with(@Nullable String proxy, @Nullable String userName, @Nullable String password) {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        configuration.setProxy(proxy);
        configuration.setProxyUserName(userName);
        configuration.setProxyPassword(password);
        return configuration;
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(null, "u", null, "proxyUserName is given without proxy"),
                Arguments.of(null, null, SECRET, "proxyPassword is given without proxy"),
                Arguments.of("http://p:1", null, SECRET, "proxyPassword is given without proxyUserName"),
                Arguments.of("http://p:1", "", SECRET, "proxyUserName is empty"),
                Arguments.of("http://p:1", SECRET + ":x", SECRET, "proxyUserName has a colon"),
                Arguments.of("socks5://p:1", "u", SECRET + "\u00e4", "proxyPassword has other characters than ASCII"),
                Arguments.of("socks5://p:1", SECRET.repeat(50), SECRET,
                        "proxyUserName has other characters than ASCII or more"),
                Arguments.of("https://p:1", "u", SECRET, "by TLS are not supported"),
                Arguments.of("http://u:" + SECRET + "@p:1", null, null, "user info is not accepted here"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("mistakes")
    @DisplayName("X14 X12 a mistake in the options of the proxy is named at start, without secrets")
    void mistake_start_isNamed(
            @Nullable String proxy, @Nullable String userName, @Nullable String password, String said) {
        MqttxConfiguration configuration = with(proxy, userName, password);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a", Set.of())).hasMessageContaining(said)
                .hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of())).hasMessageContaining(said)
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
            "http://p:1, , ", "http://p:1, u, ", "http://p:1, \u00fc, p\u00e4ss", "socks5://p:1, u, p", "socks5://p:1, , " })
    @DisplayName("X14 what fits is accepted")
    void fitting_start_isAccepted(String proxy, @Nullable String userName, @Nullable String password) {
        assertThatCode(() -> ConfigurationCheck.consumer(with(proxy, userName, password), "a", Set.of()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("X14 M21 proxy and credentials are part of the settings; none of their texts shows a secret")
    void settings_haveTheProxy_textsDoNotShowSecrets() {
        MqttxConfiguration configuration = with("socks5://p:1", "user-" + SECRET, SECRET);
        ProxySettings proxy = SessionSettingsFactory.settings(configuration, null).connection().proxy();
        assertThat(proxy).isNotNull().hasToString("socks5://p:1 with a user name");
        assertThat(proxy.password()).isEqualTo(SECRET);
        assertThat(SessionSettingsFactory.settings(configuration, null).toString()).doesNotContain(SECRET);
        assertThat(SessionSettingsFactory.settings(with(null, null, null), null).connection().proxy()).isNull();
    }
}
