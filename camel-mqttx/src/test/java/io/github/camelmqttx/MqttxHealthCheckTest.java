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
package io.github.camelmqttx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelmqttx.internal.canary.HealingStep;
import io.github.camelmqttx.internal.consumer.CanaryMiss;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MqttxHealthCheckTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicReference<SessionSnapshot> session = new AtomicReference<>();
    private final List<SubscriptionStatus> filters = new ArrayList<>();
    private final AtomicReference<String> trouble = new AtomicReference<>();
    private CanaryMiss miss;
    private final MqttxHealthCheck check
            = MqttxHealthCheck.consumer("route-1", session::get, () -> filters, () -> miss, trouble::get);

    @AfterEach
    void close() {
        context.stop();
    }

    private static SessionSnapshot snapshot(SessionState state, String broker, String lastFailure, String heldUpBy) {
        return snapshot(state, broker, lastFailure, heldUpBy, null);
    }

    private static SessionSnapshot snapshot(
            SessionState state, String broker, String lastFailure, String heldUpBy, String outboxTrouble) {
        return new SessionSnapshot(
                "plant-7", state, broker, broker == null ? null : "5.0", 0, lastFailure, heldUpBy, null, List.of(),
                new SessionCounters(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
                        new SessionCounters.Outbox(17, 18, 19, 20)),
                outboxTrouble);
    }

    private HealthCheck.Result call(MqttxHealthCheck health) {
        health.setCamelContext(context);
        return health.call();
    }

    @Test
    @DisplayName("C07 consumer: connected and granted is up, with details")
    void consumer_connectedAndGranted_isUp() {
        session.set(snapshot(SessionState.CONNECTED, "mqtts://a.example:8883", null, "slow-route"));
        filters.add(new SubscriptionStatus("a/+", 2, 1, 1, null));
        HealthCheck.Result result = call(check);
        assertThat(check.getId()).isEqualTo("mqttx-consumer-route-1");
        assertThat(check.isLiveness()).isFalse();
        assertThat(check.isReadiness()).isTrue();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails()).containsEntry("clientId", "plant-7").containsEntry("state", "CONNECTED")
                .containsEntry("broker", "mqtts://a.example:8883").containsEntry("version", "5.0")
                .containsEntry("heldUpBy", "slow-route").containsEntry("route.id", "route-1")
                .containsEntry("subscription a/+", "QoS 1 (requested 2)").containsEntry("unacknowledged", 7)
                .doesNotContainKey("lastFailure");
    }

    @Test
    @DisplayName("F06 consumer: trouble with failed messages is down, before anything else")
    void consumer_trouble_isDownWithItsReason() {
        filters.add(new SubscriptionStatus("a/+", 1, 1, 1, null));
        session.set(snapshot(SessionState.CONNECTED, "mqtts://a.example:8883", null, null));
        trouble.set("the dead letter is refused");
        assertThat(call(check).getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(call(check).getMessage()).hasValue("the dead letter is refused");
        session.set(null);
        assertThat(call(check).getMessage()).hasValue("the dead letter is refused");
    }

    @Test
    @DisplayName("C07 consumer: while reconnecting it is down with state=BACKING_OFF and the cause")
    void consumer_reconnecting_isDown() {
        filters.add(new SubscriptionStatus("a/+", 1, 1, 1, null));
        for (SessionState state : SessionState.values()) {
            session.set(snapshot(state, null, "Connection refused", null));
            assertThat(call(check).getState()).isEqualTo(
                    state == SessionState.CONNECTED ? HealthCheck.State.UP : HealthCheck.State.DOWN);
        }
        session.set(snapshot(SessionState.BACKING_OFF, null, "Connection refused", null));
        HealthCheck.Result result = call(check);
        assertThat(result.getDetails()).containsEntry("state", "BACKING_OFF").containsEntry("lastFailure",
                "Connection refused");
        assertThat(result.getMessage()).hasValue("MQTT session plant-7 is not connected (BACKING_OFF): Connection refused");
    }

    @Test
    @DisplayName("C07 consumer: a refused or unanswered filter is down although connected")
    void consumer_filterNotGranted_isDown() {
        session.set(snapshot(SessionState.CONNECTED, "tcp://a:1883", null, null));
        assertThat(call(check).getState()).as("nothing subscribed").isEqualTo(HealthCheck.State.DOWN);
        filters.add(new SubscriptionStatus("ok", 1, 1, 1, null));
        filters.add(new SubscriptionStatus("a/+", 1, -1, -1, null));
        assertThat(call(check).getMessage()).hasValueSatisfying(text -> assertThat(text).contains("not yet answered", "a/+"));
        filters.set(1, new SubscriptionStatus("a/+", 1, -1, 0x87, "not authorized"));
        HealthCheck.Result result = call(check);
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).hasValueSatisfying(text -> assertThat(text).contains("0x87", "not authorized", "a/+"));
        assertThat(result.getDetails()).containsEntry("subscription a/+", "refused 0x87").containsEntry("subscription ok",
                "QoS 1");
    }

    @Test
    @DisplayName("X09 F21 consumer: connected and granted, but deaf to its probes, is down")
    void consumer_probesMissed_isDown() {
        session.set(snapshot(SessionState.CONNECTED, "tcp://a:1883", null, null));
        filters.add(new SubscriptionStatus("a/+", 1, 1, 1, null));
        miss = new CanaryMiss(List.of("a/+"), Instant.parse("2026-01-02T03:04:05Z"), 2, HealingStep.RECONNECT);
        HealthCheck.Result result = call(check);
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).hasValue(
                "Probes of Topic Filter a/+ have not come back since 2026-01-02T03:04:05Z (2 rounds missed), last step: "
                                                 + "connecting again");
        assertThat(result.getDetails()).containsEntry("canary.filters", "a/+").containsEntry("canary.rounds", 2)
                .containsEntry("canary.since", "2026-01-02T03:04:05Z").containsEntry("canary.step", "RECONNECT");
        miss = null;
        assertThat(call(check).getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    @DisplayName("C07 consumer without a session yet is down")
    void consumer_noSession_isDown() {
        assertThat(call(check).getState()).isEqualTo(HealthCheck.State.DOWN);
    }

    @Test
    @DisplayName("C07 M59 producer: connected, but the outbox cannot write: down with the text")
    void producer_outboxInTrouble_isDown() {
        List<SessionSnapshot> sessions
                = List.of(snapshot(SessionState.CONNECTED, "tcp://a:1883", null, null, "the disk is full"));
        HealthCheck.Result result = call(MqttxHealthCheck.producer("p", () -> sessions));
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).hasValueSatisfying(text -> assertThat(text).contains("plant-7", "the disk is full"));
        assertThat(result.getDetails()).containsEntry("outboxTrouble", "the disk is full").containsEntry("outboxRefused", 20L);
    }

    @Test
    @DisplayName("C07 producer: one of several sessions down is down, each one is described")
    void producer_oneOfTwoDown_isDown() {
        List<SessionSnapshot> sessions = new ArrayList<>();
        MqttxHealthCheck producer = MqttxHealthCheck.producer("p", () -> sessions);
        sessions.add(snapshot(SessionState.CONNECTED, "tcp://a:1883", null, null));
        assertThat(producer.getId()).isEqualTo("mqttx-producer-p");
        assertThat(call(producer).getState()).isEqualTo(HealthCheck.State.UP);
        sessions.add(snapshot(SessionState.CONNECTING, null, null, null));
        HealthCheck.Result result = call(producer);
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getDetails()).containsEntry("1.state", "CONNECTED").containsEntry("2.state", "CONNECTING");
    }
}
