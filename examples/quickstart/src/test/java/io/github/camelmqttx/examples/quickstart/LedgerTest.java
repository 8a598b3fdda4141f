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

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private static final String A = "tcp://a";
    private static final String B = "tcp://b";

    private final Map<Role, Visits> visits = new EnumMap<>(Role.class);
    private long now;
    private Ledger ledger;

    @BeforeEach
    void connectBothToA() {
        for (Role role : Role.values()) {
            visits.put(role, new Visits());
            visits.get(role).arrived(A, 0);
        }
        ledger = new Ledger(visits, () -> now);
    }

    @Test
    void received_once_isNeitherInFlightNorDuplicate() {
        long sequence = ledger.sending(Flow.COMMAND);
        ledger.acknowledged(Flow.COMMAND, sequence, A);
        assertThat(ledger.figures(Flow.COMMAND)).isEqualTo(new Figures(1, 0, 1, 0, 0));

        assertThat(ledger.received(Flow.COMMAND, sequence)).isTrue();

        assertThat(ledger.figures(Flow.COMMAND)).isEqualTo(new Figures(1, 1, 0, 0, 0));
    }

    @Test
    void received_again_isADuplicate() {
        long sequence = ledger.sending(Flow.COMMAND);
        ledger.received(Flow.COMMAND, sequence);

        assertThat(ledger.received(Flow.COMMAND, sequence)).isFalse();

        assertThat(ledger.total()).isEqualTo(new Figures(1, 1, 0, 1, 0));
    }

    @Test
    void receivedBeforeAcknowledged_isNotMissing() {
        long sequence = ledger.sending(Flow.COMMAND);
        ledger.received(Flow.COMMAND, sequence);
        ledger.acknowledged(Flow.COMMAND, sequence, A);
        pass(60);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 1, 0, 0, 0));
    }

    @Test
    void acknowledgedAndMissing_isLostAfterTheGraceTimeWithItsBroker() {
        ledger.acknowledged(Flow.TEMPERATURE, ledger.sending(Flow.TEMPERATURE), A);
        pass(Ledger.GRACE_SECONDS - 1);
        assertThat(ledger.total().lost()).isZero();

        pass(1);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 0, 0, 1));
    }

    @Test
    void lost_arrivesAfterAll_isNotLostAnyMore() {
        long sequence = ledger.sending(Flow.TEMPERATURE);
        ledger.acknowledged(Flow.TEMPERATURE, sequence, A);
        pass(60);

        ledger.received(Flow.TEMPERATURE, sequence);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 1, 0, 0, 0));
    }

    @Test
    void notAcknowledged_staysInFlight() {
        ledger.sending(Flow.TEMPERATURE);
        pass(60);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 1, 0, 0));
    }

    @Test
    void receiverAtAnotherBroker_messageStaysInFlightUntilItHasReturned() {
        ledger.acknowledged(Flow.TEMPERATURE, ledger.sending(Flow.TEMPERATURE), A);
        visits.get(Role.PLANT).arrived(B, now);
        pass(60);
        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 1, 0, 0));

        visits.get(Role.PLANT).arrived(A, now);
        pass(Ledger.GRACE_SECONDS);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 0, 0, 1));
    }

    @Test
    void failedOverWhileUnacknowledged_bothBrokersMayHaveIt() {
        long sequence = ledger.sending(Flow.TEMPERATURE);
        visits.values().forEach(visit -> visit.arrived(B, now));
        ledger.acknowledged(Flow.TEMPERATURE, sequence, A);
        pass(60);
        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 1, 0, 0));

        visits.get(Role.PLANT).arrived(A, now);
        pass(60);

        assertThat(ledger.total()).isEqualTo(new Figures(1, 0, 0, 0, 1));
    }

    @Test
    void sessions_countWhatTheySendAndReceive() {
        ledger.received(Flow.TEMPERATURE, ledger.sending(Flow.TEMPERATURE));
        ledger.received(Flow.CONFIRMATION, ledger.sending(Flow.CONFIRMATION));
        ledger.sending(Flow.COMMAND);

        assertThat(ledger.sentBy(Role.DEVICES).sent()).isEqualTo(2);
        assertThat(ledger.receivedBy(Role.PLANT)).isEqualTo(2);
        assertThat(ledger.sentBy(Role.PLANT).inFlight()).isEqualTo(1);
        assertThat(ledger.receivedBy(Role.DEVICES)).isZero();
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
