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

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownOptionsTest {

    private static final List<String> KNOWN = List.of(
            "brokers", "brokerUrl", "qos", "password", "passwordFile", "keepAliveInterval", "retained", "retainAsPublished",
            "retainHandling", "reconnectMaxDelay", "wsHeader.", "willUserProperty.", "maxInflight", "receiveMaximum",
            "reconnectDelay");

    @ParameterizedTest
    @CsvSource({
            "qoss, qos", "gos, qos", "pasword, password", "pasword, password", "passowrd, password", "broker, brokers",
            "KEEPALIVEINTERVALL, keepAliveInterval", "keepAlive, keepAliveInterval", "retain, retained",
            "wsheaders.X-Tenant, wsHeader.", "willUserProperties.plant, willUserProperty.", "inflight, maxInflight" })
    @DisplayName("C20 promise 10: a mistyped option gets the name that may be meant")
    void mistyped_option_getsTheClosest(String unknown, String meant) {
        assertThat(UnknownOptions.explain(List.of(unknown), KNOWN)).startsWith(unknown + " is unknown: did you mean " + meant);
    }

    @Test
    void severalOptions_explain_areInOneTextInOrder() {
        assertThat(UnknownOptions.explain(List.of("zzz", "cleanSession", "maxReconnectDelay"), KNOWN).lines())
                .containsExactly(
                        "3 mistakes in the options:",
                        "  - cleanSession is unknown: it is cleanStart here, for all versions of MQTT",
                        "  - maxReconnectDelay is unknown: it is reconnectMaxDelay here",
                        "  - zzz is unknown: remove it, no option has a name like that");
    }

    @Test
    void manyCandidates_explain_areAtMostThree() {
        assertThat(UnknownOptions.explain(List.of("reconn"), KNOWN))
                .contains("did you mean reconnectDelay or reconnectMaxDelay?");
        assertThat(UnknownOptions.explain(List.of("retai"), List.of("retain1", "retain2", "retain3", "retain4")))
                .contains("did you mean retain1 or retain2 or retain3?");
    }
}
