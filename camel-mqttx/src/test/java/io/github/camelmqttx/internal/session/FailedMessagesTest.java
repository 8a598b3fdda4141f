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
package io.github.camelmqttx.internal.session;

import java.time.Duration;
import java.util.List;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.github.camelmqttx.internal.session.SessionFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Failed messages that are to come again (promise 3; F06, M50)")
class FailedMessagesTest {

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final SessionFixture f = new SessionFixture();
    private final ScriptedClient client = f.connected();
    private final SessionFixture.Route route = f.route("r", "t");

    private void fail(int index, Duration delay) {
        route.subscription.redeliver(route.received.get(index), delay.toNanos());
        f.context.run();
    }

    private List<Integer> attempts() {
        return route.received.stream().map(delivery -> delivery.failedAttempts()).toList();
    }

    @Test
    void failed_delayOver_reconnectsOnceAndIsDeliveredAgainWithItsCount() {
        client.deliver(message("t", 1, 1), message("t", 1, 2), message("t", 1, 3));
        fail(0, DELAY);
        f.context.advance(DELAY.minusSeconds(1));
        fail(1, DELAY);
        assertThat(client.log()).doesNotContain("DISCONNECT");
        f.context.advance(Duration.ofSeconds(1));
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
        client.accept(true);
        client.deliver(message("t", 1, 1, true), message("t", 1, 2, true), message("t", 1, 3, true));
        assertThat(route.ids()).containsExactly(1, 2, 3, 1, 2);
        assertThat(attempts()).containsExactly(0, 0, 0, 1, 1);
        route.finish(2);
        route.finish(4);
        assertThat(client.acknowledged()).isEmpty();
        route.finish(3);
        assertThat(client.acknowledged()).containsExactly(1, 2, 3);
        assertThat(f.events).doesNotContain("DISCONNECTED");
        assertThat(f.counters().redelivered()).isEqualTo(2);
    }

    @Test
    void failed_longerDelayMeanwhile_allWaitForIt() {
        client.deliver(message("t", 1, 1), message("t", 1, 2));
        fail(0, DELAY);
        fail(1, DELAY.multipliedBy(2));
        f.context.advance(DELAY);
        assertThat(client.log()).doesNotContain("DISCONNECT");
        f.context.advance(DELAY);
        assertThat(client.log()).contains("DISCONNECT");
    }

    @Test
    @DisplayName("reconnecting for redeliveries is no sign of an unstable connection: no back-off, however often")
    void failed_again_reconnectsAtOnceEachTime() {
        client.deliver(message("t", 1, 1));
        for (int i = 0; i < 5; i++) {
            fail(i, Duration.ofMillis(10));
            f.context.advance(Duration.ofMillis(10));
            assertThat(f.state()).isEqualTo(SessionState.CONNECTING);
            client.accept(true);
            client.deliver(message("t", 1, 1, true));
        }
        assertThat(attempts()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    @DisplayName("F14 the count survives the stay at another broker")
    void failed_otherBrokerAndBack_keepsItsCount() {
        SessionFixture two = new SessionFixture();
        two.brokers = "a,b";
        ScriptedClient wire = two.connected();
        SessionFixture.Route there = two.route("r", "t");
        wire.deliver(message("t", 1, 1));
        there.subscription.redeliver(there.received.get(0), DELAY.toNanos());
        two.context.run();
        wire.drop();
        wire.accept(false);
        assertThat(two.session().snapshot().broker()).isEqualTo("tcp://b:1883");
        two.context.advance(SessionFixture.FAILBACK);
        two.factory.answerProbe(true);
        wire.accept(true);
        wire.deliver(message("t", 1, 1, true));
        assertThat(there.received).hasSize(2);
        assertThat(there.received.get(1).failedAttempts()).isEqualTo(1);
        assertThat(two.counters().redeliveriesLost()).isZero();
    }

    @Test
    @DisplayName("a broker that uses other identifiers and no DUP: another message, with the count of its equal")
    void failed_sentAgainAsAnother_inheritsTheCount() {
        client.deliver(message("t", 1, 1));
        fail(0, DELAY);
        f.context.advance(DELAY);
        client.accept(true);
        client.deliver(
                new IncomingMessage(
                        "t", message("t", 1, 1).payload(), 1, false, false, 9, null));
        assertThat(attempts()).containsExactly(0, 1);
        route.finish(1);
        assertThat(client.acknowledged()).containsExactly(9);
    }

    @Test
    @DisplayName("F16 no timer and no reconnect is left when the consumer stops or the session closes")
    void failed_consumerStops_leavesNothing() {
        client.deliver(message("t", 1, 1));
        fail(0, DELAY);
        route.stop();
        f.context.advance(DELAY.multipliedBy(3));
        assertThat(client.log()).doesNotContain("DISCONNECT");
        f.close();
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void kept_unroutedDeadLetter_isNotMadeADeadLetterAndComesFirst() {
        SessionFixture other = new SessionFixture();
        other.unrouted = UnroutedPolicy.DEAD_LETTER;
        ScriptedClient wire = other.connected();
        SessionFixture.Route first = other.route("r", "t");
        wire.deliver(message("t", 1, 1));
        other.context.advance(Duration.ofMillis(1));
        wire.deliver(message("t", 1, 2));
        first.subscription.keep(first.received.get(1));
        first.subscription.keep(first.received.get(0));
        first.stop();
        wire.drop();
        wire.accept(true);
        wire.deliver(message("t", 1, 1, true), message("t", 1, 2, true));
        assertThat(wire.log()).doesNotContain("PUBLISH dead");
        SessionFixture.Route second = other.route("r2", "t");
        assertThat(second.ids()).containsExactly(1, 2);
        assertThat(second.received.get(0).failedAttempts()).isEqualTo(1);
        second.finish(0);
        second.finish(1);
        assertThat(wire.acknowledged()).containsExactly(1, 2);
    }
}
