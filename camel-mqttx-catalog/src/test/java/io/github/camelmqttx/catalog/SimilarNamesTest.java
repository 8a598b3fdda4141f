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
package io.github.camelmqttx.catalog;

import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SimilarNamesTest {

    private static final Set<String> NAMES = Set.of(
            "brokers", "qos", "password", "passwordFile", "keepAliveInterval", "retained", "retainHandling", "maxInflight",
            "reconnectDelay", "reconnectMaxDelay", "willUserProperties", "aaa1", "aaa2", "aaa3", "aaa4");

    private final SimilarNames suggestions = new SimilarNames();

    @ParameterizedTest
    @CsvSource({
            "qoss, qos", "gos, qos", "pasword, password", "passowrd, password", "broker, brokers",
            "keepAlive, keepAliveInterval",
            "RETAIND, retained", "inflight, maxInflight", "willUserProperty.plant, willUserProperties" })
    @DisplayName("C12 a misspelt name gets the name that may be meant")
    void misspelt_suggest_isTheClosest(String written, String meant) {
        assertThat(suggestions.suggestEndpointOptions(NAMES, written)).containsExactly(meant);
    }

    @Test
    @DisplayName("C12 several names that are as close are at most three, in order")
    void manyAsClose_suggest_areAtMostThree() {
        assertThat(suggestions.suggestEndpointOptions(NAMES, "reconn")).containsExactly("reconnectDelay", "reconnectMaxDelay");
        assertThat(suggestions.suggestEndpointOptions(NAMES, "aaa")).containsExactly("aaa1", "aaa2", "aaa3");
    }

    @ParameterizedTest
    @CsvSource({ "zzz", "colour", "''", "x" })
    @DisplayName("C12 a name like no other gets nothing")
    void nothingSimilar_suggest_isEmpty(String written) {
        assertThat(suggestions.suggestEndpointOptions(NAMES, written)).isEmpty();
    }
}
