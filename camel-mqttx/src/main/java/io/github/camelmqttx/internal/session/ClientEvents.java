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

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.OutgoingMessage;

/** Brings what the engine reports to the parts of the session. */
final class ClientEvents implements MqttClientListener {

    private final MqttSession session;

    ClientEvents(MqttSession session) {
        this.session = session;
    }

    @Override
    public void connected(int attempt, ConnectResult result) {
        session.driver().connected(attempt, result);
    }

    @Override
    public void connectFailed(int attempt, ConnectFailure failure) {
        session.metrics().attemptFailed();
        session.driver().connectFailed(attempt, failure);
    }

    @Override
    public void disconnected(int attempt, Disconnection reason) {
        session.driver().disconnected(attempt, reason);
    }

    @Override
    public void received(IncomingMessage message) {
        session.router().received(message);
    }

    @Override
    public void published(OutgoingMessage message) {
        session.observer().publishSettled();
        session.sender().published(message);
    }

    @Override
    public void publishFailed(OutgoingMessage message, Exception cause) {
        session.observer().publishSettled();
        session.sender().failed(message, cause);
    }

    @Override
    public void batchComplete() {
        session.drain();
    }
}
