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
package io.github.camelmqttx.torture.nemesis;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmqttx.torture.run.LegSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultPlanTest {

    private static List<Fault> draw(long seed, String leg, int count) {
        return FaultPlan.of(seed, LegSpec.parse(leg), Set.of(), 1_000).stream()
                .flatMap(plan -> Stream.generate(plan::next).limit(count)).toList();
    }

    private static Set<FaultKind> kinds(String leg) {
        return draw(1, leg, 5_000).stream().map(Fault::kind).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("The same seed gives the same faults to every contender")
    void sameSeed_sameFaults() {
        assertThat(draw(7, "mqttx/mosquitto", 200)).isEqualTo(draw(7, "paho-mqtt5/mosquitto", 200))
                .isNotEqualTo(draw(8, "mqttx/mosquitto", 200));
    }

    @Test
    @DisplayName("A broker is not killed or restarted where it would forget what the leg judges")
    void brokerKill_onlyWhereNothingIsForgotten() {
        assertThat(kinds("mqttx/mosquitto")).doesNotContain(FaultKind.BROKER_KILL, FaultKind.BROKER_RESTART)
                .contains(FaultKind.CUT_AT_PACKET, FaultKind.STATE_WIPE, FaultKind.THIEF);
        assertThat(kinds("mqttx/hivemq/file")).contains(FaultKind.BROKER_KILL, FaultKind.BROKER_RESTART);
    }

    @Test
    @DisplayName("With TLS certificates change and packets cannot be seen")
    void tls_rotationAndNoPackets() {
        assertThat(kinds("mqttx/mosquitto+tls/memory")).contains(FaultKind.CERTIFICATE_ROTATION)
                .doesNotContain(FaultKind.CUT_AT_PACKET);
    }

    @Test
    @DisplayName("Durations and gaps are bounded")
    void manyFaults_bounded() {
        assertThat(draw(3, "mqttx/hivemq", 5_000)).allSatisfy(fault -> {
            assertThat(fault.durationMillis()).isBetween(fault.kind().leastMillis(), fault.kind().mostMillis());
            assertThat(fault.gapMillis()).isBetween(250L, 1_750L);
            assertThat(fault.between(3, 9)).isBetween(3, 9);
        });
    }

    @Test
    @DisplayName("A leg that does not exist is refused, with an example")
    void wrongLeg_refused() {
        for (String text : List.of("mqttx", "mqttx/mosquitto/disk", "paho-mqtt5/mosquitto+tls", "mqttx/hivemq+tls",
                "mqttx/artemis")) {
            assertThatIllegalArgumentException().isThrownBy(() -> LegSpec.parse(text)).withMessageContaining(text);
        }
    }

    @Test
    @DisplayName("Only what was asked for happens; what cannot happen is refused")
    void onlySomeKinds_drawn() {
        LegSpec leg = LegSpec.parse("mqttx/mosquitto");
        List<FaultPlan> plans = FaultPlan.of(1, leg, Set.of(FaultKind.RESET), 1_000);
        assertThat(plans).hasSize(1);
        assertThat(Stream.generate(plans.get(0)::next).limit(50)).extracting(Fault::kind).containsOnly(FaultKind.RESET);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultPlan.of(1, leg, Set.of(FaultKind.BROKER_KILL), 1_000))
                .withMessageContaining("BROKER_KILL");
    }

    @Test
    @DisplayName("Faults of the network and of processes go on side by side")
    void twoPlans_networkApart() {
        List<FaultPlan> plans = FaultPlan.of(1, LegSpec.parse("mqttx/hivemq"), Set.of(), 1_000);
        assertThat(plans).hasSize(2);
        for (FaultPlan plan : plans) {
            assertThat(Stream.generate(plan::next).limit(500).map(fault -> fault.kind().isOfNetwork()).distinct()).hasSize(1);
        }
    }
}
