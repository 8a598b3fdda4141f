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

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.internal.canary.ProbePlan;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.pool.SessionLease;
import io.github.camelmqttx.internal.session.ConsumerSubscription;
import io.github.camelmqttx.internal.session.MessageHandler;
import io.github.camelmqttx.internal.session.MqttSession;
import io.github.camelmqttx.internal.session.SessionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One period between start and stop of a consumer: its lease, its subscription and its messages. Thread-safe.
 * <p>
 * Stop goes in steps that each can be waited for: {@link #stopIntake} (no more messages from the session; what was
 * received and not begun is routed if the session ends with its connection, or if it arrived before something that was
 * begun, else given back so that the broker keeps it), then {@link #awaitQuiet}, then {@link #release}.
 */
public final class Intake implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final long LOOK_AGAIN_MILLIS = 2;

    private final String name;
    private final SessionLease lease;
    private final MessageRouter router;
    private final Lanes lanes;
    private final IntakeOwner owner;
    private final FailureHandling failures;
    private final AtomicReference<@Nullable CompletableFuture<Void>> stopped = new AtomicReference<>();
    private volatile @Nullable ConsumerSubscription subscription;
    private volatile @Nullable Canary canary;

    /** @param name the route id, for logs */
    public Intake(String name, SessionLease lease, MessageRouter router, Lanes lanes, IntakeOwner owner,
                  FailureHandling failures) {
        this.name = name;
        this.lease = lease;
        this.router = router;
        this.lanes = lanes;
        this.owner = owner;
        this.failures = failures;
        failures.use(lanes);
    }

    /**
     * Subscribes, and connects if that was not tried before. Messages may come from now on.
     *
     * @param probing how the subscriptions are to be probed, or null
     */
    public ConsumerSubscription subscribe(List<Subscription> subscriptions, @Nullable CanarySettings probing) {
        return probing == null ? subscribe(subscriptions) : subscribeProbed(subscriptions, probing);
    }

    private ConsumerSubscription subscribe(List<Subscription> subscriptions) {
        ConsumerSubscription made = lease.session().subscribe(this, subscriptions);
        subscription = made;
        failures.use(made);
        return made;
    }

    private ConsumerSubscription subscribeProbed(List<Subscription> subscriptions, CanarySettings probing) {
        ProbePlan plan = ProbePlan.of(subscriptions.stream().map(Subscription::filter).toList(), session().clientId());
        List<Subscription> all = new ArrayList<>(subscriptions);
        if (plan.additionalFilter() != null) {
            all.add(new Subscription(plan.additionalFilter(), 1, false, false, 2, 0));
        }
        ConsumerSubscription made = subscribe(all);
        Canary watching = new Canary(name, made.dataPlane(), probing, plan.targets(), new SecureRandom().nextLong());
        canary = watching;
        watching.start();
        return made;
    }

    /** The filters whose probes do not come back, or null. */
    public @Nullable CanaryMiss canaryMiss() {
        Canary watching = canary;
        return watching == null ? null : watching.miss();
    }

    public MqttSession session() {
        return lease.session();
    }

    /** The subscription, or null before {@link #subscribe}. */
    public @Nullable ConsumerSubscription subscription() {
        return subscription;
    }

    /** What is done about messages that have failed. */
    public FailureHandling failures() {
        return failures;
    }

    public MessageRouter router() {
        return router;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void received(Delivery delivery) {
        Canary watching = canary;
        if (ProbePayload.isProbe(delivery.message().payload())) {
            if (watching != null) {
                watching.probeReceived(delivery.message());
            }
            delivery.complete();
            return;
        }
        if (watching != null) {
            watching.received(delivery.message());
        }
        try {
            lanes.put(delivery);
        } catch (RejectedExecutionException e) {
            LOG.error("Route {} cannot route {}; it is kept without acknowledgement", name, delivery.message(), e);
        }
    }

    @Override
    public void subscriptionRefused(MqttxSubscribeException cause) {
        owner.subscriptionRefused(cause);
    }

    @Override
    public void connectionGivenUp(MqttxConnectException cause) {
        owner.connectionGivenUp(cause);
    }

    /** Begins no more messages, and keeps those that come, unless the intake is being stopped. */
    public void pause() {
        if (stopped.get() == null) {
            lanes.pause();
        }
    }

    /** Undoes {@link #pause}. */
    public void resume() {
        if (stopped.get() == null) {
            lanes.resume();
        }
    }

    /** Ends the intake; idempotent. Completes when no more messages come. */
    public CompletableFuture<Void> stopIntake() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!stopped.compareAndSet(null, done)) {
            CompletableFuture<Void> earlier = stopped.get();
            return earlier == null ? done : earlier;
        }
        Canary watching = canary;
        if (watching != null) {
            watching.stop();
        }
        ConsumerSubscription current = subscription;
        if (current == null) {
            done.complete(null);
            return done;
        }
        boolean durable = current.isDurable();
        if (durable) {
            lanes.pause();
        } else {
            lanes.resume();
        }
        current.stop().whenComplete((nothing, failure) -> {
            try {
                if (durable) {
                    lanes.finishBegun();
                    handBackWaiting();
                }
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    /** Waits until the intake has ended, or the time is over. */
    public boolean awaitIntakeEnd(long millis) throws InterruptedException {
        return ended(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private boolean ended(long timeoutNanos) throws InterruptedException {
        try {
            stopIntake().get(timeoutNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives messages that are not begun back to the session, unacknowledged. */
    public void handBackWaiting() {
        List<Delivery> waiting = lanes.takeWaiting();
        ConsumerSubscription current = subscription;
        if (current != null && !waiting.isEmpty()) {
            LOG.debug("Route {} gives back {} messages that it has not begun", name, waiting.size());
            current.handBack(waiting);
        }
    }

    /** Messages that will still be routed, and one more while the end of the intake is awaited. */
    public int pending() {
        CompletableFuture<Void> stopping = stopped.get();
        int ending = stopping != null && !stopping.isDone() ? 1 : 0;
        return ending + lanes.due();
    }

    /**
     * Waits until the intake has ended and no message is in work.
     *
     * @return false if that did not happen in time
     */
    public boolean awaitQuiet(long timeoutNanos) throws InterruptedException {
        long begin = System.nanoTime();
        if (!ended(timeoutNanos)) {
            return false;
        }
        while (!isQuiet()) {
            if (System.nanoTime() - begin >= timeoutNanos) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    private boolean isQuiet() {
        return pending() == 0 && lanes.isQuiet() && router.active() == 0 && !isDeadLetterUnderWay();
    }

    /** Without a connection a dead letter may take for ever. */
    private boolean isDeadLetterUnderWay() {
        return failures.underWay() > 0 && session().snapshot().state() == SessionState.CONNECTED;
    }

    /** Begins nothing more, gives back what waits, and gives the lease back. Completes when nothing is left of it. */
    public CompletableFuture<Void> release() {
        lanes.pause();
        handBackWaiting();
        return lease.release();
    }
}
