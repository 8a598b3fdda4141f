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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerListTest {

    @Test
    @DisplayName("M03 a list keeps its order and drops repetitions")
    void parseAll_repetitions_dropped() {
        assertThat(BrokerList.parseAll("b, a:1883 ,tcp://B:1883,mqtts://a,a", Transport.TCP))
                .extracting(BrokerAddress::toString)
                .containsExactly("tcp://b:1883", "tcp://a:1883", "tls://a:8883");
    }

    @ParameterizedTest
    @DisplayName("M03 an empty list is an error")
    @ValueSource(strings = { "", "  ", "\t\n" })
    void parseAll_empty_refused(String text) {
        assertThatThrownBy(() -> BrokerList.parseAll(text, Transport.TCP)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brokers").hasMessageContaining("at least one");
    }

    @ParameterizedTest
    @ValueSource(strings = { ",", "a,", ",a", "a,,b", "a, ,b" })
    void parseAll_emptyElement_refused(String text) {
        assertThatThrownBy(() -> BrokerList.parseAll(text, Transport.TCP)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Element").hasMessageContaining("brokers");
    }

    @Test
    @DisplayName("M08 a bad broker of a list is named")
    void parseAll_badElement_named() {
        assertThatThrownBy(() -> BrokerList.parseAll("a,foo://b,c", Transport.TCP)).hasMessageContaining("'foo://b'");
    }

    @ParameterizedTest
    @DisplayName("user info is hidden even if the password contains a comma")
    @ValueSource(strings = { "a,tcp://joe:sec,ret@b", "joe:sec,ret@b,c", "tcp://joe:sec@b,tcp://joe:ret@c" })
    void parseAll_userInfo_refusedAndHidden(String text) {
        assertThatThrownBy(() -> BrokerList.parseAll(text, Transport.TCP)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use userName and password").hasMessageNotContaining("joe").hasMessageNotContaining("sec")
                .hasMessageNotContaining("ret@");
    }
}
