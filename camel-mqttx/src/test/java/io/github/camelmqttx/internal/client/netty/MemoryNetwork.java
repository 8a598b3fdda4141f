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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.testbed.HostileBroker;
import io.github.camelmqttx.testbed.Witness;
import org.jspecify.annotations.Nullable;

/**
 * The real engine on channels in memory, in virtual time, with a {@link HostileBroker} at the other end and a
 * {@link Witness} in between. Confined to the thread of the test.
 */
final class MemoryNetwork implements MqttClientFactory {

    final ManualSerialContext context = new ManualSerialContext();
    final HostileBroker broker;
    final Witness witness;
    /** When each attempt began, in nanoseconds of the context. */
    final List<Long> attempts = new ArrayList<>();
    final List<Disconnection> disconnections = new ArrayList<>();
    final List<MemoryLine> lines = new ArrayList<>();

    MemoryNetwork(HostileBroker broker, Witness witness) {
        this.broker = broker;
        this.witness = witness;
    }

    @Override
    public SerialContext newContext() {
        return context;
    }

    @Override
    public MqttClient newClient(SerialContext own, MqttClientListener listener) {
        return new NettyMqttClient(own, new Tap(listener), this::open, Runnable::run);
    }

    @Override
    public void probe(
            SerialContext own, BrokerAddress address, @Nullable ProxySettings proxy, long timeoutNanos,
            Consumer<Boolean> outcome) {
        own.execute(() -> outcome.accept(false));
    }

    @Override
    public void close() {
        context.run(() -> lines.forEach(MemoryLine::discard));
    }

    private ChannelOpener.Opening open(ConnectRequest request, ChannelOpener.Outcome outcome) {
        attempts.add(context.nanoTime());
        boolean[] cancelled = new boolean[1];
        context.execute(() -> {
            if (!cancelled[0]) {
                MemoryLine line = new MemoryLine(this);
                lines.add(line);
                line.open(outcome);
            }
        });
        return new ChannelOpener.Opening() {
            @Override
            public void cancel() {
                cancelled[0] = true;
            }

            @Override
            public String progress() {
                return "opening";
            }
        };
    }

    /** Tells the witness when a CONNACK counts as a success. */
    private final class Tap implements MqttClientListener {

        private final MqttClientListener session;

        Tap(MqttClientListener session) {
            this.session = session;
        }

        @Override
        public void connected(int attempt, ConnectResult result) {
            lines.get(lines.size() - 1).witnessed().accepted(result.sessionPresent());
            session.connected(attempt, result);
        }

        @Override
        public void connectFailed(int attempt, ConnectFailure failure) {
            session.connectFailed(attempt, failure);
        }

        @Override
        public void disconnected(int attempt, Disconnection reason) {
            disconnections.add(reason);
            session.disconnected(attempt, reason);
        }

        @Override
        public void received(IncomingMessage message) {
            session.received(message);
        }

        @Override
        public void published(OutgoingMessage message) {
            session.published(message);
        }

        @Override
        public void publishFailed(OutgoingMessage message, Exception cause) {
            session.publishFailed(message, cause);
        }

        @Override
        public void batchComplete() {
            session.batchComplete();
        }
    }
}
