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

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("X07 Server References: where they lead, and where not")
class ReferralsTest {

    private static final BrokerAddress A = at("a");
    private static final BrokerAddress B = at("b");
    private static final BrokerAddress X = at("x");
    private static final BrokerAddress Y = at("y");

    private final BrokerPlanner planner = new BrokerPlanner(List.of(A, B), FailoverMode.ORDERED, new Random(1), 1_000);
    private final Referrals referrals = new Referrals(planner, true);

    private static BrokerAddress at(String address) {
        return BrokerAddress.parse(address, Transport.TCP);
    }

    @ParameterizedTest(name = "{1} from {0}")
    @CsvSource(delimiter = ';', value = {
            "tcp://a; other.example; tcp://other.example:1883",
            "tcp://a; other.example:1999; tcp://other.example:1999",
            "tcp://a; [2001:db8::1]:1999; tcp://[2001:db8::1]:1999",
            "tcp://a; [::1]; tcp://[::1]:1883",
            "tls://a; other.example; tls://other.example:8883",
            "tls://a; mqtts://other.example:1; tls://other.example:1",
            "tcp://a; mqtts://other.example; tls://other.example:8883",
            "wss://a/in; other.example:444; wss://other.example:444/in",
            "ws://a/in; ws://other.example/out; ws://other.example:80/out",
            "tcp://a; '  one   two:2 '; 'tcp://one:1883, tcp://two:2'",
            "tcp://a; one,two:2, one; 'tcp://one:1883, tcp://two:2'" })
    @DisplayName("[4.11] what a reference does not say is as at the broker that has sent it")
    void reference_namesServers_theyAreRead(String sender, String reference, String expected) {
        assertThat(ServerReference.parse(reference, at(sender))).hasToString("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " , ", "host:99999", "host:port", "user:secret@host", "http://host", "a:b:c", "tcp://plain" })
    void reference_isBad_isNotFollowedAndSaysWhy(String reference) {
        Referrals.Outcome outcome = referrals.refer(at("tls://a"), reference, false);
        assertThat(outcome.followed()).isFalse();
        assertThat(outcome.text()).contains("not followed").doesNotContain("secret");
        assertThat(referrals.next()).isNull();
    }

    @Test
    @DisplayName("TLS stays TLS")
    void reference_leadsOutOfTls_isNotFollowed() {
        assertThat(referrals.refer(at("tls://a"), "tcp://x", false).text()).contains("without TLS");
        assertThat(referrals.refer(at("wss://a"), "ws://x", false).followed()).isFalse();
    }

    @Test
    void reference_namesMany_firstEightCount() {
        assertThat(ServerReference.parse("a b c d e f g h i j", A)).hasSize(8);
    }

    @Test
    void notAllowed_reference_isNamedWithTheOption() {
        Referrals off = new Referrals(planner, false);
        Referrals.Outcome outcome = off.refer(A, "x", false);
        assertThat(outcome.followed()).isFalse();
        assertThat(outcome.text()).contains("'x'", "followServerReference=true");
        assertThat(off.isPending()).isFalse();
        assertThat(off.next()).isNull();
    }

    @Test
    void allowed_reference_isTriedBeforeTheRound() {
        assertThat(referrals.refer(A, "x y", false).followed()).isTrue();
        assertThat(referrals.isPending()).isTrue();
        assertThat(referrals.next()).isEqualTo(X);
        assertThat(referrals.next()).isEqualTo(Y);
        assertThat(referrals.next()).isNull();
    }

    @Test
    void loop_toABrokerOfTheChain_isNotFollowed() {
        referrals.refer(A, "x", false);
        referrals.next();
        assertThat(referrals.refer(X, "a", false).text()).contains("loop");
        assertThat(referrals.refer(X, "x", false).followed()).as("to itself").isFalse();
        assertThat(referrals.refer(X, "a y", false).followed()).as("one of them is new").isTrue();
        assertThat(referrals.next()).isEqualTo(Y);
    }

    @Test
    void chain_ofMoreThanThree_isCut() {
        BrokerAddress from = A;
        for (int hop = 1; hop <= Referrals.MAX_HOPS; hop++) {
            assertThat(referrals.refer(from, "hop" + hop, false).followed()).isTrue();
            from = referrals.next();
        }
        assertThat(referrals.refer(from, "hop4", false).text()).contains("one more after 3 in a row");
        referrals.reset();
        assertThat(referrals.refer(from, "hop4", false).followed()).as("another chain").isTrue();
    }

    @Test
    @DisplayName("0x9C: a broker named for now is a lesser one than the broker that has named it")
    void usedForNow_preferredBroker_isFailedBackTo() {
        FailbackPolicy failback = new FailbackPolicy(planner, 100);
        referrals.refer(B, "x", false);
        referrals.next();
        referrals.refer(X, "y", false);
        assertThat(planner.betterThan(X)).containsExactly(A, B);
        assertThat(planner.betterThan(Y)).containsExactly(A, B);
        referrals.connected(Y);
        failback.connected(Y, false, 0);
        assertThat(failback.target(100)).isEqualTo(A);
        referrals.refer(A, "b", false);
        assertThat(planner.betterThan(B)).as("the list counts").containsExactly(A);
    }

    @Test
    @DisplayName("0x9D: a broker named for good takes the place of the other once it has accepted a connection")
    void moved_toAnotherAddress_replacesTheEntry() {
        referrals.refer(A, "x", true);
        referrals.next();
        assertThat(planner.isListed(A)).as("not before the connection").isTrue();
        referrals.connected(X);
        planner.connected(X, 0);
        assertThat(planner.preferred()).isEqualTo(X);
        assertThat(planner.isListed(A)).isFalse();
        BrokerPlanner.Round round = planner.startRound(0);
        assertThat(round.next(0)).isEqualTo(X);
        assertThat(round.next(0)).isEqualTo(B);
        assertThat(round.next(0)).isNull();
    }

    @Test
    void moved_twiceInARow_lastAddressReplacesTheEntry() {
        referrals.refer(A, "x", true);
        referrals.next();
        referrals.refer(X, "y", true);
        referrals.next();
        referrals.connected(Y);
        assertThat(planner.preferred()).isEqualTo(Y);
    }

    @Test
    void moved_byABrokerNamedForNow_changesNothing() {
        referrals.refer(A, "x", false);
        referrals.next();
        referrals.refer(X, "y", true);
        referrals.next();
        referrals.connected(Y);
        assertThat(planner.preferred()).isEqualTo(A);
        assertThat(planner.isListed(Y)).isFalse();
    }

    @Test
    void moved_toAnotherEntry_listLosesTheOld() {
        referrals.refer(A, "b", true);
        referrals.next();
        referrals.connected(B);
        assertThat(planner.preferred()).isEqualTo(B);
        assertThat(planner.startRound(0).next(0)).isEqualTo(B);
    }

    @Test
    void moved_targetNotReached_entryStays() {
        referrals.refer(A, "x", true);
        referrals.next();
        referrals.reset();
        referrals.connected(X);
        assertThat(planner.preferred()).isEqualTo(A);
    }
}
