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
package io.github.camelmqttx.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.canary.HealingStep;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.internal.canary.ProbePlan;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanaryTest {

    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long NONCE = 7;

    private final ScriptedDataPlane plane = new ScriptedDataPlane();

    private Canary canary(String... filters) {
        Canary canary = new Canary(
                "route-1", plane, new CanarySettings(INTERVAL.toNanos(), TIMEOUT.toNanos()),
                ProbePlan.of(List.of(filters), "c1").targets(), NONCE);
        canary.start();
        plane.context.run();
        return canary;
    }

    private List<String> topics() {
        return plane.sent.stream().map(OutgoingMessage::topic).toList();
    }

    @Test
    @DisplayName("X09 one probe for each filter, QoS 1, not retained, recognisable, that expires")
    void begin_oneProbeForEachFilter() {
        canary("a/#", "b/+/c");
        assertThat(topics()).containsExactly("a/mqttx-canary", "b/mqttx-canary/c");
        assertThat(plane.unflushed()).isZero();
        assertThat(plane.sent).allSatisfy(probe -> {
            assertThat(probe.qos()).isEqualTo(1);
            assertThat(probe.isRetained()).isFalse();
            PublishProperties properties = Objects.requireNonNull(probe.properties());
            assertThat(properties.userProperties()).containsExactly(new UserProperty("mqttx-canary", "1"));
            assertThat(properties.messageExpiryInterval()).isEqualTo(11);
            assertThat(Objects.requireNonNull(ProbePayload.parse(probe.payload())).nonce()).isEqualTo(NONCE);
            assertThat(probe.deadlineNanos() - plane.context.nanoTime()).isEqualTo(TIMEOUT.toNanos());
        });
    }

    @Test
    @DisplayName("X09 probes that come back: nothing is told, the next round begins an interval after this one began")
    void probesComeBack_nextRoundAfterInterval() {
        Canary canary = canary("a/#", "b/#");
        plane.context.advance(Duration.ofSeconds(9));
        plane.comeBackFrom(canary, 0);
        assertThat(plane.context.pendingTimers()).containsExactly(INTERVAL.minusSeconds(9));
        plane.context.advance(INTERVAL.minusSeconds(9));
        assertThat(plane.sent).hasSize(4);
        plane.comeBackFrom(canary, 2);
        plane.context.advance(INTERVAL.minusMillis(1));
        assertThat(plane.sent).hasSize(4);
        assertThat(plane.log).isEmpty();
        assertThat(canary.miss()).isNull();
    }

    @Test
    @DisplayName("X09 nothing is probed before the broker has answered the filters")
    void notAnswered_firstProbeWithTheAnswer() {
        plane.answered = false;
        canary("a/#");
        plane.context.advance(INTERVAL);
        assertThat(plane.sent).isEmpty();
        assertThat(plane.context.pendingTimers()).isEmpty();
        plane.answered = true;
        plane.change();
        assertThat(plane.sent).hasSize(1);
    }

    @Test
    @DisplayName("X09 a refused filter is not probed, others are; with none granted nothing is")
    void refusedFilter_isNotProbed() {
        plane.refused.add("a/#");
        canary("a/#", "b/#");
        assertThat(topics()).containsExactly("b/mqttx-canary");
        plane.refused.add("b/#");
        plane.reconnected();
        assertThat(plane.sent).hasSize(1);
        assertThat(plane.context.pendingTimers()).isEmpty();
    }

    @Test
    @DisplayName("X09 missed rounds: subscribe again, connect again, fail over, and again with the interval doubled")
    void missedRounds_stepByStep() {
        Canary canary = canary("a/#", "b/#");
        plane.comeBack(canary, plane.sent.get(0));
        plane.context.advance(TIMEOUT.minusMillis(1));
        assertThat(plane.log).isEmpty();
        plane.context.advance(Duration.ofMillis(1));
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
        assertThat(plane.details.get(0)).contains("route-1", "tcp://a:1883", "10000 ms", "b/# (topic b/mqttx-canary)",
                "subscribing again").doesNotContain("a/#");
        CanaryMiss first = Objects.requireNonNull(canary.miss());
        assertThat(first.filters()).containsExactly("b/#");
        assertThat(first.step()).isEqualTo(HealingStep.RESUBSCRIBE);
        plane.context.advance(INTERVAL);
        assertThat(plane.log).endsWith("CANARY_MISSED", "reconnect").hasSize(4);
        plane.context.advance(INTERVAL);
        assertThat(plane.log).endsWith("CANARY_MISSED", "failOver").hasSize(6);
        plane.context.advance(INTERVAL);
        assertThat(plane.log).endsWith("CANARY_MISSED", "resubscribe").hasSize(8);
        plane.context.advance(INTERVAL.multipliedBy(2).minusMillis(1));
        assertThat(plane.log).hasSize(8);
        plane.context.advance(Duration.ofMillis(1));
        assertThat(plane.log).endsWith("CANARY_MISSED", "reconnect").hasSize(10);
        assertThat(Objects.requireNonNull(canary.miss()).rounds()).isEqualTo(5);
        assertThat(Objects.requireNonNull(canary.miss()).since()).isEqualTo(first.since());
    }

    @Test
    @DisplayName("X09 a new connection is probed at once, so each step is judged as soon as it can be")
    void newConnection_probedAtOnce() {
        Canary canary = canary("a/#");
        plane.context.advance(INTERVAL.plus(TIMEOUT));
        assertThat(plane.log).endsWith("reconnect");
        assertThat(plane.sent).hasSize(2);
        plane.connection = 0;
        plane.change();
        plane.context.advance(INTERVAL.multipliedBy(3));
        assertThat(plane.sent).as("none without a connection").hasSize(2);
        assertThat(plane.context.pendingTimers()).isEmpty();
        plane.connection = 2;
        plane.answered = false;
        plane.change();
        assertThat(plane.sent).as("none without SUBACK").hasSize(2);
        plane.answered = true;
        plane.change();
        assertThat(plane.sent).hasSize(3);
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).endsWith("CANARY_MISSED", "failOver");
        assertThat(canary.miss()).isNotNull();
    }

    @Test
    @DisplayName("X09 a success after misses: told, health recovers, and the ladder begins anew")
    void success_resets() {
        Canary canary = canary("a/#");
        plane.context.advance(INTERVAL.multipliedBy(2));
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe", "CANARY_MISSED", "reconnect");
        plane.comeBack(canary, plane.sent.get(2));
        assertThat(canary.miss()).isNull();
        assertThat(plane.log).endsWith("CANARY_RECOVERED");
        plane.context.advance(INTERVAL.plus(TIMEOUT));
        assertThat(plane.log).endsWith("CANARY_RECOVERED", "CANARY_MISSED", "resubscribe");
    }

    @Test
    @DisplayName("X09 a round whose connection ends has no verdict")
    void connectionEndsDuringRound_noVerdict() {
        canary("a/#");
        plane.connection = 0;
        plane.context.advance(INTERVAL.multipliedBy(3));
        assertThat(plane.log).isEmpty();
        assertThat(plane.context.pendingTimers()).isEmpty();
        plane.connection = 2;
        plane.change();
        assertThat(plane.sent).hasSize(2);
    }

    @Test
    @DisplayName("X09 late probes, probes of others and probes seen twice change nothing")
    void lateAndForeignProbes_changeNothing() {
        Canary canary = canary("a/#");
        byte[] foreign = new ProbePayload(NONCE + 1, 1).encode();
        plane.context.run(() -> canary.probeReceived(
                ScriptedDataPlane.incoming("a/mqttx-canary", foreign, false, false)));
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
        plane.comeBack(canary, plane.sent.get(0));
        assertThat(canary.miss()).isNotNull();
        plane.context.advance(INTERVAL.minus(TIMEOUT));
        plane.comeBack(canary, plane.sent.get(0));
        assertThat(canary.miss()).as("of the round before").isNotNull();
        plane.comeBack(canary, plane.sent.get(1));
        plane.comeBack(canary, plane.sent.get(1));
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe", "CANARY_RECOVERED");
    }

    @ParameterizedTest(name = "X09 retained {0}, DUP {1}: proves the filter {2}")
    @CsvSource({ "false,false,true", "true,false,false", "false,true,false" })
    @DisplayName("X09 a fresh message of the application proves its filter as well as a probe does")
    void messageOfTheApplication_provesItsFilter(boolean retained, boolean duplicate, boolean proves) {
        Canary canary = canary("a/#", "b/#");
        plane.comeBack(canary, plane.sent.get(1));
        plane.message(canary, "a/1", retained, duplicate);
        plane.context.advance(TIMEOUT);
        assertThat(canary.miss() == null).isEqualTo(proves);
    }

    @Test
    @DisplayName("X09 F05 held up by slow routes: a missing probe proves nothing, and none is sent")
    void heldUp_noVerdictAndNoProbe() {
        Canary canary = canary("a/#");
        plane.heldUp = true;
        plane.context.advance(INTERVAL.multipliedBy(5));
        assertThat(plane.log).isEmpty();
        assertThat(plane.sent).hasSize(1);
        plane.heldUp = false;
        plane.context.advance(INTERVAL);
        assertThat(plane.sent).hasSize(2);
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
        assertThat(canary.miss()).isNotNull();
    }

    @Test
    @DisplayName("X09 reading was paused for a part of the round: a missing probe proves nothing")
    void pausedDuringRound_noVerdict() {
        canary("a/#");
        plane.pauses++;
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).isEmpty();
        plane.context.advance(INTERVAL);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
    }

    @Test
    @DisplayName("X09 other messages come and no probe: it may be behind them, but not for ever")
    void behindOthers_noVerdictThreeTimes() {
        Canary canary = canary("a/#");
        for (int i = 0; i < Canary.MAX_BUSY_ROUNDS; i++) {
            plane.message(canary, "other", false, false);
            plane.context.advance(INTERVAL);
            assertThat(plane.log).isEmpty();
        }
        plane.message(canary, "other", false, false);
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
    }

    @Test
    @DisplayName("X09 no room in the window: probes follow when there is, and those not sent prove nothing")
    void windowFull_probesFollow() {
        plane.window = 1;
        Canary canary = canary("a/#", "b/#", "c/#");
        assertThat(plane.sent).hasSize(1);
        plane.context.advance(TIMEOUT.minusSeconds(1));
        plane.window = 1;
        plane.sent.get(0).callback().published(plane.sent.get(0));
        plane.context.run();
        assertThat(topics()).containsExactly("a/mqttx-canary", "b/mqttx-canary");
        plane.context.advance(TIMEOUT.minusSeconds(1));
        assertThat(plane.log).as("the time begins anew").isEmpty();
        plane.comeBackFrom(canary, 0);
        plane.context.advance(Duration.ofSeconds(1));
        assertThat(plane.log).as("c/# was not probed").isEmpty();
        assertThat(plane.context.pendingTimers()).hasSize(1);
    }

    @Test
    @DisplayName("X09 a broker that does not take probes is not healed, as it would be in vain")
    void probeRefused_noHealing() {
        Canary canary = canary("a/#");
        OutgoingMessage probe = plane.sent.get(0);
        probe.callback().failed(probe, new MqttxPublishException("Not authorized", probe.topic(), 0x87, false));
        plane.context.run();
        plane.context.advance(INTERVAL.minusMillis(1));
        assertThat(plane.log).isEmpty();
        assertThat(canary.miss()).isNull();
        plane.context.advance(Duration.ofMillis(1));
        assertThat(plane.sent).hasSize(2);
    }

    @Test
    @DisplayName("X09 a probe without PUBACK in time is a probe that has not come back")
    void probeUnacknowledged_missed() {
        canary("a/#");
        OutgoingMessage probe = plane.sent.get(0);
        probe.callback().failed(probe, new MqttxPublishTimeoutException("late", probe.topic()));
        plane.context.run();
        plane.context.advance(TIMEOUT);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
    }

    @Test
    @DisplayName("X09 F23 stopped: no timer is left, nothing is sent or told any more, health has no complaint")
    void stop_leavesNothing() {
        Canary canary = canary("a/#");
        plane.context.advance(INTERVAL.plusSeconds(1));
        assertThat(canary.miss()).isNotNull();
        canary.stop();
        plane.context.run();
        assertThat(plane.context.pendingTimers()).isEmpty();
        assertThat(plane.isListenedTo()).isFalse();
        assertThat(canary.miss()).isNull();
        int sent = plane.sent.size();
        plane.sent.get(sent - 1).callback().published(plane.sent.get(sent - 1));
        plane.comeBackFrom(canary, 0);
        plane.reconnected();
        plane.context.advance(INTERVAL.multipliedBy(20));
        assertThat(plane.sent).hasSize(sent);
        assertThat(plane.log).containsExactly("CANARY_MISSED", "resubscribe");
    }

    @Test
    @DisplayName("X09 stopped before it has begun, or when the session has ended: completes")
    void stop_inOddStates_completes() {
        Canary early = new Canary(
                "route-1", plane, new CanarySettings(INTERVAL.toNanos(), TIMEOUT.toNanos()),
                ProbePlan.of(List.of("a/#"), "c1").targets(), NONCE);
        early.stop();
        early.start();
        plane.context.run();
        assertThat(plane.sent).isEmpty();
        assertThat(plane.context.pendingTimers()).isEmpty();
        plane.context.end();
        early.stop();
        early.start();
    }
}
