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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Publishes (promises 4, 5 and 10; F10, F15, F18)")
class OutboundTest {

    private static final long NONE = OutgoingMessage.NO_DEADLINE;

    private final SessionFixture f = new SessionFixture();

    private long in(Duration time) {
        return f.context.nanoTime() + time.toNanos();
    }

    @Test
    @DisplayName("F18: order is that of the calls, QoS 0 included, and the window is kept")
    void publishes_moreThanTheWindow_leaveInOrderAsRoomComes() {
        ScriptedClient client = f.connected();
        for (int i = 1; i <= 5; i++) {
            f.publish("t" + i);
        }
        SessionFixture.Publish last = f.publish("t6", 0, NONE);
        assertThat(client.log()).endsWith("PUBLISH t1", "PUBLISH t2", "PUBLISH t3");
        for (int i = 0; i < 5; i++) {
            client.puback();
        }
        assertThat(client.log()).endsWith("PUBLISH t3", "PUBLISH t4", "PUBLISH t5", "PUBLISH t6");
        assertThat(last.outcomes()).isEqualTo(1);
        assertThat(f.counters().published()).isEqualTo(6);
    }

    @Test
    void publish_onFreshSession_connectsAndIsSent() {
        SessionFixture.Publish publish = f.publish("t", 0, NONE);
        f.client().accept(false);
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(publish.published).isEqualTo(1);
    }

    @Test
    void publish_transportTakesNoMore_waitsForBatchComplete() {
        ScriptedClient client = f.connected().writable(false);
        f.publish("t", 0, NONE);
        assertThat(client.log()).doesNotContain("PUBLISH t");
        client.writable(true).batchComplete();
        assertThat(client.log()).endsWith("PUBLISH t");
    }

    @Test
    void outage_qos1WaitsAndQos0FailsAtOnceNamingTheBroker() {
        ScriptedClient client = f.connected();
        client.drop();
        client.fail();
        SessionFixture.Publish kept = f.publish("kept");
        SessionFixture.Publish failed = f.publish("failed", 0, NONE);
        assertThat(failed.failure()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("tcp://a:1883");
        assertThat(kept.outcomes()).isZero();
        f.context.advance(Duration.ofSeconds(1));
        client.accept(true);
        client.puback();
        assertThat(kept.outcomes()).isEqualTo(1);
        assertThat(f.publish("again", 0, NONE).outcomes()).isEqualTo(1);
    }

    @Test
    void outage_qos0BehindAFullWindow_failsWithTheConnection() {
        ScriptedClient client = f.connected();
        for (int i = 0; i < 4; i++) {
            f.publish("t" + i);
        }
        SessionFixture.Publish waiting = f.publish("q0", 0, NONE);
        client.drop();
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.counters().inflight() + f.counters().waiting()).isEqualTo(4);
    }

    @Test
    void outboxNone_connectionLost_failsWhatIsSentWhatWaitsAndWhatComes() {
        f.buffered = false;
        f.maximumInflight = 1;
        ScriptedClient client = f.connected();
        SessionFixture.Publish inFlight = f.publish("t1");
        SessionFixture.Publish waiting = f.publish("t2");
        client.drop();
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.publish("t3").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(inFlight.failure()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("unknown");
        client.accept(true);
        client.puback();
        assertThat(inFlight.outcomes()).isEqualTo(1);
    }

    @Test
    @DisplayName("F10: a publish taken in while the connection is being lost fails as those after it")
    void outage_publishOfferedJustBefore_isNotForgotten() {
        f.connected().drop();
        Outcome outcome = new Outcome();
        f.context.run(() -> f.session().sender().force(
                new OutgoingMessage("late", new byte[1], 0, false, null, outcome, NONE)));
        f.session().wake();
        f.context.run();
        f.workers.run();
        assertThat(outcome.failure).isInstanceOf(MqttxConnectException.class);
    }

    @Test
    @DisplayName("F10: the deadline during an outage names the brokers")
    void deadline_offline_failsWithConnectException() {
        ScriptedClient client = f.connected();
        client.drop();
        client.fail();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofMillis(1_990));
        assertThat(publish.outcomes()).isZero();
        f.context.advance(Duration.ofMillis(110));
        assertThat(publish.failure()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("tcp://a:1883");
        assertThat(f.counters().waiting()).isZero();
    }

    @Test
    @DisplayName("F10: the deadline during the very first attempt names the brokers")
    void deadline_neverConnected_failsWithConnectException() {
        f.brokers = "a,b";
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(3));
        assertThat(publish.failure()).isInstanceOf(MqttxConnectException.class)
                .hasMessageContaining("tcp://a:1883").hasMessageContaining("tcp://b:1883");
    }

