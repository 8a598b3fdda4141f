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
package io.github.camelmqttx.internal.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.OutgoingMessage.State;

/**
 * An engine whose broker is the test. It records what the session asks for, answers when the test says so, and throws
 * {@link IllegalStateException} when the session breaks the contract of {@link MqttClient}: calls outside the context,
 * a publish without room, an acknowledgement of a message of another connection, twice, or out of order.
 */
public final class ScriptedClient implements MqttClient {

    private final ManualSerialContext context;
    private final MqttClientListener listener;
    private final List<String> log = new ArrayList<>();
    private final List<ConnectRequest> connects = new ArrayList<>();
    private final List<List<Subscription>> subscribes = new ArrayList<>();
    private final List<List<String>> unsubscribes = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final Set<OutgoingMessage> inflight = new LinkedHashSet<>();
    private final Map<Integer, IncomingMessage> unacknowledged = new LinkedHashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private ConnectRequest attempt;
    private ConnectRequest connection;
    private int window;
    private boolean grantsAll = true;
    private boolean acceptsPublishes;
    private boolean writable = true;
    private boolean reading = true;
    private int reads;
    private int flushes;
    private int unflushed;

    private record Pending(int filters, ReplyCallback callback) {
    }

    ScriptedClient(ManualSerialContext context, MqttClientListener listener) {
        this.context = context;
        this.listener = listener;
    }

    @Override
    public void connect(ConnectRequest request) {
        context.assertInContext();
        check(attempt == null && connection == null, "connect during an attempt or connection");
        attempt = request;
        connects.add(request);
        log.add("CONNECT " + request.broker() + " " + request.version());
    }

    @Override
    public boolean canPublish(int qos) {
        context.assertInContext();
        return connection != null && writable && (qos == 0 || inflight.size() < window);
    }

    @Override
    public void publish(OutgoingMessage message) {
        check(canPublish(message.qos()), "publish without room");
        log.add("PUBLISH " + message.topic());
        unflushed++;
        if (message.qos() > 0) {
            message.state(State.PUBLISHED);
            inflight.add(message);
        }
        if (acceptsPublishes || message.qos() == 0) {
            context.execute(() -> complete(message));
        }
    }

    private void complete(OutgoingMessage message) {
        if (message.qos() == 0 || inflight.remove(message)) {
            message.state(State.COMPLETE);
            listener.published(message);
            listener.batchComplete();
        }
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, ReplyCallback callback) {
        requireConnection();
        check(!subscriptions.isEmpty(), "SUBSCRIBE without filter");
        subscribes.add(List.copyOf(subscriptions));
        log.add("SUBSCRIBE " + String.join(",", subscriptions.stream().map(Subscription::filter).toList()));
        unflushed++;
        pending.add(new Pending(subscriptions.size(), callback));
        if (grantsAll) {
            int[] codes = subscriptions.stream().mapToInt(Subscription::qos).toArray();
            context.execute(() -> reply(codes));
        }
    }

    @Override
    public void unsubscribe(List<String> filters, ReplyCallback callback) {
        requireConnection();
        check(!filters.isEmpty(), "UNSUBSCRIBE without filter");
        unsubscribes.add(List.copyOf(filters));
        log.add("UNSUBSCRIBE " + String.join(",", filters));
        unflushed++;
        pending.add(new Pending(filters.size(), callback));
        if (grantsAll) {
            context.execute(() -> reply(new int[filters.size()]));
        }
    }

    private void reply(int[] codes) {
        Pending request = pending.poll();
        if (request != null) {
            check(codes.length == request.filters(), "the script answers with " + codes.length + " codes");
            request.callback().replied(codes);
            listener.batchComplete();
        }
    }

    @Override
    public boolean acknowledge(IncomingMessage message) {
        requireConnection();
        check(message.qos() > 0, "acknowledgement of QoS 0");
        check(!unacknowledged.isEmpty() && unacknowledged.values().iterator().next() == message,
                "acknowledgement out of order or not of this connection: " + message);
        unacknowledged.remove(message.packetId());
        acknowledged.add(message.packetId());
        unflushed++;
        return true;
    }

