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
import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.github.camelmqttx.internal.session.SessionFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Received messages and their acknowledgements (promises 1 and 2; F02, F03, F05, F06, F12, F29)")
class InboundTest {

    private final SessionFixture f = new SessionFixture();

    @Test
    void completions_outOfOrder_areAcknowledgedInArrivalOrder() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 5), message("t", 2, 3), message("t", 0, 0), message("t", 1, 9));
        route.finish(3);
        route.finish(1);
        assertThat(client.acknowledged()).isEmpty();
        route.finish(0);
        assertThat(client.acknowledged()).containsExactly(5, 3, 9);
        route.received.get(0).complete();
        f.context.run();
        assertThat(client.acknowledged()).hasSize(3);
        assertThat(f.counters().unacknowledged()).isZero();
    }

    @Test
    @DisplayName("F06: a redelivery of a message in a route is recognised and acknowledged in its new turn")
    void redelivery_whileInRoute_isRecognised() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1), message("t", 1, 2));
        client.drop();
        route.finish(1);
        assertThat(client.acknowledged()).isEmpty();
        client.accept(true);
        client.deliver(message("t", 1, 1, true), message("t", 1, 2, true));
        assertThat(route.ids()).containsExactly(1, 2);
        assertThat(f.counters().recognised()).isEqualTo(2);
        route.finish(0);
        assertThat(client.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void redelivery_afterCompletionDuringOutage_isAcknowledgedAtOnce() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        client.drop();
        route.finish(0);
        client.accept(true);
        client.deliver(message("t", 1, 1, true));
        assertThat(route.received).hasSize(1);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    @DisplayName("F12: DUP 1 on a message never seen before is delivered")
    void duplicateFlag_onUnknownMessage_isDelivered() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1, true));
        assertThat(route.ids()).containsExactly(1);
    }

    @Test
    void packetIdentifier_reusedForAnotherMessage_isDeliveredAndTheOldOneStale() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "#");
        client.deliver(message("t", 1, 1));
        client.drop();
        client.accept(true);
        client.deliver(message("u", 1, 1));
        assertThat(route.received).hasSize(2);
        route.finish(0);
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.counters().stale()).isEqualTo(1);
        route.finish(1);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    @DisplayName("F06: an identifier of a lost session is never acknowledged")
    void completion_afterSessionLost_isStale() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        client.drop();
        client.accept(false);
        client.deliver(message("t", 1, 1));
        assertThat(route.received).as("the same text, yet another message").hasSize(2);
        route.finish(0);
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.counters().stale()).isEqualTo(1);
        route.finish(1);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    @DisplayName("F14: messages of one broker are not acknowledged at another, and recognised after the return")
    void completion_onOtherBroker_isNotAcknowledgedThereButAfterReturn() {
        f.brokers = "a,b";
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        client.drop();
        client.accept(false);
        client.deliver(message("t", 1, 1));
        assertThat(f.session().snapshot().broker()).isEqualTo("tcp://b:1883");
        assertThat(route.received).hasSize(2);
        route.finish(0);
        assertThat(client.acknowledged()).isEmpty();
        route.finish(1);
        assertThat(client.acknowledged()).containsExactly(1);
        f.context.advance(SessionFixture.FAILBACK);
        f.factory.answerProbe(true);
        client.accept(true);
        client.deliver(message("t", 1, 1, true));
        assertThat(route.received).hasSize(2);
        assertThat(client.acknowledged()).containsExactly(1, 1);
    }

    @Test
    @DisplayName("F03: 10 000 messages before their route are all held and all delivered, in order")
    void backlog_beforeRoute_isHeldUntilItComes() {
        ScriptedClient client = f.connected();
        for (int i = 1; i <= 10_000; i++) {
            client.deliver(message("late", 1, i));
        }
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.counters().held()).isEqualTo(10_000);
        assertThat(f.events).contains("UNROUTED");
        SessionFixture.Route route = f.route("r", "late");
        List<Integer> all = IntStream.rangeClosed(1, 10_000).boxed().toList();
        assertThat(route.ids()).isEqualTo(all);
        route.received.forEach(Delivery::complete);
        f.context.run();
        assertThat(client.acknowledged()).isEqualTo(all);
        assertThat(f.counters().held()).isZero();
    }

    @Test
    void heldMessages_overReconnect_areDeliveredOnce() {
        ScriptedClient client = f.connected();
        client.deliver(message("late", 1, 1));
        client.drop();
        client.accept(true);
        client.deliver(message("late", 1, 1, true));
        SessionFixture.Route route = f.route("r", "late");
        assertThat(route.ids()).containsExactly(1);
        route.finish(0);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    void heldQos0_beyondItsBound_dropsTheOldestAndCounts() {
        f.gate = 10_000;
        ScriptedClient client = f.connected();
        for (int i = 0; i < HeldMessages.MAX_QOS_0 + 5; i++) {
            client.deliver(message("t" + i, 0, 0));
        }
        assertThat(f.counters().dropped()).isEqualTo(5);
        assertThat(f.counters().held()).isEqualTo(HeldMessages.MAX_QOS_0);
        SessionFixture.Route route = f.route("r", "#");
        assertThat(route.received.get(0).message().topic()).isEqualTo("t5");
    }

    @Test
    void unroutedAcknowledge_isAcknowledgedCountedAndReported() {
        f.unrouted = UnroutedPolicy.ACKNOWLEDGE;
        ScriptedClient client = f.connected();
        client.deliver(message("t", 1, 1));
        assertThat(client.acknowledged()).containsExactly(1);
        assertThat(f.counters().dropped()).isEqualTo(1);
        assertThat(f.events).endsWith("UNROUTED");
    }

    @Test
    void unroutedDeadLetter_isAcknowledgedWhenTheBrokerOwnsTheLetter() {
        f.unrouted = UnroutedPolicy.DEAD_LETTER;
        ScriptedClient client = f.connected();
        client.deliver(message("t", 1, 1));
        assertThat(client.log()).endsWith("PUBLISH dead");
        assertThat(client.acknowledged()).isEmpty();
        client.puback();
        f.workers.run();
        f.context.run();
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    void unroutedDeadLetter_outboxFull_neitherBlocksNorFails() {
        f.unrouted = UnroutedPolicy.DEAD_LETTER;
        f.overflow = OverflowPolicy.BLOCK;
        f.outboxMessages = 1;
        ScriptedClient client = f.connected();
        f.publish("fills the outbox");
        client.deliver(message("t", 1, 1));
        assertThat(client.log()).endsWith("PUBLISH dead");
    }

    @Test
    void unroutedDeadLetter_refused_isHeldAndTriedAgainOnTheNextConnection() {
        f.unrouted = UnroutedPolicy.DEAD_LETTER;
        ScriptedClient client = f.connected();
        client.deliver(message("t", 1, 1));
        client.refusePublish(new Exception("not authorised"));
        f.workers.run();
        f.context.run();
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.counters().held()).isEqualTo(1);
        client.drop();
        client.accept(true);
        client.deliver(message("t", 1, 1, true));
        client.puback();
        f.workers.run();
        f.context.run();
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    void unroutedDeadLetter_theLetterItselfComesBack_doesNotGoRound() {
        f.unrouted = UnroutedPolicy.DEAD_LETTER;
        ScriptedClient client = f.connected();
        client.deliver(message("dead", 1, 1));
        assertThat(client.log()).doesNotContain("PUBLISH dead");
        assertThat(f.counters().held()).isEqualTo(1);
    }

    @Test
    @DisplayName("F03: what a stopped route has not begun is held for its return")
    void handBack_afterStop_isHeldAndDeliveredToTheRouteThatReturns() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1), message("t", 1, 2), message("t", 1, 3));
        route.stop();
        route.subscription.handBack(route.received.subList(1, 3));
        route.finish(0);
        assertThat(client.acknowledged()).containsExactly(1);
        SessionFixture.Route returned = f.route("r", "t");
        assertThat(returned.ids()).containsExactly(2, 3);
        returned.finish(1);
        returned.finish(0);
        assertThat(client.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void handBack_beforeStop_isNotGivenToTheSameConsumerAgain() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        route.subscription.handBack(route.received);
        f.context.run();
        assertThat(route.received).hasSize(1);
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.counters().held()).isEqualTo(1);
    }

    @Test
    @DisplayName("F24: what one consumer hands back is not delivered to its neighbour a second time")
    void handBack_neighbourHasTheMessage_isNotDeliveredTwice() {
        ScriptedClient client = f.connected();
        SessionFixture.Route one = f.route("one", "t");
        SessionFixture.Route other = f.route("other", "t");
        client.deliver(message("t", 1, 1));
        one.stop();
        one.subscription.handBack(one.received);
        other.finish(0);
        assertThat(other.received).hasSize(1);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    void handBack_policyAcknowledge_followsThePolicy() {
        f.unrouted = UnroutedPolicy.ACKNOWLEDGE;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        route.stop();
        route.subscription.handBack(route.received);
        f.context.run();
        assertThat(client.acknowledged()).containsExactly(1);
        assertThat(f.counters().dropped()).isEqualTo(1);
    }

    @Test
    void handler_throws_messageIsHeldAndOthersGoOn() {
        ScriptedClient client = f.connected();
        f.session().subscribe(new FailingHandler(), List.of(new Subscription("t", 1, false, false, 0, 0)));
        f.context.run();
        SessionFixture.Route other = f.route("other", "u");
        client.deliver(message("t", 1, 1), message("u", 1, 2));
        assertThat(other.ids()).containsExactly(2);
        assertThat(f.counters().held()).isEqualTo(1);
        assertThat(client.acknowledged()).isEmpty();
    }

    @Test
    @DisplayName("F05: reading pauses when routes have enough, and resumes at half")
    void gate_full_pausesReadsOnceInAWhileAndResumes() {
        f.gate = 4;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1), message("t", 1, 2), message("t", 1, 3));
        assertThat(client.isReading()).isTrue();
        client.deliver(message("t", 1, 4));
        assertThat(client.isReading()).isFalse();
        f.context.advance(Duration.ofMillis(InboundRouter.READ_MILLIS * 3L));
        assertThat(client.reads()).isEqualTo(3);
        f.publish("x");
        f.context.advance(Duration.ofMillis(InboundRouter.READ_MILLIS));
        int before = client.reads();
        f.context.advance(Duration.ofMillis(InboundRouter.READ_MILLIS_WHILE_PUBLISHING * 4L));
        assertThat(client.reads()).isEqualTo(before + 4);
        route.finish(3);
        assertThat(client.isReading()).isFalse();
        route.finish(2);
        assertThat(client.isReading()).isTrue();
        client.puback();
        f.workers.run();
        f.context.advance(Duration.ofSeconds(1));
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void gate_overrun_dropsQos0AndKeepsTheRest() {
        f.gate = 2;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        for (int i = 1; i <= 4; i++) {
            client.deliver(message("t", 1, i));
        }
        client.deliver(message("t", 0, 0), message("t", 1, 5));
        assertThat(route.ids()).containsExactly(1, 2, 3, 4, 5);
        assertThat(f.counters().dropped()).isEqualTo(1);
    }

    @Test
    void gate_connectionLostWhilePaused_resumesOnTheNextOne() {
        f.gate = 1;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        client.drop();
        assertThat(f.context.pendingTimers()).isEmpty();
        client.accept(true);
        assertThat(client.isReading()).isTrue();
        client.deliver(message("t", 1, 1, true), message("t", 1, 2));
        assertThat(client.isReading()).isFalse();
        route.finish(0);
        route.finish(1);
        assertThat(client.isReading()).isTrue();
    }

    @Test
    @DisplayName("F29: the route that holds up its neighbours is named, and cleared when it goes on")
    void slowRoute_onSharedSession_isNamedAndCleared() {
        ScriptedClient client = f.connected();
        SessionFixture.Route slow = f.route("slow", "s");
        SessionFixture.Route fast = f.route("fast", "f");
        client.deliver(message("s", 1, 1), message("f", 1, 2));
        fast.finish(0);
        f.context.advance(Duration.ofMillis(HoldUpMonitor.PERIOD_MILLIS * 2L));
        assertThat(f.session().snapshot().heldUpBy()).isEqualTo("slow");
        assertThat(f.events.stream().filter("HELD_UP"::equals)).hasSize(1);
        slow.finish(0);
        f.context.advance(Duration.ofMillis(HoldUpMonitor.PERIOD_MILLIS));
        assertThat(f.session().snapshot().heldUpBy()).isNull();
        assertThat(client.acknowledged()).containsExactly(1, 2);
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void routeThatWorks_withoutNeighboursWaiting_isNotBlamed() {
        ScriptedClient client = f.connected();
        SessionFixture.Route slow = f.route("slow", "s");
        f.route("idle", "f");
        client.deliver(message("s", 1, 1), message("s", 1, 2));
        slow.finish(1);
        f.context.advance(Duration.ofSeconds(5));
        assertThat(f.events).doesNotContain("HELD_UP");
    }

    @Test
    @DisplayName("F29: messages of a stopped route that hold up the one route left are named")
    void stoppedRoute_itsHeldMessages_areNamed() {
        ScriptedClient client = f.connected();
        SessionFixture.Route stopped = f.route("stopped", "s");
        SessionFixture.Route running = f.route("running", "r");
        stopped.stop();
        client.deliver(message("s", 1, 1), message("r", 1, 2));
        running.finish(0);
        f.context.advance(Duration.ofSeconds(1));
        assertThat(f.session().snapshot().heldUpBy()).contains("none is running for s");
        f.route("stopped", "s").finish(0);
        f.context.advance(Duration.ofSeconds(1));
        assertThat(f.session().snapshot().heldUpBy()).isNull();
        assertThat(client.acknowledged()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("F29: of two routes with the same message the slow one is to blame")
    void sharedMessage_oneRouteSlow_holdUpOfTheOtherIsNoticed() {
        ScriptedClient client = f.connected();
        SessionFixture.Route fast = f.route("fast", "t", "u");
        f.route("slow", "t");
        client.deliver(message("t", 1, 1), message("u", 1, 2));
        fast.finish(0);
        fast.finish(1);
        f.context.advance(Duration.ofSeconds(1));
        assertThat(f.session().snapshot().heldUpBy()).isEqualTo("slow");
    }

    private static final class FailingHandler implements MessageHandler {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public void received(Delivery delivery) {
            throw new IllegalStateException("no room");
        }

        @Override
        public void subscriptionRefused(MqttxSubscribeException cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void connectionGivenUp(MqttxConnectException cause) {
            throw new AssertionError(cause);
        }
    }
}
