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
package io.github.camelmqttx.internal.consumer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import io.github.camelmqttx.internal.failure.FailureActions;
import io.github.camelmqttx.internal.session.ConsumerSubscription;
import io.github.camelmqttx.internal.session.DeadLetterListener;
import io.github.camelmqttx.internal.session.DeadLetterOrder;
import io.github.camelmqttx.internal.session.DeadLetterSender;
import io.github.camelmqttx.internal.session.RetryDelay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the session do what is decided about failed messages, and knows what is wrong with their dead letters. One for
 * each {@link Intake}. Thread-safe, never blocks.
 */
public final class FailureHandling implements FailureActions {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandling.class);

    private final String name;
    private final RetryDelay deadLetterRetry;
    private final IntakeOwner owner;
    private final Map<Delivery, String> problems = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    /** Messages may come, and fail, before the consumer has been told its subscription. */
    private final CompletableFuture<ConsumerSubscription> subscription = new CompletableFuture<>();
    private volatile @Nullable Lanes lanes;

    /** @param name the route id, for logs */
    public FailureHandling(String name, RetryDelay delay, IntakeOwner owner) {
        this.name = name;
        this.deadLetterRetry = delay.atLeast(DeadLetterSender.SHORTEST_RETRY_MILLIS * 1_000_000L);
        this.owner = owner;
    }

    /** Before the first message comes. */
    void use(Lanes theirs) {
        lanes = theirs;
    }

    void use(ConsumerSubscription made) {
        subscription.complete(made);
    }

    @Override
    public void redeliver(Delivery delivery, long delayNanos) {
        subscription.thenAccept(session -> session.redeliver(delivery, delayNanos));
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetterTopic topic, DeadLetterReason reason) {
        underWay.incrementAndGet();
        DeadLetterOrder order = new DeadLetterOrder(topic, reason, deadLetterRetry, new Letter(delivery, reason));
        subscription.thenAccept(session -> session.deadLetter(delivery, order));
    }

    @Override
    public void keep(Delivery delivery) {
        Lanes all = lanes;
        if (all != null) {
            all.halt(delivery);
        }
        subscription.thenAccept(session -> session.keep(delivery));
    }

    @Override
    public void stopRoute(Delivery delivery, Throwable failure) {
        keep(delivery);
        owner.routeToStop(delivery.message(), failure);
    }

    @Override
    public void giveUp(Delivery delivery, String why) {
        LOG.error("Route {} failed with {}: {}", name, delivery.message(), why);
        delivery.complete();
    }

    /** Dead letters that were handed to the session, whose outcome is not known. */
    int underWay() {
        return underWay.get();
    }

    /** What is wrong with a dead letter that is being tried again, or null. */
    public @Nullable String problem() {
        return problems.values().stream().findFirst().orElse(null);
    }

    /** What becomes of the dead letter of one message. */
    private final class Letter implements DeadLetterListener {

        private final Delivery delivery;
        private final DeadLetterReason reason;

        Letter(Delivery delivery, DeadLetterReason reason) {
            this.delivery = delivery;
            this.reason = reason;
        }

        @Override
        public void retrying() {
            underWay.incrementAndGet();
        }

        @Override
        public void taken() {
            underWay.decrementAndGet();
            if (problems.remove(delivery) != null) {
                LOG.info("Route {}: the dead letter of {} was taken at last", name, delivery.message());
            }
        }

        @Override
        public void refused(@Nullable String topic, Throwable cause, long retryNanos) {
            underWay.decrementAndGet();
            String to = topic == null ? "" : " to " + topic;
            String problem = "The dead letter of a message of topic " + delivery.message().topic() + " cannot be published" + to
                             + ": " + cause.getMessage();
            problems.put(delivery, problem);
            LOG.error(
                    "Route {}: {}. {} stays unacknowledged, and the dead letter is tried again in {} ms; let the broker accept it, or"
                      + " correct deadLetterTopic. Its route had failed with {}",
                    name, problem, delivery.message(), retryNanos / 1_000_000, reason.exception());
        }

        @Override
        public void abandoned() {
            underWay.decrementAndGet();
            problems.remove(delivery);
            LOG.warn("Route {} stops before the dead letter of {} was taken; a broker that keeps the session sends the message"
                     + " again",
                    name, delivery.message());
        }
    }
}
