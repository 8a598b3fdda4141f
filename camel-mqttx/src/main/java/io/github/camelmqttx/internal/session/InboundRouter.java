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
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.ack.InboundEntry;
import io.github.camelmqttx.internal.ack.InboundLedger;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings received messages to consumers and their acknowledgements back. Confined to the serial context, except
 * {@link #completed}.
 * <p>
 * When more is in or before routes than the {@link ReceiveGate} allows, reading from the network pauses; while it does,
 * one read in {@value #READ_MILLIS_WHILE_PUBLISHING} ms (publishes outstanding) or {@value #READ_MILLIS} ms lets
 * acknowledgements and PINGRESP through. What such reads bring in excess is dropped and counted if its QoS is 0, else
 * kept.
 * <p>
 * A message that has failed comes again from its broker, and is routed then, not before {@link Redeliveries} says so.
 * One that its broker has lost is routed again from memory.
 */
final class InboundRouter {

    static final int READ_MILLIS_WHILE_PUBLISHING = 50;
    static final int READ_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(InboundRouter.class);

    /** What the router needs of its session. */
    interface Surroundings {

        /** Arranges for {@link #drain} to be called in the context soon; any thread. */
        void wake();

        void unrouted(IncomingMessage message, int held);

        void deadLetter(IncomingMessage message, Delivery delivery);

        /** Whether failed messages that have come again have to wait. */
        boolean isRedeliveryWaiting();

        /** Failed messages will not be sent again by the broker. */
        void redeliveriesLost(Object broker, int count);
    }

    private final SerialContext context;
    private final MqttClient client;
    private final SubscriptionRegistry registry;
    private final FlowSettings flow;
    private final SessionMetrics metrics;
    private final Surroundings surroundings;
    private final Queue<Delivery> completions = new ConcurrentLinkedQueue<>();
    private final InboundLedger ledger = new InboundLedger(this::completed);
    private final HeldMessages held = new HeldMessages();
    private final ReceiveGate gate;
    private final Predicate<IncomingMessage> acknowledge;
    /** Failed messages that may be routed again as soon as the wait is over. */
    private final List<InboundEntry> again = new ArrayList<>();
    /** The latest one, for texts. */
    private @Nullable Object broker;
    private @Nullable ScheduledTask nextRead;
    private boolean connected;
    private boolean paused;
    /** Nothing more is taken in on this connection. */
    private boolean leaving;
    private int pauses;

    @SuppressWarnings("checkstyle:ParameterNumber")
    InboundRouter(SerialContext context, MqttClient client, SubscriptionRegistry registry, FlowSettings flow,
                  SessionMetrics metrics, Surroundings surroundings) {
        this.context = context;
        this.client = client;
        this.registry = registry;
        this.flow = flow;
        this.metrics = metrics;
        this.surroundings = surroundings;
        this.gate = new ReceiveGate(flow.receiveBufferMessages(), flow.receiveBufferBytes());
        this.acknowledge = client::acknowledge;
    }

    /** A delivery is complete; any thread. */
    private void completed(Delivery delivery) {
        completions.add(delivery);
        surroundings.wake();
    }

    void connected(Object toBroker, boolean sessionPresent) {
        connected = true;
        paused = false;
        leaving = false;
        broker = toBroker;
        lost(ledger.connected(toBroker, sessionPresent));
        for (Delivery delivery : held.take(one -> isToDeadLetter(one))) {
            surroundings.deadLetter(delivery.message(), delivery);
        }
    }

    private boolean isToDeadLetter(Delivery unrouted) {
        boolean failed = unrouted.handler() instanceof Unrouted none && none.failed();
        return !failed && policyFor(unrouted.message()) == UnroutedPolicy.DEAD_LETTER;
    }

    void disconnected() {
        connected = false;
        ledger.disconnected();
        again.removeIf(entry -> !entry.isStale());
        stopPause();
    }

    void received(IncomingMessage message) {
        metrics.received();
        InboundEntry entry = ledger.arrived(message, context.nanoTime());
        if (entry == null) {
            metrics.recognised();
            return;
        }
        if (entry.isAwaited()) {
            again.add(entry);
            routeAgain();
            return;
        }
        if (message.qos() == 0 && gate.isOverrun()) {
            metrics.dropped();
            return;
        }
        if (entry.failedAttempts() > 0) {
            metrics.redelivered();
        }
        route(entry);
    }

    private void route(InboundEntry entry) {
        gate.add(entry.message().payload().length);
        Collection<SessionConsumer> consumers = registry.match(entry.message());
        if (consumers.isEmpty()) {
            unrouted(entry, null);
        } else {
            deliver(entry, consumers);
        }
        if (connected && !paused && !leaving && gate.isFull()) {
            pause();
        }
    }

    /** Routes the failed messages that have come again, unless they have to wait. */
    void routeAgain() {
        if (again.isEmpty() || surroundings.isRedeliveryWaiting()) {
            return;
        }
        List<InboundEntry> entries = List.copyOf(again);
        again.clear();
        for (InboundEntry entry : entries) {
            metrics.redelivered();
            route(entry);
        }
    }

    /** Messages that have failed, and that the broker sends again only on another connection. */
    int awaitingBroker() {
        return ledger.awaitingBroker();
    }

    private void lost(List<InboundEntry> entries) {
        if (!entries.isEmpty()) {
            metrics.redeliveriesLost(entries.size());
            surroundings.redeliveriesLost(broker == null ? "the broker" : broker, entries.size());
            again.addAll(entries);
            routeAgain();
        }
    }

    private void deliver(InboundEntry entry, Collection<SessionConsumer> consumers) {
        for (SessionConsumer consumer : consumers) {
            Delivery delivery = ledger.deliver(entry, consumer);
            try {
                consumer.handler().received(delivery);
            } catch (RuntimeException e) {
                LOG.error("Route {} could not take {}, which counts as unrouted", consumer, entry.message(), e);
                unrouted(entry, consumer);
                delivery.complete();
            }
        }
    }

    private void unrouted(InboundEntry entry, @Nullable Object from) {
        IncomingMessage message = entry.message();
        Delivery delivery = ledger.deliver(entry, new Unrouted(message.topic(), from, false));
        if (ProbePayload.isProbe(message.payload())) {
            delivery.complete();
            return;
        }
        switch (policyFor(message)) {
            case HOLD -> keep(delivery);
            case DEAD_LETTER -> surroundings.deadLetter(message, delivery);
            case ACKNOWLEDGE -> {
                metrics.dropped();
                delivery.complete();
            }
        }
        surroundings.unrouted(message, held.size());
    }

    /** A dead letter that comes back without a route would go round for ever. */
    private UnroutedPolicy policyFor(IncomingMessage message) {
        String template = flow.deadLetterTopic();
        return flow.unrouted() == UnroutedPolicy.DEAD_LETTER && template != null
                && new DeadLetterTopic(template).isDeadLetter(message) ? UnroutedPolicy.HOLD : flow.unrouted();
    }

    private void keep(Delivery unrouted) {
        for (Delivery evicted : held.add(unrouted)) {
            metrics.dropped();
            evicted.complete();
        }
    }

    /** Keeps a message whose dead letter could not be published. */
    void hold(Delivery unrouted) {
        keep(unrouted);
        routeHeld();
    }

    /** Keeps a message that has failed for the next consumer of it; meanwhile it is not acknowledged. */
    void keepFailed(Delivery failed) {
        if (!failed.isComplete()) {
            InboundEntry entry = ledger.entryOf(failed);
            ledger.attemptFailed(entry);
            keep(ledger.deliver(entry, new Unrouted(entry.message().topic(), failed.handler(), true)));
            failed.complete();
        }
    }

    /** Messages that a consumer has not begun to work on have no route any more, unless others share the filter. */
    void handedBack(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            if (delivery.isComplete()) {
                continue;
            }
            InboundEntry entry = ledger.entryOf(delivery);
            if (!route(entry, delivery.handler())) {
                unrouted(entry, delivery.handler());
            }
            delivery.complete();
        }
    }

    /** Gives held messages to the consumers that there are now. */
    void routeHeld() {
        if (held.size() == 0) {
            return;
        }
        for (Delivery delivery : held.take(one -> !takers(one.message(), from(one)).isEmpty())) {
            route(ledger.entryOf(delivery), from(delivery));
            delivery.complete();
        }
    }

    private static @Nullable Object from(Delivery unrouted) {
        return unrouted.handler() instanceof Unrouted none ? none.from() : null;
    }

    private List<SessionConsumer> takers(IncomingMessage message, @Nullable Object from) {
        return registry.match(message).stream().filter(consumer -> consumer != from && !consumer.isStopping()).toList();
    }

    /** @return whether there are consumers for the message; those that have had it do not get it again */
    private boolean route(InboundEntry entry, @Nullable Object from) {
        List<SessionConsumer> takers = takers(entry.message(), from);
        deliver(entry, takers.stream().filter(taker -> !ledger.isDeliveredTo(entry, taker)).toList());
        return !takers.isEmpty();
    }

    /** Takes completions in and hands what may be acknowledged to the engine. @return whether anything was written */
    boolean drain() {
        for (Delivery delivery = completions.poll(); delivery != null; delivery = completions.poll()) {
            if (ledger.complete(delivery)) {
                gate.remove(delivery.message().payload().length);
                InboundEntry entry = ledger.entryOf(delivery);
                if (ledger.isLost(entry)) {
                    lost(List.of(entry));
                }
            }
        }
        if (!connected) {
            return false;
        }
        int acknowledged = ledger.drain(acknowledge);
        metrics.acknowledged(acknowledged);
        if (paused && gate.isRelaxed()) {
            stopPause();
            client.reading(true);
        }
        return acknowledged > 0;
    }

    /** Takes in nothing more on this connection, however much room there is; not to be undone. */
    void stopReading() {
        leaving = true;
        stopPause();
        client.reading(false);
    }

    private void pause() {
        paused = true;
        pauses++;
        client.reading(false);
        scheduleRead();
    }

    private void scheduleRead() {
        int millis = client.inflight() > 0 ? READ_MILLIS_WHILE_PUBLISHING : READ_MILLIS;
        nextRead = context.schedule(() -> {
            if (paused && connected) {
                client.readOnce();
                scheduleRead();
            }
        }, millis * 1_000_000L);
    }

    private void stopPause() {
        paused = false;
        if (nextRead != null) {
            nextRead.cancel();
            nextRead = null;
        }
    }

    InboundLedger ledger() {
        return ledger;
    }

    int held() {
        return held.size();
    }

    boolean isPaused() {
        return paused;
    }

    /** How often reading was paused. */
    int pauses() {
        return pauses;
    }
}
