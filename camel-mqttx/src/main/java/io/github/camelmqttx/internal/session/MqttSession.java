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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.Subscription;

/**
 * One Client Identifier's life across connections. Thread-safe; nothing here blocks except {@link #publish} with
 * {@link OverflowPolicy#BLOCK}.
 */
public final class MqttSession {

    /** The Client Identifier. */
    public String clientId() {
        throw new UnsupportedOperationException();
    }

    public SessionSettings settings() {
        throw new UnsupportedOperationException();
    }

    /** Monotonic time in nanoseconds, for deadlines of {@link OutgoingMessage}. */
    public long nanoTime() {
        throw new UnsupportedOperationException();
    }

    /**
     * Publishes. The callback is told the outcome exactly once, on a worker thread or, when the message is refused at
     * once, in this call. Messages of one thread are sent in the order of their calls.
     */
    public void publish(OutgoingMessage message) {
        throw new UnsupportedOperationException();
    }

    /**
     * Registers a consumer, whose handler is in place before the call returns and before the session connects.
     *
     * @param subscriptions Subscription Identifiers are chosen by the session, pass 0
     */
    public ConsumerSubscription subscribe(MessageHandler handler, List<Subscription> subscriptions) {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts connecting if nothing was tried yet. Completes when the session is connected, or exceptionally with
     * {@link io.github.camelmqttx.MqttxConnectException} when the first round over the brokers has failed; the session
     * goes on trying in the background all the same.
     */
    public CompletableFuture<Void> connect() {
        throw new UnsupportedOperationException();
    }

    /** Drops the connection and connects anew, for operators. */
    public void reconnect(String reason) {
        throw new UnsupportedOperationException();
    }

    public void addListener(SessionListener listener) {
        throw new UnsupportedOperationException();
    }

    public void removeListener(SessionListener listener) {
        throw new UnsupportedOperationException();
    }

    /** How the session stands. */
    public SessionSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }
}
