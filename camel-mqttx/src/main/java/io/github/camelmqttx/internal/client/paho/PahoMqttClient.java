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
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.InflightStore;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on Paho. The listener is never told anything inside a call of this class.
 * <p>
 * Where it does less than the engine: a QoS 1 publish that was not acknowledged goes out after a reconnect as a new
 * message (no DUP, another Packet Identifier); a QoS 2 message is taken over from the broker when it is received, not
 * when it is acknowledged; nothing is kept in a store; see {@link PahoSession} for QoS 2 publishes.
 */
final class PahoMqttClient implements MqttClient {

    private static final Logger LOG = LoggerFactory.getLogger(PahoMqttClient.class);

    private final PahoEngine engine;
    private @Nullable PahoConnection connection;

    PahoMqttClient(PahoEngine engine) {
        this.engine = engine;
    }

    /** @throws UnsupportedOperationException always; options that need it are refused before */
    @Override
    public void persist(InflightStore store, @Nullable BrokerAddress owner, List<OutgoingMessage> inflight) {
        throw new UnsupportedOperationException("client=paho cannot keep publishes on disk: use client=netty");
    }

    /** @throws IllegalStateException if there is a connection or an attempt, or its end has not been reported yet */
    @Override
    public void connect(ConnectRequest request) {
        engine.context().assertInContext();
        ensureDetached();
        PahoConnection attempt = new PahoConnection(engine, request, () -> connection = null);
        connection = attempt;
        attempt.start();
    }

    @Override
    public boolean canPublish(int qos) {
        PahoExchanges current = established();
        return current != null && current.canPublish(qos);
    }

    /** @throws IllegalStateException if there is no connection, or for QoS 1 and 2 no room in the window */
    @Override
    public void publish(OutgoingMessage message) {
        PahoExchanges current = established();
        if (current == null) {
            throw new IllegalStateException("Not connected; ask canPublish first: " + message);
        }
        current.publish(message);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, ReplyCallback callback) {
        int[] codes = new int[subscriptions.size()];
        List<Part> parts = new ArrayList<>(1);
        for (int from = 0; from < codes.length;) {
            int identifier = subscriptions.get(from).identifier();
            int start = from;
            int end = IntStream.range(start, codes.length).filter(i -> subscriptions.get(i).identifier() != identifier)
                    .findFirst().orElse(codes.length);
            List<Subscription> part = subscriptions.subList(start, end);
            parts.add(new Part(start, end - start, (link, reply) -> link.subscribe(part, reply)));
            from = end;
        }
        request(parts, codes, callback);
    }

    @Override
    public void unsubscribe(List<String> filters, ReplyCallback callback) {
        Part part = new Part(0, filters.size(), (link, reply) -> link.unsubscribe(filters, reply));
        request(List.of(part), new int[filters.size()], callback);
    }

    /** Sends the parts of a request; the callback gets all answers together. */
    private void request(List<Part> parts, int[] codes, ReplyCallback callback) {
        PahoConnection current = connection;
        if (current == null || current.established() == null) {
            return;
        }
        int[] outstanding = { parts.size() };
        for (Part part : parts) {
            ReplyCallback reply = answers -> current.post(() -> {
                System.arraycopy(answers, 0, codes, part.from(), Math.min(answers.length, part.count()));
                if (--outstanding[0] == 0) {
                    callback.replied(codes);
                }
            });
            try {
                part.sending().send(current.link(), reply);
            } catch (PahoException e) {
                LOG.debug("A request is dropped, because the connection is ending (code {})", e.code(), e);
            } catch (IllegalArgumentException e) {
                LOG.warn("Paho does not send a Topic Filter: {}", e.getMessage());
                reply.replied(IntStream.generate(() -> ReasonCodes.TOPIC_FILTER_INVALID).limit(part.count()).toArray());
            }
        }
    }

    /** Without effect if the current connection did not deliver the message, or it is acknowledged already. */
    @Override
    public boolean acknowledge(IncomingMessage message) {
        PahoExchanges current = established();
        if (current != null) {
            current.acknowledge(message);
        }
        return current != null;
    }

    /** Nothing to be done: the library writes by itself. */
    @Override
    public void flush() {
        // See above.
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
        return engine.session().inflight().size();
    }

    @Override
    public void forEachInflight(Consumer<OutgoingMessage> visitor) {
        engine.session().inflight().forEach(visitor);
        PahoExchanges current = established();
        if (current != null) {
            current.unwritten().forEach(visitor);
        }
    }

    /** Does not hold for QoS 2 publishes of an earlier connection, which the library sends again by itself. */
    @Override
    public void limitInflight(int messages) {
        engine.context().assertInContext();
        engine.session().inflightLimit(messages);
        PahoExchanges current = established();
        if (current != null) {
            current.proceed();
        }
    }

    /** @throws IllegalStateException if there is a connection or an attempt */
    @Override
    public void abandon(OutgoingMessage message) {
        engine.context().assertInContext();
        ensureDetached();
        engine.session().abandon(message);
    }

    /** @throws IllegalStateException if there is a connection or an attempt */
    @Override
    public void clear() {
        engine.context().assertInContext();
        ensureDetached();
        engine.session().clear();
    }

    private void ensureDetached() {
        if (connection != null) {
            throw new IllegalStateException("There is an attempt or a connection");
        }
    }

    private @Nullable PahoExchanges established() {
        return connection == null ? null : connection.established();
    }

    /** The filters of one packet. */
    private record Part(int from, int count, Sending sending) {
    }

    /** Sends a packet. */
    private interface Sending {
        void send(PahoLink link, ReplyCallback reply) throws PahoException;
    }
}
