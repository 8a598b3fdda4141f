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
package io.github.camelmqttx.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.ScriptedClientFactory;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import io.github.camelmqttx.internal.session.SessionFixture;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("Sharing of sessions (promise 8; F07, F23, F25)")
class SessionPoolTest {

    private final ScriptedClientFactory factory = new ScriptedClientFactory();
    private final ManualSerialContext context = factory.context();
    private MqttxOutboxException unopenable;
    private final List<FakeJournal> journals = new ArrayList<>();
    private final JournalOpener opener = (settings, clientId, nanoTime) -> {
        if (unopenable != null) {
            throw unopenable;
        }
        journals.add(new FakeJournal().durableAtOnce());
        return journals.get(journals.size() - 1);
    };
    private final SessionPool pool = new SessionPool(library -> factory, Runnable::run, opener, () -> 0L);
    private final SessionSettings explicit = SessionFixture.settings("a", "c1", false);
    private final SessionSettings anonymous = SessionFixture.settings("a", null, false);

    @AfterEach
    void closePool() {
        pool.close();
        context.advance(Duration.ofSeconds(5));
        assertThat(context.pendingTimers()).isEmpty();
    }

    private static SessionKey consumer(SessionSettings settings, SessionSharing sharing, String owner) {
        return SessionKey.forConsumer(settings, sharing, owner);
    }

    private static SessionKey producer(SessionSettings settings, SessionSharing sharing, String owner) {
        return SessionKey.forProducer(settings, sharing, owner, 0);
    }

    private boolean isShared(SessionKey one, SessionKey other) throws MqttxOutboxException {
        SessionLease first = pool.acquire(one);
        SessionLease second = pool.acquire(other);
        boolean shared = first.session() == second.session();
        first.release();
        second.release();
        context.advance(Duration.ofMinutes(1));
        return shared;
    }

    private SessionLease connectedConsumer(SessionKey key) throws MqttxOutboxException {
        SessionLease lease = pool.acquire(key);
        lease.session().subscribe(null, List.of());
        context.run();
        factory.client().accept(false);
        return lease;
    }

    @Test
    void auto_withoutClientId_producersShareAndConsumersDoNot() throws MqttxOutboxException {
        assertThat(isShared(producer(anonymous, SessionSharing.AUTO, "p1"), producer(anonymous, SessionSharing.AUTO, "p2")))
                .isTrue();
        assertThat(isShared(consumer(anonymous, SessionSharing.AUTO, "c1"), consumer(anonymous, SessionSharing.AUTO, "c2")))
                .isFalse();
        assertThat(isShared(consumer(anonymous, SessionSharing.AUTO, "x"), producer(anonymous, SessionSharing.AUTO, "x")))
                .isFalse();
    }

    @Test
    @DisplayName("F25: the same Client Identifier on from and to is one session")
    void auto_withClientId_allShare() throws MqttxOutboxException {
        assertThat(isShared(consumer(explicit, SessionSharing.AUTO, "c1"), consumer(explicit, SessionSharing.AUTO, "c2")))
                .isTrue();
        assertThat(isShared(consumer(explicit, SessionSharing.AUTO, "c1"), producer(explicit, SessionSharing.AUTO, "p1")))
                .isTrue();
    }

    @Test
    void always_allShare_andNever_nobodyShares() throws MqttxOutboxException {
        assertThat(isShared(
                consumer(anonymous, SessionSharing.ALWAYS, "c1"), consumer(anonymous, SessionSharing.ALWAYS, "c2"))).isTrue();
        assertThat(isShared(
                consumer(anonymous, SessionSharing.ALWAYS, "c1"), producer(anonymous, SessionSharing.ALWAYS, "p1"))).isTrue();
        assertThat(isShared(
                producer(anonymous, SessionSharing.NEVER, "p1"), producer(anonymous, SessionSharing.NEVER, "p2"))).isFalse();
        assertThat(isShared(
                consumer(anonymous, SessionSharing.NEVER, "x"), producer(anonymous, SessionSharing.NEVER, "x"))).isFalse();
    }

