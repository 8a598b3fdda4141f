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
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConnectException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmqttx.internal.session.SessionFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("F23, F16: close() from every state")
class SessionCloseTest {

    private final SessionFixture f = new SessionFixture();

    static Stream<Arguments> situations() {
        return Stream.of(
                situation("idle", s -> {
                }),
                situation("connecting", s -> s.session().connect()),
                situation("connecting to the second broker", s -> {
                    s.session().connect();
                    s.context.run();
                    s.client().fail();
                }),
                situation("connected", SessionFixture::connected),
                situation("connected, SUBACK outstanding", s -> {
                    s.connected().grantsAll(false);
                    s.route("r", "t");
                }),
                situation("connected, filter refused", s -> {
                    s.connected().grantsAll(false);
                    s.route("r", "t");
                    s.client().answer(0x87);
                }),
                situation("connected, publishes in flight and waiting", s -> {
                    s.connected();
                    for (int i = 0; i < 5; i++) {
                        s.publish("t" + i);
                    }
                }),
                situation("connected, messages in two routes, reading paused", s -> {
                    s.gate = 2;
                    s.connected();
                    s.route("r1", "t/1");
                    s.route("r2", "t/2");
                    s.client().deliver(message("t/1", 1, 1), message("t/2", 1, 2), message("t/1", 1, 3));
                    assertThat(s.client().isReading()).isFalse();
                }),
                situation("connected to the lesser broker, fail-back to come", s -> {
                    s.session().connect();
                    s.context.run();
                    s.client().fail();
                    s.client().accept(false);
                }),
                situation("probing the preferred broker", SessionCloseTest::probing),
                situation("quiescing for a fail-back", s -> {
                    probing(s);
                    s.publish("t");
                    s.factory.answerProbe(true);
                }),
                situation("returning to the preferred broker", s -> {
                    probing(s);
                    s.factory.answerProbe(true);
                    assertThat(s.client().isConnecting()).isTrue();
                }),
                situation("backing off", s -> {
                    s.session().connect();
                    s.context.run();
                    s.client().fail();
                    s.client().fail();
                    s.publish("t");
                    assertThat(s.state()).isEqualTo(SessionState.BACKING_OFF);
                }),
                situation("given up", s -> {
                    s.maxRounds = 1;
                    s.session().connect();
                    s.context.run();
                    s.client().fail();
                    s.client().fail();
                    assertThat(s.state()).isEqualTo(SessionState.GIVEN_UP);
                }),
                situation("idle time running", s -> {
                    s.connected();
                    s.session().idle(Duration.ofMinutes(1).toNanos(), () -> {
                    });
                    s.context.run();
                }),
                situation("closed", s -> assertThat(s.close()).isCompleted()));
    }

    private static void probing(SessionFixture s) {
        s.session().connect();
        s.context.run();
        s.client().fail();
        s.client().accept(false);
        s.context.advance(SessionFixture.FAILBACK);
        assertThat(s.factory.probes()).hasSize(1);
    }

