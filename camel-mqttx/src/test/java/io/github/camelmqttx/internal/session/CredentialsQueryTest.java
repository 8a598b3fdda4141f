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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.internal.auth.OptionCredentials;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.BlockingCalls;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("M09 X11 F17: credentials of a bean are asked for at each attempt, off the serial context")
class CredentialsQueryTest {

    private static final String SECRET = "t0p-s3cret";

    private final SessionFixture f = new SessionFixture();
    private final List<String> asked = new ArrayList<>();
    private CredentialsProvider provider = (broker, clientId) -> {
        asked.add(broker + " " + clientId + " in context " + f.context.inContext());
        return new MqttxCredentials("user", "token-" + asked.size());
    };

    private ScriptedClient connect() {
        f.credentials
                = new OptionCredentials(null, null, null, (broker, clientId) -> provider.credentials(broker, clientId), null);
        f.session().connect();
        f.context.run();
        return f.client();
    }

    /** The worker does what it has to, then the session gets to know. */
    private void answer() {
        f.workers.run();
        f.context.run();
    }

    @Test
    @DisplayName("M09 CONNECT waits for the answer, which a worker gets; the time it took counts")
    void attempt_begins_beanIsAskedByAWorkerBeforeConnect() {
        ScriptedClient client = connect();
        assertThat(client.connects()).isEmpty();
        assertThat(asked).as("not in the serial context").isEmpty();
        f.context.advance(Duration.ofSeconds(3));
        answer();

        assertThat(asked).containsExactly("tcp://a:1883 c1 in context false");
        ConnectRequest request = client.lastConnect();
        assertThat(request.credentials().userName()).isEqualTo("user");
        assertThat(request.credentials().password()).isEqualTo("token-1");
        assertThat(Duration.ofNanos(request.timeoutNanos())).isEqualTo(SessionFixture.CONNECT_TIMEOUT.minusSeconds(3));
        client.accept(false);
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(f.context.pendingTimers()).as("no timer of the question is left")
                .doesNotContain(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("X11 a reconnect asks again and uses the renewed token")
    void connection_isLost_nextAttemptHasARenewedToken() {
        ScriptedClient client = connect();
        answer();
        client.accept(false);
        f.context.advance(Duration.ofMinutes(1));
        client.drop();
        answer();

        assertThat(client.connects()).extracting(request -> request.credentials().password())
                .containsExactly("token-1", "token-2");
    }

    @Test
    @DisplayName("M09 a bean that throws fails the attempt with its message; the next broker is asked for, back-off applies")
    void bean_throws_attemptFailsAndTheRoundGoesOn() {
        f.brokers = "a,b";
        provider = (broker, clientId) -> {
            asked.add(broker);
            throw new IllegalStateException("the token service is down");
        };
        ScriptedClient client = connect();
        answer();
        answer();

        assertThat(client.connects()).isEmpty();
        assertThat(asked).containsExactly("tcp://a:1883", "tcp://b:1883");
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(800));
        assertThat(f.session().snapshot().lastFailure()).contains("tcp://b:1883", "credentialsProvider",
                "the token service is down");
        f.context.advance(SessionFixture.DELAY);
        answer();
        assertThat(asked).hasSizeGreaterThan(2);
    }

    @Test
    @DisplayName("M09 a bean that gives null fails the attempt and says so")
    void bean_givesNull_attemptFails() {
        provider = (broker, clientId) -> null;
        connect();
        answer();

        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.session().snapshot().lastFailure()).contains("credentialsProvider gave null", "MqttxCredentials");
    }

    @Test
    @DisplayName("M09 an Error of the bean is a failure as well")
    void bean_failsWithAnError_attemptFails() {
        provider = (broker, clientId) -> {
            throw new NoClassDefFoundError("token/Client");
        };
        connect();
        answer();

        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.session().snapshot().lastFailure()).contains("token/Client");
    }

    @Test
    @DisplayName("M09 a bean that blocks longer than connectionTimeout fails the attempt; its late answer is dropped")
    void bean_blocks_attemptFailsInTimeAndTheLateAnswerIsDropped() {
        ScriptedClient client = connect();
        f.context.advance(SessionFixture.CONNECT_TIMEOUT);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.session().snapshot().lastFailure())
                .contains("tcp://a:1883", "credentialsProvider gave no credentials within 10000 ms", "connectionTimeout")
                .doesNotContain(SECRET);
        answer();

        assertThat(client.connects()).as("the late answer begins nothing").isEmpty();
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
    }

    @Test
    @DisplayName("M09 a bean that never returns holds one worker, however many attempts follow, and may come back to life")
    void bean_neverReturns_holdsOneWorker() {
        connect();
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(f.workers.waiting()).as("questions that are under way").isOne();
            f.context.advance(SessionFixture.CONNECT_TIMEOUT.plus(SessionFixture.MAX_DELAY));
        }
        assertThat(f.session().snapshot().lastFailure()).contains("has not answered to an earlier attempt yet");
        while (f.state() != SessionState.CONNECTING) {
            f.context.advance(SessionFixture.DELAY);
        }
        answer();
        answer();
        assertThat(f.client().connects()).hasSize(1);
    }

    @Test
    @DisplayName("M09 promise 9: the session closes at once while the bean is asked, and nothing follows")
    void session_closesWhileTheBeanIsAsked_endsAtOnce() {
        ScriptedClient client = connect();
        CompletableFuture<Void> closed = f.session().close();
        f.context.run();

        assertThat(closed).isCompleted();
        assertThat(f.state()).isEqualTo(SessionState.CLOSED);
        assertThat(f.context.pendingTimers()).isEmpty();
        answer();
        assertThat(client.connects()).isEmpty();
    }

    @Test
    @DisplayName("X11 5.0 only: with mqttVersion=auto a session with enhanced authentication never offers a lower version")
    void source_needsMqtt5_versionIsNotLowered() {
        f.version = VersionPolicy.AUTO;
        f.credentials = new Credentials(
                null, null,
                new Authentication(null, "M", null, null));
        f.session().connect();
        f.context.run();
        f.client().fail(Stage.NO_CONNACK, -1, true);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        f.context.advance(SessionFixture.DELAY);
        f.client().fail(Stage.REFUSED, 0x84, false);

        assertThat(f.client().connects()).extracting(ConnectRequest::version).containsOnly(ProtocolVersion.MQTT_5);
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
    }

    @Test
    @DisplayName("M09 calls of beans: one at a time, interrupted when given up, the next one waits for the one before")
    void calls_givenUp_areInterruptedAndTheNextWaits() {
        Deque<Runnable> workers = new ArrayDeque<>();
        Executor executor = workers::add;
        ManualSerialContext context = new ManualSerialContext();
        BlockingCalls calls = new BlockingCalls(executor, context);
        List<String> told = new ArrayList<>();
        BlockingCalls.Outcome<String> outcome = new BlockingCalls.Outcome<>() {
            @Override
            public void succeeded(String result) {
                told.add(result);
            }

            @Override
            public void failed(Throwable cause) {
                told.add(cause.toString());
            }
        };
        context.run(() -> calls.start(() -> "first", outcome));
        context.run(() -> calls.start(() -> "second", outcome));
        assertThat(calls.isWaiting()).isTrue();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        context.run();
        assertThat(calls.isWaiting()).isFalse();
        workers.remove().run();
        context.run();

        assertThat(told).containsExactly("second");
        context.run(() -> assertThat(calls.cancel()).isFalse());
    }
}