    @Test
    void deadline_online_failsWithTimeoutAndLateAckIsIgnored() {
        ScriptedClient client = f.connected();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(3));
        assertThat(publish.failure()).isInstanceOf(MqttxPublishTimeoutException.class).hasMessageContaining("unknown");
        client.puback();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(f.counters().publishFailures()).isEqualTo(1);
        assertThat(f.counters().published()).isZero();
        f.context.advance(Duration.ofSeconds(1));
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void deadline_windowFull_saysThatItWasNotSentAndNeverIs() {
        f.maximumInflight = 1;
        ScriptedClient client = f.connected();
        f.publish("first");
        SessionFixture.Publish second = f.publish("second", 1, in(Duration.ofSeconds(1)));
        f.publish("third");
        f.context.advance(Duration.ofSeconds(2));
        assertThat(second.failure()).isInstanceOf(MqttxPublishTimeoutException.class).hasMessageContaining("not sent");
        client.puback();
        assertThat(client.log()).endsWith("PUBLISH first", "PUBLISH third");
    }

    @Test
    @DisplayName("F15: a refused publish fails with its reason, others go on")
    void publish_refused_failsAlone() {
        ScriptedClient client = f.connected();
        SessionFixture.Publish poison = f.publish("poison");
        SessionFixture.Publish good = f.publish("good");
        client.refusePublish(new MqttxPublishException("not authorised", "poison", 0x87, false));
        client.puback();
        assertThat(poison.failure()).isInstanceOf(MqttxPublishException.class);
        assertThat(good.outcomes()).isEqualTo(1);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void overflowFail_outboxFull_failsAtOnceAndRoomComesBackOnce() {
        f.outboxMessages = 2;
        ScriptedClient client = f.connected();
        f.publish("t1", 1, in(Duration.ofSeconds(1)));
        f.publish("t2");
        assertThat(f.publish("t3").failure()).isInstanceOf(MqttxOutboxException.class)
                .hasMessageContaining("2 of 2 messages");
        f.context.advance(Duration.ofSeconds(2));
        client.puback();
        client.refusePublish(new Exception("no"));
        f.workers.run();
        f.publish("t4");
        f.publish("t5");
        assertThat(f.publish("t6").failure()).as("room was not given back twice").isInstanceOf(MqttxOutboxException.class);
    }

    @Test
    void overflowBlock_realThread_waitsForRoomThenGoesOn() {
        f.outboxMessages = 1;
        f.overflow = OverflowPolicy.BLOCK;
        ScriptedClient client = f.connected();
        f.publish("first");
        Outcome outcome = new Outcome();
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> f.session().publish(
                new OutgoingMessage("second", new byte[1], 1, false, null, outcome, NONE)));
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !blocked.isDone());
        client.puback();
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(blocked::isDone);
        f.context.run();
        assertThat(client.log()).endsWith("PUBLISH second");
    }

    @Test
    void overflowBlock_sessionCloses_publisherGoesOnWithFailure() {
        f.outboxMessages = 1;
        f.overflow = OverflowPolicy.BLOCK;
        f.connected();
        f.publish("first");
        Outcome outcome = new Outcome();
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> f.session().publish(
                new OutgoingMessage("second", new byte[1], 1, false, null, outcome, NONE)));
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !blocked.isDone());
        assertThat(f.close()).isCompleted();
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(blocked::isDone);
        f.context.run();
        f.workers.run();
        assertThat(outcome.failure).isNotNull();
        assertThat(f.client().log()).doesNotContain("PUBLISH second");
    }

    @Test
    @DisplayName("F10: messages that timed out do not pile up behind one that waits for ever")
    void outage_timedOutMessages_areForgotten() {
        f.outboxMessages = 3;
        ScriptedClient client = f.connected();
        client.drop();
        SessionFixture.Publish patient = f.publish("patient");
        for (int i = 0; i < 50; i++) {
            f.publish("t" + i, 1, in(Duration.ofMillis(10)));
            f.context.advance(Duration.ofMillis(OutboundSender.DEADLINE_CHECK_MILLIS));
        }
        assertThat(f.session().sender().queued()).isEqualTo(1);
        client.accept(true);
        assertThat(client.log()).endsWith("PUBLISH patient");
        client.puback();
        assertThat(patient.outcomes()).isEqualTo(1);
    }

    @Test
    void sessionLost_unacknowledgedPublishes_areSentAgainInOrderBeforeNewOnes() {
        ScriptedClient client = f.connected();
        f.publish("t1");
        f.publish("t2");
        client.drop();
        f.publish("t3");
        client.accept(false);
        assertThat(client.log()).endsWith("AGAIN t1", "AGAIN t2", "PUBLISH t3");
    }

    private static final class Outcome implements PublishCallback {

        volatile boolean done;
        volatile Throwable failure;

        @Override
        public void published(OutgoingMessage message) {
            done = true;
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            failure = cause;
        }
    }
}