    private static Arguments situation(String name, Consumer<SessionFixture> steps) {
        return Arguments.of(name, steps);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void close_inEveryState_completesAndLeavesNothingBehind(String name, Consumer<SessionFixture> steps) {
        f.brokers = "a,b";
        steps.accept(f);
        CompletableFuture<Void> closed = f.close();
        assertThat(closed).isCompleted();
        assertThat(f.state()).isEqualTo(SessionState.CLOSED);
        f.workers.run();
        int connects = f.client().connects().size();
        f.context.advance(Duration.ofHours(1));
        assertThat(f.context.pendingTimers()).isEmpty();
        assertThat(f.client().connects()).hasSize(connects);
        assertThat(f.client().isConnected() || f.client().isConnecting()).isFalse();
        assertThat(f.events.stream().filter("CLOSED"::equals)).hasSize(1);
    }

    @Test
    void completion_afterClose_isNotAcknowledgedAndLeavesNoTimer() {
        f.connected();
        SessionFixture.Route route = f.route("r", "t");
        f.client().deliver(message("t", 1, 1));
        f.publish("x");
        assertThat(f.close()).isCompleted();
        route.finish(0);
        f.workers.run();
        f.session().reconnect("by hand");
        f.session().connect();
        f.context.advance(Duration.ofHours(1));
        assertThat(f.client().acknowledged()).isEmpty();
        assertThat(f.client().connects()).hasSize(1);
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void completions_beforeClose_areAcknowledgedBeforeDisconnect() {
        f.connected();
        SessionFixture.Route route = f.route("r", "t");
        f.client().deliver(message("t", 1, 1), message("t", 2, 2));
        route.received.forEach(delivery -> delivery.complete());
        assertThat(f.close()).isCompleted();
        assertThat(f.client().acknowledged()).containsExactly(1, 2);
        assertThat(f.client().log()).endsWith("DISCONNECT");
    }

    @Test
    void close_publishesInFlight_waitsForThemThenDisconnects() {
        f.connected();
        SessionFixture.Publish publish = f.publish("t");
        CompletableFuture<Void> closed = f.session().close();
        f.context.advance(Duration.ofMillis(100));
        assertThat(closed).isNotCompleted();
        f.client().puback();
        f.context.advance(Duration.ofMillis(100));
        assertThat(closed).isCompleted();
        assertThat(publish.outcomes()).isEqualTo(1);
        assertThat(publish.published).isEqualTo(1);
    }

    @Test
    void close_publishesThatDoNotComplete_failAfterTwoSeconds() {
        f.connected();
        SessionFixture.Publish sent = f.publish("t");
        CompletableFuture<Void> closed = f.session().close();
        f.context.advance(Duration.ofMillis(SessionObserver.QUIESCE_MILLIS + 10));
        assertThat(closed).isCompleted();
        assertThat(sent.failure()).isInstanceOf(MqttxConnectException.class).hasMessageContaining("closed");
        assertThat(f.publish("late").failure()).hasMessageContaining("closed");
    }

    @Test
    void close_twice_bothComplete() {
        f.connected();
        f.publish("t");
        CompletableFuture<Void> first = f.session().close();
        CompletableFuture<Void> second = f.session().close();
        f.context.advance(Duration.ofSeconds(3));
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(f.client().log().stream().filter("DISCONNECT"::equals)).hasSize(1);
    }

    @Test
    void close_whileConnectWaits_failsIt() {
        CompletableFuture<Void> connect = f.session().connect();
        f.close();
        assertThat(connect).isCompletedExceptionally();
        assertThat(f.session().connect()).satisfies(again -> f.context.run()).isCompletedExceptionally();
    }

    @Test
    void consumers_whenSessionCloses_areAnsweredAndStopped() {
        f.session().connect();
        SessionFixture.Route route = f.route("r", "t");
        f.close();
        assertThat(route.subscription.firstAnswer()).isCompletedExceptionally();
        assertThat(route.stop()).isCompleted();
        SessionFixture.Route late = f.route("late", "t");
        assertThat(late.subscription.firstAnswer()).isCompletedExceptionally();
        assertThat(late.stop()).isCompleted();
    }

    @Test
    void close_afterTheContextHasEnded_completes() {
        f.session();
        f.factory.close();
        assertThat(f.session().close()).isCompleted();
        assertThat(f.session().subscribe(null, List.of()).stop()).isCompleted();
    }

    @Test
    void close_whileWaitingForPredecessor_neverConnects() {
        CompletableFuture<Void> predecessor = new CompletableFuture<>();
        f.session().connectAfter(predecessor);
        f.session().connect();
        assertThat(f.close()).isCompleted();
        predecessor.complete(null);
        f.context.advance(Duration.ofHours(1));
        assertThat(f.client().connects()).isEmpty();
    }
}
