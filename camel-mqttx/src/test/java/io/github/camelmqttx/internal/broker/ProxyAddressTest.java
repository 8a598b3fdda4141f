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
package io.github.camelmqttx.internal.broker;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProxyAddressTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "http://Proxy.example:3128, http://proxy.example:3128", "' http://p:1/ ', http://p:1",
            "socks5://10.0.0.1:1080, socks5://10.0.0.1:1080", "SOCKS5H://p:1080, socks5://p:1080",
            "socks5://[::1]:1080, socks5://[::1]:1080", "http://my_proxy:8080, http://my_proxy:8080" })
    @DisplayName("X14 every accepted form of a proxy")
    void form_accepted_isRead(String text, String printed) {
        assertThat(ProxyAddress.parse(text)).hasToString(printed);
    }

    @ParameterizedTest(name = "{index} {0}")
    @CsvSource({
            "p:3128, the scheme is missing", "'', the scheme is missing", "ftp://p:21, unknown scheme",
            "https://p:443, by TLS are not supported", "socks4://p:1080, only version 5", "http://p, the port must be",
            "http://p:0, the port must be", "http://p:65536, the port must be", "http://:1, the host is empty",
            "http://[::1:1, is not closed", "http://p:1/path, the port must be", "http://a b:1, a character",
            "http://user:s3cret@p:1, use proxyUserName and proxyPassword",
            "socks5://user%3As3cret%40p:1, use proxyUserName and proxyPassword" })
    @DisplayName("X14 X12 a bad proxy is refused with rule and forms, without secrets")
    void form_refused_saysWhy(String text, String said) {
        assertThatThrownBy(() -> ProxyAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid proxy").hasMessageContaining(said).hasMessageContaining("socks5://host:port")
                .hasMessageNotContaining("s3cret");
    }
}
