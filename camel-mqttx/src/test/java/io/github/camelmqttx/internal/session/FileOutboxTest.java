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
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("outbox=file: publishes through the journal (promise 5; M14, M59, F10, F15, F18)")
class FileOutboxTest {

    private static final long NONE = OutgoingMessage.NO_DEADLINE;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;

    private final SessionFixture f = new SessionFixture();

    private FileOutboxTestSteps with(FakeJournal journal) {
        f.journal = journal;
        return new FileOutboxTestSteps(f);
    }

    private long in(Duration time) {
        return f.context.nanoTime() + time.toNanos();
    }

    private static MqttxPublishException refusal(int code, boolean retryable) {
        return new MqttxPublishException("refused with " + code, "t", code, retryable);
    }

    @Test
    @DisplayName("M14 stored: the exchange goes on when the message is durable, not before, and without a connection")
    void publish_storedCompletion_goesOnWhenDurable() {
        with(new FakeJournal());
        SessionFixture.Publish publish = f.publish("t");
        assertThat(publish.outcomes()).isZero();
        f.journal.sync();
        f.context.run();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(f.counters().outbox().stored()).isEqualTo(1);
        assertThat(f.counters().waiting()).isEqualTo(1);
    }

    @Test
    @DisplayName("M14 acknowledged: the exchange goes on when the broker owns the message; each outcome is told once")
    void publish_acknowledgedCompletion_goesOnWithThePuback() {
        f.completeWhenStored = false;
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish publish = f.publish("t");
        assertThat(publish.outcomes()).isZero();
        client.puback();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(f.journal.log()).endsWith("store t", "remove t");
    }

    @Test
    @DisplayName("M14 nothing is sent before it is stored")
    void publish_notYetDurable_isNotSent() {
        ScriptedClient client = with(new FakeJournal()).connected();
        f.publish("t");
        assertThat(client.log()).doesNotContain("PUBLISH t");
        f.journal.sync();
        f.context.run();
        assertThat(client.log()).endsWith("PUBLISH t");
    }

    @Test
    @DisplayName("QoS 0 does not pass the journal")
    void publish_qos0_isNotStored() {
        ScriptedClient client = with(new FakeJournal()).connected();
        SessionFixture.Publish publish = f.publish("t", 0, NONE);
        assertThat(client.log()).endsWith("PUBLISH t");
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(f.journal.log()).noneMatch(line -> line.startsWith("store"));
    }

    @Test
    @DisplayName("M59 the disk is full: the exchange fails with the text, an event says so, room is given back")
    void store_fails_exchangeFails() {
        f.outboxMessages = 1;
        with(new FakeJournal().durableAtOnce()).connected();
        f.journal.failWith(new MqttxOutboxException("disk full in /data", true));
        assertThat(f.publish("t").failure()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("/data");
        assertThat(f.events).contains("OUTBOX_TROUBLE");
        assertThat(f.session().snapshot().outboxTrouble()).contains("disk full");
        f.journal.failWith(null);
        assertThat(f.publish("u").outcomes()).isEqualTo(1);
        assertThat(f.session().snapshot().outboxTrouble()).isNull();
    }

    @Test
    @DisplayName("F10 publishTimeout bounds the time until a message is stored; one that was late is not sent")
    void deadline_notStored_failsAndIsNotSent() {
        ScriptedClient client = with(new FakeJournal()).connected();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(3));
        assertThat(publish.failure()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("publishTimeout");
        f.journal.durableAtOnce();
        f.context.run();
        assertThat(client.log()).doesNotContain("PUBLISH t");
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(f.counters().waiting()).isZero();
    }

    @Test
    @DisplayName("F10 a stored message has no deadline any more")
    void deadline_storedMessage_isSentLater() {
        with(new FakeJournal().durableAtOnce()).offline();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(7));
        assertThat(publish.outcomes()).isEqualTo(1);
        f.client().accept(true);
        f.client().puback();
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(publish.outcomes()).isEqualTo(1);
    }

