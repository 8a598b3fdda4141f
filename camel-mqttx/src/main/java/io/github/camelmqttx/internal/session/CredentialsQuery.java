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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.BlockingCall;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.ScheduledTask;
import org.jspecify.annotations.Nullable;

/**
 * Asks the source of a session for the credentials of an attempt, on a worker, for no longer than the attempt may take.
 * Confined to the serial context.
 * <p>
 * Invariant: one question at a time. A source that does not return, although interrupted when its time was over, holds
 * one worker, however many attempts follow; they wait for it and fail in their turn.
 */
final class CredentialsQuery {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Engine engine;
    private final CredentialsSource source;
    private final long timeoutNanos;

    private @Nullable Question current;
    private @Nullable Question asked;

    /** @param timeoutNanos bound of one question */
    CredentialsQuery(Engine engine, CredentialsSource source, long timeoutNanos) {
        this.engine = engine;
        this.source = source;
        this.timeoutNanos = timeoutNanos;
    }

    /** Told one of the two, in the context, unless the question is given up before. */
    interface Answer {

        /** @param leftNanos what is left of the time */
        void given(Credentials credentials, long leftNanos);

        void failed(ConnectFailure failure);
    }

    /** Asks; only while there is no question. The answer never comes inside this call. */
    void ask(BrokerAddress broker, String clientId, Answer answer) {
        Question question = new Question(broker, clientId, answer);
        current = question;
        question.begin();
        if (asked == null) {
            question.ask();
        }
    }

    /** Gives up the question. @return whether there was one */
    boolean cancel() {
        Question question = current;
        if (question != null) {
            question.end();
        }
        return question != null;
    }

    private final class Question implements BlockingCall.Outcome<Credentials> {

        private final BrokerAddress broker;
        private final String clientId;
        private final Answer answer;
        private final long deadline;
        private ScheduledTask timer = () -> {
        };
        private @Nullable BlockingCall<Credentials> call;

        Question(BrokerAddress broker, String clientId, Answer answer) {
            this.broker = broker;
            this.clientId = clientId;
            this.answer = answer;
            this.deadline = engine.context().nanoTime() + timeoutNanos;
        }

        void begin() {
            timer = engine.context().schedule(this::timedOut, timeoutNanos);
        }

        void ask() {
            asked = this;
            call = BlockingCall.start(engine.workers(), engine.context(), () -> source.ask(broker, clientId), this);
        }

        @Override
        public void succeeded(@Nullable Credentials result) {
            end();
            if (result == null) {
                fail(failure(source.origin() + " gave no credentials.", null));
            } else {
                answer.given(result, Math.max(NANOS_PER_MILLI, deadline - engine.context().nanoTime()));
            }
        }

        @Override
        public void failed(Throwable cause) {
            end();
            fail(cause instanceof MqttxConnectException exception
                    ? exception : failure(source.origin() + " failed: " + cause, cause));
        }

        @Override
        public void ended() {
            asked = null;
            Question next = current;
            if (next != null) {
                next.ask();
            }
        }

        private void timedOut() {
            boolean waited = call == null;
            end();
            fail(failure(
                    source.origin() + (waited
                            ? " has not answered to an earlier attempt yet" : " gave no credentials within "
                                                                              + timeoutNanos / NANOS_PER_MILLI
                                                                              + " ms")
                         + ". See to the place where they come from, or raise connectionTimeout.",
                    null));
        }

        void end() {
            current = null;
            timer.cancel();
            if (call != null) {
                call.cancel();
            }
        }

        private void fail(MqttxConnectException exception) {
            answer.failed(new ConnectFailure(ConnectFailure.Stage.CREDENTIALS, exception));
        }

        private MqttxConnectException failure(String why, @Nullable Throwable cause) {
            return new MqttxConnectException(
                    "Cannot connect to " + broker + ": " + why, MqttxConnectException.NO_REASON_CODE, true, cause);
        }
    }
}