    @Override
    public void flush() {
        context.assertInContext();
        flushes++;
        unflushed = 0;
    }

    @Override
    public void reading(boolean on) {
        requireConnection();
        reading = on;
    }

    @Override
    public void readOnce() {
        requireConnection();
        reads++;
    }

    @Override
    public void disconnect(int reasonCode, long timeoutNanos) {
        context.assertInContext();
        if (connection != null) {
            log.add("DISCONNECT");
            ConnectRequest ended = end();
            context.execute(() -> listener.disconnected(
                    ended.attempt(), new Disconnection(Disconnection.Kind.LOCAL, reasonCode, "asked for", null, null)));
        } else if (attempt != null) {
            log.add("CANCEL");
            ConnectRequest cancelled = attempt;
            attempt = null;
            context.execute(() -> listener.connectFailed(
                    cancelled.attempt(), failure(cancelled, ConnectFailure.Stage.CANCELLED, -1, true)));
        }
    }

    @Override
    public void abort(Disconnection reason) {
        context.assertInContext();
        if (connection != null) {
            log.add("ABORT " + reason.message());
            ConnectRequest ended = end();
            context.execute(() -> listener.disconnected(ended.attempt(), reason));
        }
    }

    private ConnectRequest end() {
        ConnectRequest ended = connection;
        connection = null;
        reading = true;
        pending.clear();
        unacknowledged.clear();
        return ended;
    }

    @Override
    public int inflight() {
        context.assertInContext();
        return inflight.size();
    }

    @Override
    public void forEachInflight(Consumer<OutgoingMessage> visitor) {
        context.assertInContext();
        inflight.forEach(visitor);
    }

    @Override
    public void clear() {
        context.assertInContext();
        check(attempt == null && connection == null, "clear during an attempt or connection");
        inflight.clear();
    }

    private void requireConnection() {
        context.assertInContext();
        check(connection != null, "no connection");
    }

    private static void check(boolean expected, String violation) {
        if (!expected) {
            throw new IllegalStateException(violation);
        }
    }

    private static ConnectFailure failure(
            ConnectRequest request, ConnectFailure.Stage stage, int reasonCode, boolean retryable) {
        return new ConnectFailure(
                stage, new MqttxConnectException(
                        "Connection to " + request.broker() + " failed: " + stage, reasonCode, retryable, null));
    }

    /** Whether SUBSCRIBE and UNSUBSCRIBE are answered by themselves, with what was asked for; on at first. */
    public ScriptedClient grantsAll(boolean value) {
        grantsAll = value;
        return this;
    }

    /** Whether publishes of QoS 1 and 2 are acknowledged by themselves; off at first. */
    public ScriptedClient acceptsPublishes(boolean value) {
        acceptsPublishes = value;
        return this;
    }

    /** Whether the transport takes more; on at first. */
    public ScriptedClient writable(boolean value) {
        writable = value;
        return this;
    }

    /** CONNACK with success, with the version that was offered and no limits. */
    public void accept(boolean sessionPresent) {
        accept(result(sessionPresent, true));
    }

    /** What {@link #accept(boolean)} says, with or without support of Subscription Identifiers. */
    public ConnectResult result(boolean sessionPresent, boolean identifiers) {
        return new ConnectResult(
                attempt.version(), sessionPresent, attempt.clientId(), attempt.keepAliveSeconds(),
                attempt.sessionExpirySeconds(), 65_535, 2, true, 268_435_455, true,
                identifiers && attempt.version() == ProtocolVersion.MQTT_5, true, null);
    }

