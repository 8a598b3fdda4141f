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
import io.github.camelmqttx.MqttxException;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.outbox.MemoryOutbox;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;

/**
 * Sends what publishers hand in, in their order, as far as the connection and the window allow. Confined to the serial
 * context, except {@link #offer}.
 * <p>
 * With a journal, messages of QoS 1 and 2 go through it before they get into the queue, and stay in it until the broker
 * owns or refuses them or they are dropped. A message that the engine has is never dropped here, because it may be at
 * the broker: only its publisher may be told to wait no longer.
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

        /** Arranges for {@link #drain}; any thread. */
        void wake();

        void happened(SessionEvent event, String detail);
    }

    private final SerialContext context;
    private final MqttClient client;
    private final FlowSettings flow;
    private final SessionMetrics metrics;
    private final CallbackRelay relay;
    private final MemoryOutbox outbox;
    private final @Nullable PublishJournal journal;
    private final @Nullable JournalInlet inlet;
    private final PublishIntake intake;
    private final WaitingPublishes waiting;
    private final RefusedTopics refusedTopics;
    private final PublishOutcomes outcomes;
    private final PublishLosses losses;
    /** Why messages that may not wait fail at once; null while they are taken. */
    private volatile @Nullable MqttxConnectException offline;
    /** Why every message that is not in the journal fails at once, or null. */
    private volatile @Nullable MqttxConnectException refusal;
    private volatile boolean closed;
    private final Surroundings surroundings;
    private @Nullable ScheduledTask deadlineCheck;
    private boolean held;
    private boolean connected;

    OutboundSender(Engine engine, SessionSettings settings, SessionMetrics metrics, CallbackRelay relay,
                   @Nullable PublishJournal journal, Surroundings surroundings) {
        this.context = engine.context();
        this.client = engine.client();
        this.flow = settings.flow();
        this.metrics = metrics;
        this.relay = relay;
        this.journal = journal;
        this.surroundings = surroundings;
        this.outbox = new MemoryOutbox(flow.outbox().maxMessages(), flow.outbox().maxBytes());
        this.outcomes = new PublishOutcomes(outbox, journal, metrics, relay);
        this.inlet = journal == null ? null : new JournalInlet(journal, outbox, outcomes, surroundings);
        this.intake = new PublishIntake(context, flow.outbox(), outbox, inlet, outcomes);
        this.losses = new PublishLosses(flow.outbox(), outcomes, metrics, surroundings);
        this.refusedTopics = new RefusedTopics(context, settings.reconnect(), surroundings::wake);
        this.waiting = new WaitingPublishes(outbox, inlet, refusedTopics);
    }

    /**
     * Continues with what an earlier process left in the journal, before anything else happens in the context. Called
     * by whoever makes the session.
     */
    void open() {
        if (journal != null && inlet != null) {
            context.execute(this::recover);
            journal.start(inlet);
        }
    }

    private void recover() {
        if (journal == null) {
            return;
        }
        PublishJournal.Recovered recovered = journal.recovered();
        recovered.inflight().forEach(OutgoingMessage::answer);
        outbox.reserveAnyway(
                (int) Math.min(Integer.MAX_VALUE, recovered.inflight().size() + recovered.waiting()),
                recovered.payloadBytes());
        client.persist(journal, recovered.owner(), recovered.inflight());
    }

    /**
     * Takes a message in; any thread. One that cannot be taken fails in this call.
     *
     * @return whether the message was taken
     */
    boolean offer(OutgoingMessage message) {
        boolean stored = journal != null && message.qos() > 0;
        MqttxConnectException failure = stored && !closed ? null : refusal;
        if (failure == null && !mayWait(message)) {
            failure = offline;
        }
        if (failure != null) {
            reject(message, Failures.forPublish(message.topic(), "there is no connection", failure));
            return false;
        }
        MqttxOutboxException full = intake.offer(message);
        if (full != null) {
            reject(message, full);
        }
        return full == null;
    }

    /** Takes a message of the session itself in, beyond the bounds if need be, without storing it. In the context. */
    void force(OutgoingMessage message) {
        outbox.reserveAnyway(1, message.payload().length);
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
        outbox.reserveAnyway(1, message.payload().length);
        client.publish(message);
        return true;
    }

    private boolean mayWait(OutgoingMessage message) {
        return message.qos() > 0 && flow.outbox().kind() != OutboxKind.NONE;
    }

    private void reject(OutgoingMessage message, Exception cause) {
        metrics.publishRejected();
        message.callback().failed(message, cause);
    }

    /** Sends what can be sent. @return whether anything was written */
    boolean pump() {
        takeIn();
        if (failLatecomers()) {
            return false;
        }
        boolean written = false;
        for (OutgoingMessage message = waiting.peek(); message != null; message = waiting.peek()) {
            if (!losses.isTimed(message) || !losses.dropOverdue(message, context.nanoTime())) {
                if (held || !client.canPublish(message.qos())) {
                    break;
                }
                waiting.remove();
                client.publish(message);
                written = true;
            }
        }
        waiting.tellTaken();
        losses.report();
        if (deadlineCheck == null && (outbox.messages() > 0 || !intake.isIdle())) {
            deadlineCheck = context.schedule(this::checkDeadlines, DEADLINE_CHECK_MILLIS * 1_000_000L);
        }
        return written;
    }

    private void takeIn() {
        if (inlet != null) {
            inlet.takeIn();
        }
        if (!intake.isIdle()) {
            intake.makeRoom(waiting, losses);
        }
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
        if (!refusedTopics.isEmpty()) {
            refusedTopics.accepted(message.topic());
        }
        outcomes.published(message);
    }

    void failed(OutgoingMessage message, Throwable cause) {
        if (journal == null || message.journalId() == 0 || !message.completeWhenStored()) {
            outcomes.failed(message, cause);
        } else if (cause instanceof MqttxException known && known.isRetryable()) {
            journal.unassigned(message);
            message.packetId(0);
            message.state(OutgoingMessage.State.QUEUED);
            refusedTopics.refused(message);
        } else {
            losses.refused(message, cause);
        }
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
                outcomes.failed(message, Failures.forPublish(message.topic(), what, why));
                any = true;
            }
        }
        if (any) {
            waiting.removeSettled();
        }
    }

    /**
     * Fails everything that waits or is in flight, and everything that comes, until {@link #online}, except what is in
     * the journal and has been answered for.
     */
    void refuse(MqttxConnectException why) {
        refusal = why;
        client.forEachInflight(message -> giveUp(message, true, why));
        waiting.forEach(message -> giveUp(message, false, why));
        waiting.removeSettled();
        relay.handOver();
    }

    private void giveUp(OutgoingMessage message, boolean sent, MqttxConnectException why) {
        if (message.isSettled() || message.isAnswered()) {
            return;
        }
        MqttxConnectException cause
                = Failures.forPublish(message.topic(), "its outcome is not known or it was not sent", why);
        if (sent && message.journalId() != 0) {
            outcomes.outcomeUnknown(message, cause);
        } else {
            outcomes.failed(message, cause);
        }
    }

    /**
     * Like {@link #refuse}, and publishers that wait for room go on at once. What is in the journal stays there for the
     * next session, unless its publisher waits for an acknowledgement and it was not sent.
     */
    void close(MqttxConnectException why) {
        closed = true;
        takeIn();
        refuse(why);
        intake.close(why);
        if (inlet != null) {
            for (OutgoingMessage message : inlet.storing()) {
                if (!message.completeWhenStored() && message.journalId() != 0) {
                    giveUp(message, false, why);
                }
            }
        }
        relay.handOver();
        refusedTopics.clear();
        outbox.close();
        if (deadlineCheck != null) {
            deadlineCheck.cancel();
            deadlineCheck = null;
        }
    }

    /** Tells what the journal said while it was being closed. In the context. */
    void journalClosed() {
        if (inlet != null) {
            inlet.takeIn();
            relay.handOver();
        }
    }

    private List<OutgoingMessage> unsettled() {
        List<OutgoingMessage> all = new ArrayList<>();
        client.forEachInflight(all::add);
        waiting.forEach(all::add);
        all.removeIf(OutgoingMessage::isSettled);
        return all;
    }

    private void checkDeadlines() {
        deadlineCheck = null;
        long now = context.nanoTime();
        client.forEachInflight(message -> checkSent(message, now));
        waiting.forEach(message -> checkWaiting(message, now));
        waiting.removeSettled();
        if (inlet != null) {
            inlet.storing().forEach(message -> checkUnstored(message, now));
        }
        intake.failLate(now, trouble());
        surroundings.drain();
    }

    private void checkSent(OutgoingMessage message, long now) {
        if (!message.isLate(now)) {
            return;
        }
        if (message.journalId() == 0) {
            outcomes.failed(message, late(message));
        } else {
            outcomes.outcomeUnknown(message, late(message));
        }
    }

    private void checkWaiting(OutgoingMessage message, long now) {
        if (!message.isSettled() && !losses.dropOverdue(message, now) && message.isLate(now)) {
            outcomes.failed(message, late(message));
        }
    }

    /** One without number is just being handed in, it is looked at the next time. */
    private void checkUnstored(OutgoingMessage message, long now) {
        if (message.isLate(now) && message.journalId() != 0) {
            outcomes.failed(message, PublishIntake.notInTime(message, trouble()));
        }
    }

    private Exception late(OutgoingMessage message) {
        if (connected) {
            return PublishLosses.notComplete(message);
        }
        MqttxConnectException known = offline;
        known = known == null ? surroundings.notConnectedYet() : known;
        return Failures.forPublish(message.topic(), "no connection within publishTimeout", known);
    }

    /** What keeps the journal from writing, or null; any thread. */
    @Nullable
    String trouble() {
        return journal == null ? null : journal.trouble();
    }

    /** Publishes that wait to be stored or sent, settled ones not included. */
    int waiting() {
        return Math.max(0, outbox.messages() - client.inflight());
    }

    /** Messages in the outbox, settled ones included. */
    int queued() {
        return outbox.queued();
    }

    boolean isIdle() {
        return client.inflight() == 0 && waiting.isEmpty() && intake.isIdle()
                && (inlet == null || inlet.storing().isEmpty());
    }
}
