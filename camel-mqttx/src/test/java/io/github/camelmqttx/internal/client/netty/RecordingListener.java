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
package io.github.camelmqttx.internal.client.netty;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.OutgoingMessage;

/** Keeps what an engine reports, by kind and, in short words, in order; readable from any thread. */
final class RecordingListener implements MqttClientListener {

    /** For example {@code connected 1}, {@code received a/b id 7}, {@code published a/b}. */
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<ConnectResult> connected = new CopyOnWriteArrayList<>();
    /** What the session does when it is told of the connection. */
    Runnable onConnected = () -> {
    };
    final List<ConnectFailure> connectFailed = new CopyOnWriteArrayList<>();
    final List<Disconnection> disconnected = new CopyOnWriteArrayList<>();
    final List<IncomingMessage> received = new CopyOnWriteArrayList<>();
    final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
    final List<Exception> publishFailures = new CopyOnWriteArrayList<>();
    volatile int batches;
    volatile Consumer<IncomingMessage> onReceived = message -> {
    };
    volatile Runnable onBatchComplete = () -> {
    };

    @Override
    public void connected(int attempt, ConnectResult result) {
        log.add("connected " + attempt);
        connected.add(result);
        onConnected.run();
    }

    @Override
    public void connectFailed(int attempt, ConnectFailure failure) {
        log.add("connectFailed " + attempt);
        connectFailed.add(failure);
    }

    @Override
    public void disconnected(int attempt, Disconnection reason) {
        log.add("disconnected " + attempt);
        disconnected.add(reason);
    }

    @Override
    public void received(IncomingMessage message) {
        log.add("received " + message.topic() + " id " + message.packetId());
        received.add(message);
        onReceived.accept(message);
    }

    @Override
    public void published(OutgoingMessage message) {
        log.add("published " + message.topic());
        published.add(message);
    }

    @Override
    public void publishFailed(OutgoingMessage message, Exception cause) {
        log.add("publishFailed " + message.topic());
        publishFailures.add(cause);
    }

    @Override
    public void batchComplete() {
        batches++;
        onBatchComplete.run();
    }
}