    @Test
    void settings_thatDiffer_doNotShare() throws MqttxOutboxException {
        assertThat(isShared(
                producer(anonymous, SessionSharing.ALWAYS, "p"),
                producer(SessionFixture.settings("a", null, true), SessionSharing.ALWAYS, "p"))).isFalse();
    }

    @Test
    void poolSize_eachIndexIsASessionOfItsOwn_sharedByProducersOfEqualSettings() throws MqttxOutboxException {
        SessionKey first = SessionKey.forProducer(anonymous, SessionSharing.AUTO, "p1", 0);
        SessionKey second = SessionKey.forProducer(anonymous, SessionSharing.AUTO, "p1", 1);
        assertThat(second).isNotEqualTo(first)
                .isEqualTo(SessionKey.forProducer(anonymous, SessionSharing.AUTO, "p2", 1));
        assertThat(isShared(first, second)).isFalse();
        assertThat(SessionKey.forProducer(anonymous, SessionSharing.NEVER, "p1", 1))
                .isNotEqualTo(SessionKey.forProducer(anonymous, SessionSharing.NEVER, "p2", 1));
    }

    @Test
    @DisplayName("F07: the same Client Identifier in two sessions of one JVM is refused")
    void explicitClientId_withOtherSettingsOrPool_isRefused() throws MqttxOutboxException {
        pool.acquire(consumer(explicit, SessionSharing.AUTO, "c"));
        SessionKey other = consumer(SessionFixture.settings("b,a", "c1", true), SessionSharing.AUTO, "c");
        assertThatIllegalStateException().isThrownBy(() -> pool.acquire(other)).withMessageContaining("'c1'")
                .withMessageContaining("tcp://a:1883");
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.acquire(consumer(explicit, SessionSharing.NEVER, "another")));
        SessionPool second = new SessionPool(library -> new ScriptedClientFactory(), Runnable::run, opener, () -> 0L);
        assertThatIllegalStateException()
                .isThrownBy(() -> second.acquire(consumer(explicit, SessionSharing.AUTO, "c")));
        second.acquire(consumer(SessionFixture.settings("elsewhere", "c1", false), SessionSharing.AUTO, "c")).release();
        second.close();
    }

    @Test
    void refusedKey_afterTheOtherSessionHasEnded_isAccepted() throws MqttxOutboxException {
        SessionLease lease = connectedConsumer(consumer(explicit, SessionSharing.AUTO, "c"));
        SessionKey other = consumer(SessionFixture.settings("a", "c1", true), SessionSharing.AUTO, "c");
        CompletableFuture<Void> end = lease.release();
        assertThatIllegalStateException().isThrownBy(() -> pool.acquire(other));
        context.run();
        assertThat(end).isCompleted();
        assertThat(pool.acquire(other)).isNotNull();
    }

    @Test
    void lastRelease_ofConsumer_closesAtOnceAndCompletesAfterDisconnect() throws MqttxOutboxException {
        SessionKey key = consumer(explicit, SessionSharing.AUTO, "c");
        SessionLease one = connectedConsumer(key);
        SessionLease other = pool.acquire(key);
        assertThat(one.release()).isCompleted();
        context.run();
        assertThat(factory.client().isConnected()).isTrue();
        CompletableFuture<Void> end = other.release();
        assertThat(end).isNotDone();
        context.run();
        assertThat(end).isCompleted();
        assertThat(factory.client().log()).endsWith("DISCONNECT");
        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void release_twice_countsOnce() throws MqttxOutboxException {
        SessionKey key = consumer(explicit, SessionSharing.AUTO, "c");
        SessionLease one = connectedConsumer(key);
        SessionLease other = pool.acquire(key);
        one.release();
        one.release();
        context.run();
        assertThat(factory.client().isConnected()).isTrue();
        other.release();
    }

    @Test
    void lastRelease_ofProducer_closesAfterTheIdleTime() throws MqttxOutboxException {
        SessionLease lease = pool.acquire(producer(anonymous, SessionSharing.AUTO, "p"));
        lease.session().connect();
        context.run();
        factory.client().accept(false);
        assertThat(lease.release()).isCompleted();
        context.advance(Duration.ofSeconds(29));
        assertThat(factory.client().isConnected()).isTrue();
        context.advance(Duration.ofSeconds(2));
        assertThat(factory.client().isConnected()).isFalse();
        assertThat(pool.snapshots()).isEmpty();
        assertThat(context.pendingTimers()).isEmpty();
    }

    @Test
    void acquire_withinTheIdleTime_keepsTheSession() throws MqttxOutboxException {
        SessionKey key = producer(anonymous, SessionSharing.AUTO, "p");
        SessionLease lease = pool.acquire(key);
        lease.session().connect();
        context.run();
        factory.client().accept(false);
        lease.release();
        context.advance(Duration.ofSeconds(20));
        SessionLease again = pool.acquire(key);
        context.advance(Duration.ofMinutes(5));
        assertThat(again.session()).isSameAs(lease.session());
        assertThat(again.session().snapshot().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    @DisplayName("F23 promise 9: a session that looks for a connection ends with its last lease, not after the idle time")
    void release_whileConnecting_closesAtOnce() throws MqttxOutboxException {
        SessionLease lease = pool.acquire(producer(anonymous, SessionSharing.AUTO, "p"));
        lease.session().connect();
        context.run();
        assertThat(lease.session().snapshot().state()).isEqualTo(SessionState.CONNECTING);
        lease.release();
        context.run();
        assertThat(lease.session().snapshot().state()).isEqualTo(SessionState.CLOSED);
        assertThat(context.pendingTimers()).isEmpty();
    }

    @Test
    @DisplayName("F07: a session connects only when its predecessor has left the broker")
    void acquire_duringClose_waitsForEachPredecessor() throws MqttxOutboxException {
        SessionKey key = consumer(explicit, SessionSharing.AUTO, "c");
        SessionLease first = connectedConsumer(key);
        first.release();
        SessionLease second = pool.acquire(key);
        assertThat(second.session()).isNotSameAs(first.session());
        second.session().subscribe(null, List.of());
        CompletableFuture<Void> secondEnd = second.release();
        SessionLease third = pool.acquire(key);
        third.session().connect();
        assertThat(factory.clients().get(0).isConnected()).isTrue();
        assertThat(secondEnd).isNotDone();
        context.run();
        assertThat(factory.clients().get(0).isConnected()).isFalse();
        assertThat(factory.clients().get(2).isConnecting()).isTrue();
        assertThat(factory.clients().get(1).isConnecting()).isFalse();
    }

    @Test
    void acquire_firstSessionSlowToClose_thirdWaitsForItThoughTheSecondHasEnded() throws MqttxOutboxException {
        SessionKey key = consumer(explicit, SessionSharing.AUTO, "c");
        SessionLease first = connectedConsumer(key);
        first.session().publish(new OutgoingMessage(
                "t", new byte[0], 1, false, null, new Ignored(),
                OutgoingMessage.NO_DEADLINE));
        context.run();
        CompletableFuture<Void> firstEnd = first.release();
        SessionLease second = pool.acquire(key);
        second.session().subscribe(null, List.of());
        CompletableFuture<Void> secondEnd = second.release();
        context.run();
        SessionLease third = pool.acquire(key);
        third.session().connect();
        context.advance(Duration.ofMillis(500));
        assertThat(firstEnd).isNotDone();
        assertThat(factory.client().connects()).isEmpty();
        context.advance(Duration.ofSeconds(3));
        assertThat(firstEnd).isCompleted();
        assertThat(secondEnd).isCompleted();
        assertThat(factory.client().isConnecting()).isTrue();
    }

    @Test
    @DisplayName("F23: a closed pool has closed everything and makes nothing new")
    void close_endsAllSessions() throws MqttxOutboxException {
        SessionLease lease = connectedConsumer(consumer(explicit, SessionSharing.AUTO, "c"));
        pool.acquire(producer(anonymous, SessionSharing.AUTO, "p"));
        CompletableFuture<Void> end = pool.close();
        context.run();
        assertThat(end).isCompleted();
        assertThat(lease.release()).isCompleted();
        assertThat(pool.snapshots()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> pool.acquire(producer(anonymous, SessionSharing.AUTO, "p")));
    }

    private static final class Ignored implements PublishCallback {

        @Override
        public void published(OutgoingMessage message) {
            throw new AssertionError(message);
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            assertThat(cause).hasMessageContaining("closed");
        }
    }
}
