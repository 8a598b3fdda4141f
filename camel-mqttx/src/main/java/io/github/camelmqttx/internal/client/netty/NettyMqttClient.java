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
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.BlockingCalls;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.InflightStore;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The protocol engine on Netty. The listener is never told anything inside a call of this class; what follows from a
 * call at once (a refused publish, the end of an attempt) is posted to the serial context.
 * <p>
 * Fail-over: the state belongs to the broker of the last connection. If another broker answers with Session Present,
 * {@link io.github.camelmqttx.internal.client.ConnectResult#sessionPresent()} says so, but the incomplete publishes go
 * to it as new messages, see {@link SessionState}.
 * <p>
 * MQTT 3.1 has no Session Present in CONNACK. The engine presumes a session when Clean Session is 0 and its last
 * connection was to the same broker, so that incomplete publishes are repeated with DUP and their identifiers. That is
 * a presumption: do not take it as a proof that the broker still has the subscriptions.
 */
final class NettyMqttClient implements MqttClient {

    private final Engine engine;
    private @Nullable Connection connection;

    /** @param blocking for beans of the user */
    NettyMqttClient(SerialContext context, MqttClientListener listener, ChannelOpener opener, Executor blocking) {
        this.engine = new Engine(context, listener, opener, new SessionState(), new BlockingCalls(blocking, context));
    }

    /** @throws IllegalStateException if there is a connection or an attempt */
    @Override
    public void persist(InflightStore store, @Nullable BrokerAddress owner, List<OutgoingMessage> inflight) {
        engine.context().assertInContext();
        if (connection != null) {
            throw new IllegalStateException("There is an attempt or a connection");
        }
        engine.state().load(new StoreGate(engine.context(), store, this::stored), owner, inflight);
    }

    private void stored() {
        if (connection != null) {
            connection.stored();
        }
    }

    /** @throws IllegalStateException if there is a connection or an attempt, or its end has not been reported yet */
    @Override
    public void connect(ConnectRequest request) {
        engine.context().assertInContext();
        if (connection != null) {
            throw new IllegalStateException("There is an attempt or a connection already");
        }
        Connection attempt = new Connection(engine, request, () -> connection = null);
        connection = attempt;
        attempt.start();
    }

    @Override
    public boolean canPublish(int qos) {
        Exchanges current = established();
        return current != null && current.writer().isWritable() && (qos == 0 || current.outgoing().hasRoom());
    }

    /** @throws IllegalStateException if there is no connection, or for QoS 1 and 2 no room in the window */
    @Override
    public void publish(OutgoingMessage message) {
        Exchanges current = established();
        if (current == null) {
            throw new IllegalStateException("Not connected; ask canPublish first: " + message);
        }
        current.outgoing().publish(message);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, ReplyCallback callback) {
        Exchanges current = established();
        if (current != null) {
            current.subscribing().subscribe(subscriptions, callback);
        }
    }

    @Override
    public void unsubscribe(List<String> filters, ReplyCallback callback) {
        Exchanges current = established();
        if (current != null) {
            current.subscribing().unsubscribe(filters, callback);
        }
    }

    /** Without effect if the current connection did not deliver the message, or it is acknowledged already (QoS 1). */
    @Override
    public boolean acknowledge(IncomingMessage message) {
        Exchanges current = established();
        if (current != null) {
            current.incoming().acknowledge(message);
        }
        return current != null;
    }

    @Override
    public void flush() {
        Exchanges current = established();
        if (current != null) {
            current.flush();
        }
    }

    /** Reading is on at the beginning of each connection. */
    @Override
    public void reading(boolean on) {
        if (connection != null) {
            connection.reading(on);
        }
    }

    @Override
    public void readOnce() {
        if (connection != null) {
            connection.readOnce();
        }
    }

    @Override
    public void disconnect(int reasonCode, long timeoutNanos) {
        engine.context().assertInContext();
        if (connection != null) {
            connection.disconnect(reasonCode, timeoutNanos);
        }
    }

    @Override
    public void abort(Disconnection reason) {
        engine.context().assertInContext();
        if (connection != null) {
            connection.abort(reason);
        }
    }

    @Override
    public int inflight() {
        return engine.state().inflight();
    }

    @Override
    public void forEachInflight(Consumer<OutgoingMessage> visitor) {
        engine.state().forEachInflight(visitor);
        Exchanges current = established();
        if (current != null) {
            current.writer().forEachUnacknowledged(visitor);
        }
    }

    @Override
    public void limitInflight(int messages) {
        engine.context().assertInContext();
        engine.state().inflightLimit(messages);
        Exchanges current = established();
        if (current != null) {
            current.outgoing().proceed();
        }
    }

    /** @throws IllegalStateException if there is a connection or an attempt */
    @Override
    public void abandon(OutgoingMessage message) {
        engine.context().assertInContext();
        if (connection != null) {
            throw new IllegalStateException("There is an attempt or a connection");
        }
        engine.state().abandon(message);
    }

    /** @throws IllegalStateException if there is a connection or an attempt */
    @Override
    public void clear() {
        engine.context().assertInContext();
        if (connection != null) {
            throw new IllegalStateException("There is an attempt or a connection");
        }
        engine.state().clear();
    }

    private @Nullable Exchanges established() {
        return connection == null ? null : connection.established();
    }
}