    @Test
    @DisplayName("F10 acknowledged: one that waits until its deadline fails and is not sent after that")
    void deadline_acknowledgedAndWaiting_failsAndIsRemoved() {
        f.completeWhenStored = false;
        with(new FakeJournal().durableAtOnce()).offline();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(3));
        assertThat(publish.failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.journal.onDisk()).isEmpty();
        f.context.advance(Duration.ofSeconds(3));
        f.client().accept(true);
        assertThat(f.client().log()).doesNotContain("PUBLISH t");
    }

    @Test
    @DisplayName("F10 acknowledged: one in flight at its deadline fails as unknown, and stays until its exchange is over")
    void deadline_acknowledgedAndInFlight_failsAndStays() {
        f.completeWhenStored = false;
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish publish = f.publish("t", 1, in(Duration.ofSeconds(2)));
        f.context.advance(Duration.ofSeconds(3));
        assertThat(publish.failure()).isInstanceOf(MqttxPublishTimeoutException.class).hasMessageContaining("unknown");
        assertThat(f.journal.onDisk()).containsExactly("t");
        assertThat(f.counters().inflight()).isEqualTo(1);
        client.puback();
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(publish.outcomes()).isEqualTo(1);
    }

    @Test
    @DisplayName("F15 refused for good after the exchange has gone on: removed, counted, reported, never sent again")
    void refused_forGood_isRemovedAndReported() {
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish publish = f.publish("secret/topic");
        assertThat(publish.outcomes()).isEqualTo(1);
        client.refusePublish(refusal(NOT_AUTHORIZED, false));
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(f.counters().outbox().refused()).isEqualTo(1);
        assertThat(f.counters().waiting()).isZero();
        assertThat(f.details).anySatisfy(text -> assertThat(text).contains("secret/topic", "10 bytes", "refused with 135"));
        assertThat(f.events).contains("PUBLISH_REFUSED");
        f.context.advance(Duration.ofMinutes(1));
        assertThat(client.log()).containsOnlyOnce("PUBLISH secret/topic");
    }

    @Test
    @DisplayName("F15 acknowledged: a refusal fails the exchange and takes the message out of the journal")
    void refused_acknowledgedCompletion_failsTheExchange() {
        f.completeWhenStored = false;
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish publish = f.publish("t");
        client.refusePublish(refusal(QUOTA_EXCEEDED, true));
        assertThat(publish.failure()).isInstanceOf(MqttxPublishException.class);
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(f.events).doesNotContain("PUBLISH_REFUSED");
    }

    @Test
    @DisplayName("F15, F18 refused for a passing reason: tried again after a doubling delay, in order on its topic; others go on")
    void refused_passingReason_isTriedAgainInOrder() {
        f.maximumInflight = 2;
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        f.publish("busy");
        f.publish("other");
        client.refusePublish(refusal(QUOTA_EXCEEDED, true));
        assertThat(f.journal.log()).contains("unassigned busy");
        f.publish("busy");
        f.publish("third");
        assertThat(client.log()).endsWith("PUBLISH busy", "PUBLISH other", "PUBLISH third");
        client.puback();
        client.puback();
        f.context.advance(Duration.ofMillis(900));
        assertThat(client.log()).endsWith("PUBLISH third");
        f.context.advance(Duration.ofMillis(200));
        assertThat(client.log()).endsWith("PUBLISH third", "PUBLISH busy", "PUBLISH busy");
        client.refusePublish(refusal(QUOTA_EXCEEDED, true));
        client.refusePublish(refusal(QUOTA_EXCEEDED, true));
        f.context.advance(Duration.ofMillis(1_900));
        assertThat(f.counters().waiting()).isEqualTo(2);
        f.context.advance(Duration.ofMillis(200));
        assertThat(f.counters().inflight()).isEqualTo(2);
        client.puback();
        client.puback();
        assertThat(f.journal.onDisk()).isEmpty();
        assertThat(f.counters().outbox().refused()).isZero();
    }

    @Test
    @DisplayName("F18 messages of a refused topic keep their order when only the first is refused")
    void refused_firstOfTwoInFlight_laterOnesWaitBehindIt() {
        f.maximumInflight = 1;
        ScriptedClient client = with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish first = f.publish("busy");
        SessionFixture.Publish second = f.publish("busy");
        client.refusePublish(refusal(QUOTA_EXCEEDED, true));
        assertThat(client.log()).containsOnlyOnce("PUBLISH busy");
        f.context.advance(Duration.ofMillis(1_100));
        assertThat(first.message.state()).isEqualTo(OutgoingMessage.State.PUBLISHED);
        assertThat(second.message.state()).isEqualTo(OutgoingMessage.State.QUEUED);
    }

    @Test
    @DisplayName("M14 close: what waits or is in flight stays for the next start; the journal is closed last")
    void close_storedMessages_stayForTheNextStart() {
        f.maximumInflight = 1;
        with(new FakeJournal().durableAtOnce()).connected();
        f.publish("inflight");
        f.publish("waiting");
        CompletableFuture<Void> closed = f.close();
        assertThat(closed).isNotDone();
        f.workers.run();
        f.context.run();
        assertThat(closed).isDone();
        assertThat(f.journal.isClosed()).isTrue();
        assertThat(f.journal.onDisk()).containsExactly("inflight", "waiting");
    }

    @Test
    @DisplayName("M14 close with acknowledged: what was not sent fails and is removed, what is in flight fails and stays")
    void close_acknowledgedMessages_failAndOnlyThoseInFlightStay() {
        f.maximumInflight = 1;
        f.completeWhenStored = false;
        with(new FakeJournal().durableAtOnce()).connected();
        SessionFixture.Publish inflight = f.publish("inflight");
        SessionFixture.Publish waiting = f.publish("waiting");
        f.close();
        assertThat(inflight.failure()).hasMessageContaining("not known");
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.journal.onDisk()).containsExactly("inflight");
    }

    @Test
    @DisplayName("M14 close: an exchange that waits for the disk goes on when closing has written its message")
    void close_whileStoring_goesOnWhenWritten() {
        with(new FakeJournal());
        SessionFixture.Publish publish = f.publish("t");
        f.close();
        f.workers.run();
        f.context.run();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(publish.published).isEqualTo(1);
        assertThat(f.journal.onDisk()).containsExactly("t");
        assertThat(f.publish("after").failure()).isInstanceOf(MqttxConnectException.class);
    }

    @Test
    @DisplayName("M14 restart: in flight first, then what waited, then what is new; all of it counts in the bounds")
    void restart_afterKill_sendsInOrder() {
        f.maximumInflight = 1;
        with(new FakeJournal().durableAtOnce()).connected();
        List.of("a", "b", "c").forEach(f::publish);
        SessionFixture next = new SessionFixture();
        next.journal = f.kill().durableAtOnce();
        next.outboxMessages = 4;
        next.connected().acceptsPublishes(true);
        next.publish("d");
        assertThat(next.client().log()).endsWith("PUBLISH a", "PUBLISH b", "PUBLISH c");
        assertThat(next.counters().waiting() + next.counters().inflight()).isEqualTo(4);
        next.context.run();
    }

    @Test
    @DisplayName("given up: stored messages stay and are sent by the connection that the next publish brings")
    void givenUp_storedMessages_stay() {
        f.maxRounds = 1;
        with(new FakeJournal().durableAtOnce());
        SessionFixture.Publish first = f.publish("a");
        f.client().fail();
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
        assertThat(first.outcomes()).isEqualTo(1);
        f.context.advance(SessionFixture.MAX_DELAY);
        SessionFixture.Publish second = f.publish("b");
        f.client().acceptsPublishes(true).accept(false);
        f.context.run();
        assertThat(f.client().log()).endsWith("PUBLISH a", "PUBLISH b");
        assertThat(second.outcomes()).isEqualTo(1);
        assertThat(f.journal.onDisk()).isEmpty();
    }

    /** Brings the session into a state. */
    private record FileOutboxTestSteps(SessionFixture fixture) {

        ScriptedClient connected() {
            return fixture.connected();
        }

        void offline() {
            fixture.connected().drop();
            fixture.client().fail();
        }
    }
}
