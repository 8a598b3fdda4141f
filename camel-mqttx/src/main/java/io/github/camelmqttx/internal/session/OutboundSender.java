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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sends what publishers hand in, in their order, as far as the connection and the window allow, and settles each
 * message once. Confined to the serial context, except {@link #offer}.
 */
final class OutboundSender {

    /** How often deadlines are looked at while messages wait or are in flight. */
    static final int DEADLINE_CHECK_MILLIS = 100;

    /** What the sender needs of its session. */
    interface Surroundings {

        /** What is wrong while the first connection is being made. */
        MqttxConnectException notConnectedYet();

        /** Has everything done that waits, {@link #pump} included. */
        void drain();
    }

    private final SerialContext context;
    private final MqttClient client;
    private final FlowSettings flow;
    private final SessionMetrics metrics;
    private final CallbackRelay relay;
    private final MemoryOutbox outbox;
    /** Why messages that may not wait fail at once; null while they are taken. */
    private volatile @Nullable MqttxConnectException offline;
    /** Why every message fails at once, or null. */
    private volatile @Nullable MqttxConnectException refusal;
    private final Surroundings surroundings;
    private @Nullable ScheduledTask deadlineCheck;
    private boolean held;
    private boolean connected;

    OutboundSender(SerialContext context, MqttClient client, FlowSettings flow, SessionMetrics metrics, CallbackRelay relay,
                   Surroundings surroundings) {
        this.context = context;
        this.client = client;
        this.flow = flow;
        this.metrics = metrics;
        this.relay = relay;
        this.surroundings = surroundings;
        this.outbox = new MemoryOutbox(flow.outbox().maxMessages(), flow.outbox().maxBytes());
    }

    /**
     * Takes a message in; any thread. One that cannot be taken fails in this call.
     *
     * @return whether the message was taken
     */
    boolean offer(OutgoingMessage message) {
        MqttxConnectException failure = refusal;
        if (failure == null && !mayWait(message)) {
            failure = offline;
        }
        if (failure != null) {
            reject(message, Failures.forPublish(message.topic(), "there is no connection", failure));
            return false;
        }
        if (!reserve(message)) {
            return false;
        }
        outbox.add(message);
        return true;
    }

    /** Takes a message of the session itself in, beyond the bounds if need be. In the context. */
    void force(OutgoingMessage message) {
        outbox.reserveAnyway(message.payload().length);
        outbox.add(message);
    }

    /**
     * Sends a message past the outbox and its bounds, without flushing. In the context.
     *
     * @return false if there is no connection or no room in the window; then nothing was done
     */
    boolean sendNow(OutgoingMessage message) {
        if (held || !client.canPublish(message.qos())) {
            return false;
        }
        outbox.reserveAnyway(message.payload().length);
        client.publish(message);
        return true;
    }

    private boolean mayWait(OutgoingMessage message) {
        return message.qos() > 0 && flow.outbox().kind() != OutboxKind.NONE;
    }

    private boolean reserve(OutgoingMessage message) {
        int size = message.payload().length;
        if (outbox.tryReserve(size)) {
            return true;
        }
        if (flow.outbox().overflow() == OverflowPolicy.FAIL || context.inContext()) {
            reject(message, full(message, "and the publish may not wait for room"));
            return false;
        }
        try {
            long deadline = message.deadlineNanos();
            long patience = deadline == OutgoingMessage.NO_DEADLINE ? Long.MAX_VALUE : deadline - context.nanoTime();
            if (outbox.reserve(size, patience)) {
                return true;
            }
            reject(message, full(message, "and no room came up in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reject(message, full(message, "and the thread was interrupted while it waited for room"));
        }
        return false;
    }

    private MqttxOutboxException full(OutgoingMessage message, String why) {
        return new MqttxOutboxException(
                "Publish to " + message.topic() + " was not accepted: the outbox is full (" + outbox.describe() + ") " + why
                                        + ". Raise outboxMaxMessages or outboxMaxBytes, or publish less",
                true);
    }

    private void reject(OutgoingMessage message, Exception cause) {
        metrics.publishRejected();
        message.callback().failed(message, cause);
    }

    /** Sends what can be sent. @return whether anything was written */
    boolean pump() {
        if (failLatecomers()) {
            return false;
        }
        boolean written = false;
        for (OutgoingMessage message = outbox.peek(); message != null; message = outbox.peek()) {
            if (message.isSettled()) {
                outbox.poll();
                continue;
            }
            if (held || !client.canPublish(message.qos())) {
                break;
            }
            outbox.poll();
            client.publish(message);
            written = true;
        }
        if (deadlineCheck == null && outbox.messages() > 0) {
            deadlineCheck = context.schedule(this::checkDeadlines, DEADLINE_CHECK_MILLIS * 1_000_000L);
        }
        return written;
    }

    /**
     * Fails messages that were taken in while another thread of control found out that they cannot be.
     *
     * @return whether nothing can be sent at all
     */
    private boolean failLatecomers() {
        MqttxConnectException refused = refusal;
        MqttxConnectException unconnected = offline;
        if (refused != null) {
            if (!outbox.isEmpty()) {
                refuse(refused);
            }
            return true;
        }
        if (unconnected != null && !outbox.isEmpty()) {
            failThoseThatMayNotWait(unconnected);
        }
        return false;
    }

    /** While held, nothing new is sent. */
    void hold(boolean value) {
        held = value;
    }

    void published(OutgoingMessage message) {
        if (settle(message)) {
            metrics.published();
            relay.published(message);
        }
    }

    void failed(OutgoingMessage message, Throwable cause) {
        if (settle(message)) {
            metrics.publishFailed();
            relay.failed(message, cause);
        }
    }

    private boolean settle(OutgoingMessage message) {
        if (!message.settle()) {
            return false;
        }
        outbox.release(message.payload().length);
        return true;
    }

    /** There is a connection. */
    void online() {
        connected = true;
        offline = null;
        refusal = null;
    }

    /** A connection is being made after all. */
    void retrying() {
        offline = null;
        refusal = null;
    }

    /** There is no connection: what may not wait fails. */
    void offline(MqttxConnectException why) {
        connected = false;
        offline = why;
        failThoseThatMayNotWait(why);
        relay.handOver();
    }

    private void failThoseThatMayNotWait(MqttxConnectException why) {
        boolean any = false;
        for (OutgoingMessage message : unsettled()) {
            if (!mayWait(message)) {
                String what = message.state() == OutgoingMessage.State.QUEUED
                        ? "the connection is gone"
                        : "the connection is gone before the broker acknowledged it, whether the broker has it is unknown";
                failed(message, Failures.forPublish(message.topic(), what, why));
                any = true;
            }
        }
        if (any) {
            outbox.removeSettled();
        }
    }

    /** Fails everything that waits or is in flight, and everything that comes, until {@link #online}. */
    void refuse(MqttxConnectException why) {
        refusal = why;
        for (OutgoingMessage message : unsettled()) {
            failed(message, Failures.forPublish(message.topic(), "its outcome is not known or it was not sent", why));
        }
        outbox.removeSettled();
        relay.handOver();
    }

    /** Like {@link #refuse}, and publishers that wait for room go on at once. */
    void close(MqttxConnectException why) {
        refuse(why);
        outbox.close();
        if (deadlineCheck != null) {
            deadlineCheck.cancel();
            deadlineCheck = null;
        }
    }

    private List<OutgoingMessage> unsettled() {
        List<OutgoingMessage> all = new ArrayList<>();
        client.forEachInflight(all::add);
        outbox.waiting().forEach(all::add);
        all.removeIf(OutgoingMessage::isSettled);
        return all;
    }

    private void checkDeadlines() {
        deadlineCheck = null;
        long now = context.nanoTime();
        boolean any = false;
        for (OutgoingMessage message : unsettled()) {
            if (message.deadlineNanos() != OutgoingMessage.NO_DEADLINE && message.deadlineNanos() - now <= 0) {
                failed(message, late(message));
                any = true;
            }
        }
        if (any) {
            outbox.removeSettled();
        }
        surroundings.drain();
    }

    private Exception late(OutgoingMessage message) {
        if (!connected) {
            MqttxConnectException known = offline;
            known = known == null ? surroundings.notConnectedYet() : known;
            return Failures.forPublish(message.topic(), "no connection within publishTimeout", known);
        }
        String where = message.state() == OutgoingMessage.State.QUEUED
                ? "it was not sent because earlier messages fill the window (maxInflight) or the broker does not read"
                : "the broker has not acknowledged it; whether it has the message is unknown";
        return new MqttxPublishTimeoutException(
                "Publish to " + message.topic() + " was not complete within publishTimeout: " + where, message.topic());
    }

    int waiting() {
        return Math.max(0, outbox.messages() - client.inflight());
    }

    /** Messages in the outbox, settled ones included. */
    int queued() {
        return outbox.queued();
    }

    boolean isIdle() {
        return client.inflight() == 0 && outbox.isEmpty();
    }
}
