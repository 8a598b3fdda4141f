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
import io.github.camelmqttx.internal.client.BlockingCalls;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks the source of a session for the credentials of an attempt, on a worker, for no longer than the attempt may take.
 * Confined to the serial context.
 */
final class CredentialsQuery {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SerialContext context;
    private final CredentialsSource source;
    private final long timeoutNanos;
    private final BlockingCalls calls;

    private ScheduledTask timer = () -> {
    };

    /** @param timeoutNanos bound of one question */
    CredentialsQuery(Engine engine, CredentialsSource source, long timeoutNanos) {
        this.context = engine.context();
        this.source = source;
        this.timeoutNanos = timeoutNanos;
        this.calls = new BlockingCalls(engine.workers(), context);
    }

    /** Told one of the two, in the context, unless the question is given up before. */
    interface Answer {

        /** @param leftNanos what is left of the time */
        void given(Credentials credentials, long leftNanos);

        void failed(ConnectFailure failure);
    }

    /** Asks; only while there is no question. The answer never comes inside this call. */
    void ask(BrokerAddress broker, String clientId, Answer answer) {
        long deadline = context.nanoTime() + timeoutNanos;
        timer = context.schedule(() -> timedOut(broker, answer), timeoutNanos);
        calls.start(() -> source.ask(broker, clientId), new BlockingCalls.Outcome<Credentials>() {
            @Override
            public void succeeded(@Nullable Credentials credentials) {
                timer.cancel();
                if (credentials == null) {
                    answer.failed(failure(broker, source.origin() + " gave no credentials.", null));
                } else {
                    answer.given(credentials, Math.max(NANOS_PER_MILLI, deadline - context.nanoTime()));
                }
            }

            @Override
            public void failed(Throwable cause) {
                timer.cancel();
                answer.failed(failure(broker, source.origin() + " failed: " + cause + ".", cause));
            }
        });
    }

    /** Gives up the question. @return whether there was one */
    boolean cancel() {
        timer.cancel();
        return calls.cancel();
    }

    private void timedOut(BrokerAddress broker, Answer answer) {
        String what = calls.isWaiting()
                ? " has not answered to an earlier attempt yet"
                : " gave no credentials within " + timeoutNanos / NANOS_PER_MILLI + " ms";
        calls.cancel();
        answer.failed(failure(
                broker, source.origin() + what + ". See to the place where they come from, or raise connectionTimeout.", null));
    }

    private static ConnectFailure failure(BrokerAddress broker, String why, @Nullable Throwable cause) {
        MqttxConnectException exception = cause instanceof MqttxConnectException known
                ? known
                : new MqttxConnectException(
                        "Cannot connect to " + broker + ": " + why, MqttxConnectException.NO_REASON_CODE, true, cause);
        return new ConnectFailure(ConnectFailure.Stage.CREDENTIALS, exception);
    }
}
