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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerAddressTest {

    @ParameterizedTest
    @DisplayName("M01 M02 M07 every accepted form, with its default port")
    @CsvSource({
            "h, TCP, h, 1883, ''", "h:1884, TCP, h, 1884, ''", "tcp://h, TCP, h, 1883, ''", "mqtt://h:1, TCP, h, 1, ''",
            "MQTTS://H.Example, TLS, h.example, 8883, ''", "ssl://h, TLS, h, 8883, ''", "tls://h:65535, TLS, h, 65535, ''",
            "ws://h, WS, h, 80, /mqtt", "wss://h, WSS, h, 443, /mqtt", "Wss://h:8443/x/y?a=b, WSS, h, 8443, /x/y?a=b",
            "ws://h/, WS, h, 80, /", "ws://h?a=b, WS, h, 80, /mqtt?a=b", "tcp://h:1883/, TCP, h, 1883, ''",
            "[::1]:1884, TCP, ::1, 1884, ''", "[::1], TCP, ::1, 1883, ''",
            "mqtts://[FE80::1%eth0], TLS, fe80::1%eth0, 8883, ''",
            "ws://[::ffff:1.2.3.4]:81, WS, ::ffff:1.2.3.4, 81, /mqtt", "my_broker_1:1884, TCP, my_broker_1, 1884, ''",
            "10.0.0.1, TCP, 10.0.0.1, 1883, ''", "' \t h:1884 ', TCP, h, 1884, ''",
            "bücher.example, TCP, bücher.example, 1883, ''" })
    void parse_acceptedForm_completed(String text, Transport transport, String host, int port, String path) {
        assertThat(BrokerAddress.parse(text, Transport.TCP)).isEqualTo(new BrokerAddress(transport, host, port, path));
    }

    @ParameterizedTest
    @CsvSource({ "TCP, 1883, ''", "TLS, 8883, ''", "WS, 80, /mqtt", "WSS, 443, /mqtt" })
    void parse_withoutScheme_takesDefaultTransport(Transport transport, int port, String path) {
        assertThat(BrokerAddress.parse("h", transport)).isEqualTo(new BrokerAddress(transport, "h", port, path));
    }

    @ParameterizedTest
    @DisplayName("M08 a bad address is refused, naming broker, rule and schemes")
    @CsvSource({
            "http://h, unknown scheme", "://h, unknown scheme", "mqttx://h, unknown scheme", "h:0, from 1 to 65535",
            "h:65536, from 1 to 65535", "h:x, from 1 to 65535", "h:, from 1 to 65535", "h:-1, from 1 to 65535",
            "h:+1, from 1 to 65535", "h:99999999999, from 1 to 65535", "h:١, from 1 to 65535", "'', host is empty",
            "tcp://, host is empty", "tcp://:1883, host is empty", ":1883, host is empty", "ws:///mqtt, host is empty",
            "::1, must stand in brackets", "tcp://h:1883:1, must stand in brackets", "[::1, not closed",
            "[]:1, no IPv6 address",
            "[h]:1, no IPv6 address", "[1:2, not closed", "[::1]1883, from 1 to 65535", "a b, character", "h%41, character",
            "h\\x, character", "tcp://h/x, have a path", "tcp://h?x=y, have a path", "h/x, have a path",
            "ws://h/#x, no fragment",
            "h#x, no fragment" })
    void parse_badAddress_namesBrokerRuleAndSchemes(String text, String rule) {
        assertThatThrownBy(() -> BrokerAddress.parse(text, Transport.TCP)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text.replace("?x=y", "?***") + "'").hasMessageContaining(rule)
                .hasMessageContaining("tcp://").hasMessageContaining("mqtts://").hasMessageContaining("wss://");
    }

    @ParameterizedTest
    @DisplayName("user info is refused and not shown")
    @CsvSource({
            "tcp://joe:secret@h:1883", "joe:secret@h", "joe@h", "tcp://joe:se@cret@h", "tcp://joe:se/cret@h",
            "tcp://joe:se#cret@h",
            "tcp://joe:se?cret@h", "joe:secret%40h", "joe:se://cret@h", "joe:cret@x://h", "ftp://joe:secret@h",
            "ws://h/joe?secret@",
            "tcp://joe:secret%40x@h:1" })
    void parse_userInfo_refusedAndHidden(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text, Transport.TCP)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use userName and password").hasMessageNotContaining("joe")
                .hasMessageNotContaining("cret");
    }

    @Test
    void parse_badAddressWithQuery_queryHidden() {
        assertThatThrownBy(() -> BrokerAddress.parse("ws://h:0/mqtt?token=secret", Transport.TCP))
                .hasMessageContaining("'ws://h:0/mqtt?***'").hasMessageNotContaining("secret");
    }

    @Test
    void parse_lineBreakInAddress_notPrinted() {
        assertThatThrownBy(() -> BrokerAddress.parse("h\r\nWARN x", Transport.TCP)).hasMessageContaining("'h??WARN x'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "tcp://h:1883", "tls://[::1]:8883", "ws://h:80/mqtt", "wss://h_1:8443/" })
    void toString_withoutQuery_parsesBack(String text) {
        BrokerAddress address = BrokerAddress.parse(text, Transport.TCP);
        assertThat(address).hasToString(text);
        assertThat(BrokerAddress.parse(address.toString(), Transport.TCP)).isEqualTo(address);
    }

    @Test
    void toString_query_hidden() {
        BrokerAddress address = BrokerAddress.parse("wss://h/mqtt?token=secret", Transport.TCP);
        assertThat(address.path()).isEqualTo("/mqtt?token=secret");
        assertThat(address).hasToString("wss://h:443/mqtt?***");
    }

    @Test
    void constructor_badParts_refused() {
        assertThatThrownBy(() -> new BrokerAddress(Transport.TCP, "", 1, "")).hasMessageContaining("host");
        assertThatThrownBy(() -> new BrokerAddress(Transport.TCP, "h", 0, "")).hasMessageContaining("port");
        assertThatThrownBy(() -> new BrokerAddress(Transport.TCP, "h", 65_536, "")).hasMessageContaining("port");
        assertThatThrownBy(() -> new BrokerAddress(Transport.TCP, "h", 1, "/x")).hasMessageContaining("path");
        assertThatThrownBy(() -> new BrokerAddress(Transport.WS, "h", 1, "x")).hasMessageContaining("path");
    }

    @Test
    void transport_kinds_asNamed() {
        assertThat(Transport.values()).filteredOn(Transport::isSecure).containsExactly(Transport.TLS, Transport.WSS);
        assertThat(Transport.values()).filteredOn(Transport::isWebSocket).containsExactly(Transport.WS, Transport.WSS);
    }
}