    /** CONNACK with success. What is incomplete is sent again. */
    public void accept(ConnectResult result) {
        check(attempt != null, "no attempt to accept");
        ConnectRequest accepted = attempt;
        attempt = null;
        context.run(() -> {
            connection = accepted;
            window = Math.min(accepted.maximumInflight(), result.receiveMaximum());
            if (!result.sessionPresent()) {
                inflight.removeIf(OutgoingMessage::isSettled);
            }
            inflight.forEach(message -> log.add("AGAIN " + message.topic()));
            listener.connected(accepted.attempt(), result);
            check(unflushed == 0, "written and not flushed");
        });
    }

    /** The attempt fails for a passing reason. */
    public void fail() {
        fail(ConnectFailure.Stage.NETWORK, -1, true);
    }

    public void fail(ConnectFailure.Stage stage, int reasonCode, boolean retryable) {
        check(attempt != null, "no attempt to fail");
        ConnectRequest failed = attempt;
        attempt = null;
        context.run(() -> listener.connectFailed(failed.attempt(), failure(failed, stage, reasonCode, retryable)));
    }

    /** CONNACK with a Reason Code and a Server Reference. */
    public void redirect(int reasonCode, String serverReference) {
        check(attempt != null, "no attempt to redirect");
        ConnectRequest failed = attempt;
        attempt = null;
        ConnectFailure failure = failure(failed, ConnectFailure.Stage.REFUSED, reasonCode, true);
        context.run(() -> listener.connectFailed(
                failed.attempt(), new ConnectFailure(failure.stage(), failure.exception(), serverReference)));
    }

    /** The connection is closed by the network. */
    public void drop() {
        drop(new Disconnection(Disconnection.Kind.CLOSED, -1, "closed by the peer", null, null));
    }

    public void drop(Disconnection reason) {
        check(connection != null, "no connection to drop");
        ConnectRequest ended = end();
        context.run(() -> listener.disconnected(ended.attempt(), reason));
    }

    /** Messages arrive in one batch. */
    public void deliver(IncomingMessage... messages) {
        check(connection != null, "no connection to deliver on");
        context.run(() -> {
            for (IncomingMessage message : messages) {
                if (message.qos() > 0) {
                    unacknowledged.remove(message.packetId());
                    unacknowledged.put(message.packetId(), message);
                }
                listener.received(message);
            }
            listener.batchComplete();
            check(unflushed == 0, "written and not flushed");
        });
    }

    /** Answers the oldest SUBSCRIBE or UNSUBSCRIBE. */
    public void answer(int... codes) {
        check(!pending.isEmpty(), "no request to answer");
        context.run(() -> reply(codes));
    }

    /** The broker owns the oldest publish in flight. */
    public void puback() {
        OutgoingMessage first = inflight.iterator().next();
        context.run(() -> complete(first));
    }

    /** The broker refuses the oldest publish in flight. */
    public void refusePublish(Exception cause) {
        OutgoingMessage first = inflight.iterator().next();
        context.run(() -> {
            inflight.remove(first);
            listener.publishFailed(first, cause);
            listener.batchComplete();
        });
    }

    /** The transport takes data again, or a read has ended. */
    public void batchComplete() {
        context.run(listener::batchComplete);
    }

    public MqttClientListener listener() {
        return listener;
    }

    public boolean isConnecting() {
        return attempt != null;
    }

    public boolean isConnected() {
        return connection != null;
    }

    public boolean isReading() {
        return reading;
    }

    public int reads() {
        return reads;
    }

    public int flushes() {
        return flushes;
    }

    /** Requests in words, in their order, except acknowledgements. */
    public List<String> log() {
        return log;
    }

    public List<ConnectRequest> connects() {
        return connects;
    }

    public ConnectRequest lastConnect() {
        return connects.get(connects.size() - 1);
    }

    public List<List<Subscription>> subscribes() {
        return subscribes;
    }

    public List<List<String>> unsubscribes() {
        return unsubscribes;
    }

    /** Packet Identifiers in the order of their acknowledgements. */
    public List<Integer> acknowledged() {
        return acknowledged;
    }

    /** Requests without answer. */
    public int unanswered() {
        return pending.size();
    }
}
