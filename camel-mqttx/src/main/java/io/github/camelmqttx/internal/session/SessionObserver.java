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

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what happens to the connection to the parts of the session, and to its listeners. Confined to the serial
 * context.
 */
final class SessionObserver implements ConnectionObserver, InboundRouter.Surroundings, OutboundSender.Surroundings {

    static final int QUIESCE_MILLIS = 2_000;
    private static final int QUIESCE_STEP_MILLIS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(SessionObserver.class);

    private final MqttSession session;
    private final PoisonGuard poison;
    private @Nullable BrokerAddress lastBroker;
    private volatile List<SubscriptionStatus> subscriptions = List.of();

    SessionObserver(MqttSession session) {
        this.session = session;
        this.poison = new PoisonGuard(session.context(), session.client());
    }

    @Override
    public void stateChanged(SessionState from, SessionState to) {
        session.rotation().stateChanged(to);
        if (to == SessionState.CONNECTING) {
            session.sender().hold(false);
        }
    }

    @Override
    public boolean isOnlyFinishing() {
        int inRoutes = session.router().ledger().unacknowledged() - session.router().held();
        return inRoutes > 0 && session.registry().consumers().isEmpty()
                && session.sender().waiting() + session.client().inflight() == 0;
    }

    @Override
    public void connected(BrokerAddress broker, ConnectResult result, boolean returned) {
        BrokerAddress before = lastBroker;
        lastBroker = broker;
        session.metrics().connected();
        poison.connected();
        session.router().connected(broker, result.sessionPresent());
        session.sender().hold(false);
        session.sender().online();
        session.registry().connected(result, result.sessionPresent());
        subscriptionsChanged();
        session.drain();
        session.client().flush();
        tell(broker, before, result, returned);
    }

    private void tell(BrokerAddress broker, @Nullable BrokerAddress before, ConnectResult result, boolean returned) {
        String to
                = broker + " with MQTT " + result.version() + (result.sessionPresent() ? ", session resumed" : ", new session");
        happened(SessionEvent.CONNECTED, "connected to " + to);
        if (returned) {
            happened(SessionEvent.FAILED_BACK, "returned to " + broker);
        } else if (before != null && !before.equals(broker)) {
            happened(SessionEvent.FAILED_OVER, "failed over from " + before + " to " + broker);
        }
        if (before != null && before.equals(broker) && !result.sessionPresent() && session.isDurable()) {
            happened(
                    SessionEvent.SESSION_LOST,
                    broker + " does not know the session any more (Session Present 0): subscriptions are made anew, unacknowledged "
                                               + "publishes are sent again, what the broker had queued for it is gone");
        }
    }

    @Override
    public void disconnected(BrokerAddress broker, Disconnection reason) {
        MqttxConnectException why = new MqttxConnectException(
                "The connection to " + broker + " ended: " + reason.message(), reason.reasonCode(), true, reason.cause());
        session.router().disconnected();
        session.requests().cancelAll();
        session.registry().disconnected();
        poison.disconnected(broker, reason, session.sender());
        session.sender().offline(why);
        if (reason.kind() != Disconnection.Kind.LOCAL) {
            happened(SessionEvent.DISCONNECTED, "lost the connection to " + broker + ": " + reason.message());
        }
        session.drain();
    }

    @Override
    public void takeover(TakeoverDetector.Finding finding, BrokerAddress broker, @Nullable String conflict) {
        if (finding == TakeoverDetector.Finding.TAKEN_OVER) {
            happened(
                    SessionEvent.TAKEN_OVER,
                    "another client connected to " + broker + " with the Client Identifier " + session.clientId()
                                             + ": give each client its own");
        } else if (finding == TakeoverDetector.Finding.CONFLICT) {
            happened(SessionEvent.TAKEN_OVER, String.valueOf(conflict));
        }
    }

    @Override
    public void redirected(boolean followed, String detail) {
        happened(followed ? SessionEvent.REDIRECTED : SessionEvent.REDIRECT_IGNORED, detail);
    }

    @Override
    public void roundFailed(MqttxConnectException cause) {
        session.sender().offline(cause);
        happened(SessionEvent.ROUND_FAILED, String.valueOf(cause.getMessage()));
    }

    @Override
    public void gaveUp(String why, MqttxConnectException cause) {
        session.sender().refuse(cause);
        happened(SessionEvent.GIVEN_UP, why + ". " + cause.getMessage());
        for (SessionConsumer consumer : List.copyOf(session.registry().consumers())) {
            consumer.fail(cause);
            consumer.handler().connectionGivenUp(cause);
        }
    }

