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

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/** The {@link DataPlane} of one consumer of a session. */
record SessionDataPlane(MqttSession session, SessionConsumer consumer) implements DataPlane {

    /** No broker in use has a smaller window of messages that wait for their acknowledgement. */
    static final int SMALLEST_WINDOW = 10;

    @Override
    public SerialContext context() {
        return session.context();
    }

    @Override
    public int connection() {
        return session.state() == SessionState.CONNECTED ? session.driver().attempt() : 0;
    }

    @Override
    public @Nullable String broker() {
        BrokerAddress broker = session.driver().broker();
        return broker == null ? null : broker.toString();
    }

    @Override
    public boolean isAnswered() {
        return session.registry().isAnswered(consumer);
    }

    @Override
    public boolean isGranted(String filter) {
        return consumer.status().stream().anyMatch(status -> status.filter().equals(filter) && status.isGranted());
    }

    @Override
    public void onChange(@Nullable Runnable listener) {
        consumer.onStatus(listener);
    }

    @Override
    public boolean isHeldUp() {
        int window = Math.min(SMALLEST_WINDOW, session.settings().connection().receiveMaximum());
        return session.router().isPaused() || session.router().ledger().unacknowledged() >= window;
    }

    @Override
    public int pauses() {
        return session.router().pauses();
    }

    @Override
    public long received() {
        return session.metrics().receivedCount();
    }

    @Override
    public boolean publish(OutgoingMessage message) {
        return session.sender().sendNow(message);
    }

    @Override
    public void flush() {
        session.client().flush();
        session.wake();
    }

    @Override
    public void resubscribe() {
        session.registry().resubscribe(consumer);
        session.client().flush();
    }

    @Override
    public void reconnect(String reason) {
        session.reconnect(reason);
    }

    @Override
    public void failOver(String reason) {
        session.failOver(reason);
    }

    @Override
    public void happened(SessionEvent event, String detail) {
        session.happened(event, detail);
    }
}
