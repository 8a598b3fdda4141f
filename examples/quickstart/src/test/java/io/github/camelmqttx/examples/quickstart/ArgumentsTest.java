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
package io.github.camelmqttx.examples.quickstart;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArgumentsTest {

    @Test
    void nothing_meansOwnBrokersAndAnEnd() {
        Arguments arguments = Arguments.parse(List.of());

        assertThat(arguments).isEqualTo(new Arguments("", 18831, 18832, false, false, false, false));
        assertThat(arguments.ownBrokers()).isTrue();
    }

    @Test
    void everything_isUnderstood() {
        assertThat(Arguments.parse(List.of("--forever", "--short", "--plain", "--help", "--brokers=a,b", "--ports=1,65535")))
                .isEqualTo(new Arguments("a,b", 1, 65535, true, true, true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "--ports=", "--ports=1", "--ports=1,1", "--ports=0,1", "--ports=1,65536", "--ports=a,b",
            "--ports=1,2,3", "--brokers=", "--for-ever", "forever" })
    void mistake_isNamedInOneLine(String word) {
        assertThatThrownBy(() -> Arguments.parse(List.of(word))).isInstanceOf(UsageException.class)
                .message().contains(word.replaceAll(".*=", "")).doesNotContain("\n");
    }
}