    @Override
    public void quiesce(Runnable then) {
        session.sender().hold(true);
        await(() -> session.client().inflight() == 0, () -> finishRoutes(then), deadline());
    }

    /**
     * Takes in nothing more, which the broker keeps if its QoS is 1 or 2, until routes are done with what they have.
     */
    private void finishRoutes(Runnable then) {
        InboundRouter router = session.router();
        if (session.state() == SessionState.CONNECTED) {
            router.stopReading();
        }
        await(() -> router.ledger().unacknowledged() <= router.held(), then, deadline());
    }

    /** Runs the task when all publishes are complete, or there is no connection, or the time is over. */
    void finish(Runnable then) {
        await(() -> session.sender().isIdle(), then, deadline());
    }

    private long deadline() {
        return session.context().nanoTime() + QUIESCE_MILLIS * 1_000_000L;
    }

    private void await(BooleanSupplier reached, Runnable then, long deadline) {
        if (session.state() != SessionState.CONNECTED || reached.getAsBoolean()
                || deadline - session.context().nanoTime() <= 0) {
            then.run();
        } else {
            session.context().schedule(() -> await(reached, then, deadline), QUIESCE_STEP_MILLIS * 1_000_000L);
        }
    }

    /** The broker has acknowledged or refused a publish. */
    void publishSettled() {
        poison.progress();
    }

    void closed() {
        poison.stop();
        happened(SessionEvent.CLOSED, "session closed");
    }

    void heldUp(String route) {
        happened(
                SessionEvent.HELD_UP,
                "route " + route + " holds up the acknowledgements of other routes on the shared session " + session.clientId()
                                      + ", because they leave in arrival order: finish or resume it, or give it a session of its own");
    }

    void subscriptionsChanged() {
        subscriptions = session.registry().status();
    }

    List<SubscriptionStatus> subscriptions() {
        return subscriptions;
    }

    @Override
    public MqttxConnectException notConnectedYet() {
        return new MqttxConnectException(
                "Session " + session.clientId() + " has not been connected yet to any of " + session.settings().brokers(),
                MqttxConnectException.NO_REASON_CODE, true, null);
    }

    @Override
    public void drain() {
        session.drain();
    }

    @Override
    public void wake() {
        session.wake();
    }

    @Override
    public void unrouted(IncomingMessage message, int held) {
        happened(
                SessionEvent.UNROUTED,
                "a message on " + message.topic() + " (QoS " + message.qos() + ") belongs to no running route; policy "
                                       + session.settings().flow().unrouted() + ", " + held + " held");
    }

    @Override
    public void deadLetter(IncomingMessage message, Delivery delivery) {
        String template = session.settings().flow().deadLetterTopic();
        if (template == null) {
            return;
        }
        DeadLetterReason reason
                = new DeadLetterReason(null, null, "no route was running for it", 0, Instant.now().toString());
        try {
            session.failures().deadLetters().publish(
                    delivery, new DeadLetterTopic(template), reason, new DeadLetter(session, delivery));
        } catch (MqttxTopicException e) {
            LOG.error("A message without a route cannot have a dead letter; it is held, unacknowledged", e);
            session.hold(delivery);
        }
    }

    @Override
    public boolean isRedeliveryWaiting() {
        return session.failures().isRedeliveryWaiting();
    }

    @Override
    public void redeliveriesLost(Object broker, int count) {
        LOG.error(
                "{}: {} has lost {} failed messages that it was to send again, because it does not know the session any more"
                  + " (Session Present 0). They are routed again from memory; should the application end now they are lost."
                  + " Keep sessions at the broker (persistence, session expiry)",
                session.clientId(), broker, count);
    }

    /**
     * Completes the delivery when the dead letter is with the broker; without that the message is held, unacknowledged.
     */
    private record DeadLetter(MqttSession session, Delivery delivery) implements PublishCallback {

        @Override
        public void published(OutgoingMessage message) {
            delivery.complete();
            session.inContext(session.metrics()::deadLettered);
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            LOG.error(
                    "A message without a route could not be published to the dead letter topic {}; it is held, unacknowledged",
                    message.topic(), cause);
            session.hold(delivery);
        }
    }

    @Override
    public void happened(SessionEvent event, String detail) {
        if (session.listeners().isEmpty()) {
            LOG.debug("{}: {} {}", session.clientId(), event, detail);
            return;
        }
        SessionSnapshot snapshot = session.snapshot();
        for (SessionListener listener : session.listeners()) {
            try {
                listener.happened(event, detail, snapshot);
            } catch (RuntimeException e) {
                LOG.error("A session listener failed at {}", event, e);
            }
        }
    }
}
