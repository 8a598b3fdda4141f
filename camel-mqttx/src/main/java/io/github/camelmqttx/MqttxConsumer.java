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
package io.github.camelmqttx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmqttx.internal.binding.InboundBinding;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.config.ConsumerOptions;
import io.github.camelmqttx.internal.config.SessionSettingsFactory;
import io.github.camelmqttx.internal.consumer.AckMode;
import io.github.camelmqttx.internal.consumer.CanaryMiss;
import io.github.camelmqttx.internal.consumer.CanarySettings;
import io.github.camelmqttx.internal.consumer.FailureHandling;
import io.github.camelmqttx.internal.consumer.Intake;
import io.github.camelmqttx.internal.consumer.IntakeOwner;
import io.github.camelmqttx.internal.consumer.Lanes;
import io.github.camelmqttx.internal.consumer.MessageRouter;
import io.github.camelmqttx.internal.consumer.RouteEnd;
import io.github.camelmqttx.internal.failure.FailureAction;
import io.github.camelmqttx.internal.failure.FailureSettings;
import io.github.camelmqttx.internal.failure.FailureStrategies;
import io.github.camelmqttx.internal.failure.FailureText;
import io.github.camelmqttx.internal.failure.RefusedByRoute;
import io.github.camelmqttx.internal.pool.SessionKey;
import io.github.camelmqttx.internal.pool.SessionLease;
import io.github.camelmqttx.internal.session.ConsumerSubscription;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes received messages, off the I/O thread, and has them acknowledged according to {@code ackMode}.
 * <p>
 * Suspended, it keeps its subscription and holds messages without acknowledgement. When it stops, intake ends first;
 * what was received and not begun is routed, or left to the broker if that keeps the session; exchanges in flight end;
 * their acknowledgements leave; then the share of the session is given back. It can be started again afterwards.
 */
public class MqttxConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(MqttxConsumer.class);
    /** Spares Camel's shutdown its first second of waiting, at the price of this with a broker that does not answer. */
    private static final long INTAKE_END_MILLIS = 250;
    private static final long ROUTE_START_LOOK_MILLIS = 20;

    private final MqttxEndpoint endpoint;
    private final String owner;
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final AtomicBoolean stopOrdered = new AtomicBoolean();
    private volatile @Nullable Intake intake;
    /** Why the route was stopped, or null. */
    private volatile @Nullable String stoppedBecause;

    MqttxConsumer(MqttxEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.owner = endpoint.getComponent().newOwner();
    }

    @Override
    public MqttxEndpoint getEndpoint() {
        return endpoint;
    }

    /** The session as it stands, or null while the consumer is stopped. */
    public @Nullable SessionSnapshot session() {
        Intake current = intake;
        return current == null ? null : current.session().snapshot();
    }

    /** The filters as they stand; empty while the consumer is stopped. */
    public List<SubscriptionStatus> subscriptions() {
        Intake current = intake;
        ConsumerSubscription subscription = current == null ? null : current.subscription();
        return subscription == null ? List.of() : subscription.status();
    }

    private @Nullable CanaryMiss canaryMiss() {
        Intake current = intake;
        return current == null ? null : current.canaryMiss();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        endpoint.checkConsumer();
        setHealthCheck(
                MqttxHealthCheck.consumer(name(), this::session, this::subscriptions, this::canaryMiss, this::trouble));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        MqttxConfiguration configuration = endpoint.getConfiguration();
        SessionSettings settings = endpoint.sessionSettings();
        MqttxComponent component = endpoint.getComponent();
        FailureSettings failure = ConsumerOptions.failure(configuration);
        Troubles troubles = new Troubles();
        SessionLease lease = component.pool().acquire(
                failure.action() == FailureAction.REDELIVER
                        ? SessionKey.forRedelivery(settings, owner)
                        : SessionKey.forConsumer(settings, SessionSettingsFactory.sharing(configuration), owner));
        FailureHandling failures = new FailureHandling(name(), failure.delay(), troubles);
        MessageRouter router = new MessageRouter(
                this, new InboundBinding(endpoint.getHeaderFilterStrategy()), AckMode.of(configuration.getAckMode()),
                new RefusedByRoute(FailureStrategies.of(failure, name(), failures), new RouteEnd(this), failures));
        Intake starting = new Intake(
                name(), lease, router, new Lanes(configuration.getConcurrency(), component.workers(), router), troubles,
                failures);
        refusals.clear();
        stopOrdered.set(false);
        stoppedBecause = null;
        intake = starting;
        try {
            starting.subscribe(
                    ConsumerOptions.subscriptions(configuration, endpoint.getTopic()),
                    CanarySettings.ofMillis(configuration.getCanaryInterval(), configuration.getCanaryTimeout()));
            awaitSubscribed(starting, settings);
            warnOfLoss(starting, failure);
        } catch (Exception e) {
            intake = null;
            starting.stopIntake();
            StartWait.released(starting.release(), "The consumer of route " + name());
            super.doStop();
            throw e;
        }
    }

    private void awaitSubscribed(Intake starting, SessionSettings settings) throws Exception {
        ConsumerSubscription subscription = starting.subscription();
        CompletableFuture<Void> connection = subscription == null ? starting.session().connect() : subscription.connection();
        CompletableFuture<List<SubscriptionStatus>> answer = subscription == null
                ? CompletableFuture.completedFuture(List.of())
                : subscription.firstAnswer();
        if (endpoint.getConfiguration().isTestConnectionOnStartup()) {
            StartWait.connected(connection, endpoint, settings);
            StartWait.subscribed(answer, settings, ConsumerOptions.filters(endpoint.getConfiguration(), endpoint.getTopic()));
        } else {
            Throwable missing = StartWait.firstOf(connection, answer, settings);
            if (missing != null) {
                LOG.warn("Route {} has started without its subscription to '{}', which goes on in the background: {}", name(),
                        ConsumerOptions.filters(endpoint.getConfiguration(), endpoint.getTopic()),
                        missing.getMessage() == null ? "no answer in time" : missing.getMessage());
            }
        }
    }

    private void warnOfLoss(Intake starting, FailureSettings failure) {
        ConsumerSubscription subscription = starting.subscription();
        if (failure.action() == FailureAction.STOP && subscription != null && !subscription.isDurable()) {
            LOG.warn(
                    "Route {} stops at a failure (onFailure=stop), but its session ends with its connection: the failed message"
                     + " and those that come while the route is stopped are lost. Set clientId, cleanStart=false and"
                     + " sessionExpiryInterval so that the broker keeps them",
                    name());
        }
    }

    /** What is wrong with failed messages, or null. */
    private @Nullable String trouble() {
        Intake current = intake;
        String problem = stoppedBecause;
        return problem == null && current != null ? current.failures().problem() : problem;
    }

    private String name() {
        String routeId = getRouteId();
        return routeId == null ? "mqttx:" + endpoint.getTopic() : routeId;
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        Intake current = intake;
        if (current != null) {
            if (getCamelContext().isStopping()) {
                current.stopIntake();
                current.awaitIntakeEnd(INTAKE_END_MILLIS);
            } else {
                current.pause();
            }
        }
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        Intake current = intake;
        if (current != null) {
            current.resume();
        }
    }

    @Override
    protected void doStop() throws Exception {
        Intake ending = intake;
        intake = null;
        try {
            if (ending != null) {
                stop(ending);
            }
        } finally {
            super.doStop();
        }
    }

    private void stop(Intake ending) {
        ending.stopIntake();
        try {
            if (!ending.awaitQuiet(gracefulNanos())) {
                LOG.warn(
                        "Route {} stops although {} messages are in work; a broker that keeps the session sends those again that were"
                         + " not acknowledged",
                        name(), ending.router().active());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StartWait.released(ending.release(), "The consumer of route " + name());
    }

    /** What Camel's shutdown allows, nothing once its time is over. */
    private long gracefulNanos() {
        ShutdownStrategy strategy = getCamelContext().getShutdownStrategy();
        return strategy.hasTimeoutOccurred() ? 0 : strategy.getTimeUnit().toNanos(strategy.getTimeout());
    }

    /** Camel suspends the consumer first, so that no message is begun any more while exchanges in flight end. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /** Messages still to be routed, and those in work that Camel's in-flight registry does not count yet. */
    @Override
    public int getPendingExchangesSize() {
        Intake current = intake;
        if (current == null) {
            return 0;
        }
        String routeId = getRouteId();
        int counted = routeId == null ? 0 : getCamelContext().getInflightRepository().size(routeId);
        return current.pending() + Math.max(0, current.router().active() - counted);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        Intake current = intake;
        if (current != null && !suspendOnly) {
            current.stopIntake();
        }
    }

    private CamelContext getCamelContext() {
        return endpoint.getCamelContext();
    }

    /** What the session reports. */
    private final class Troubles implements IntakeOwner {

        @Override
        public void subscriptionRefused(MqttxSubscribeException cause) {
            String text = String.valueOf(cause.getMessage());
            if (!text.equals(refusals.put(cause.getTopicFilter(), text))) {
                SessionSnapshot snapshot = session();
                LOG.error("Route {} does not receive '{}' from {}: {}", name(), cause.getTopicFilter(),
                        snapshot == null ? "a broker" : snapshot.broker(), text);
            } else {
                LOG.debug("Route {} still does not receive '{}': {}", name(), cause.getTopicFilter(), text);
            }
        }

        @Override
        public void routeToStop(IncomingMessage message, Throwable failure) {
            if (stopOrdered.compareAndSet(false, true)) {
                stoppedBecause = "Route " + name() + " was stopped (onFailure=" + endpoint.getConfiguration().getOnFailure()
                                 + "), because it failed with a message of topic " + message.topic() + ": "
                                 + failure.getClass().getSimpleName() + " "
                                 + FailureText.of(failure);
                if (!isStopping() && !getCamelContext().isStopping()) {
                    LOG.error(
                            "Route {} stops, because it failed with {}. The message is not acknowledged; start the route again when"
                              + " the reason is gone",
                            name(), message, failure);
                    endpoint.getComponent().workers().execute(() -> stopRoute(failure));
                }
            }
        }

        @Override
        public void connectionGivenUp(MqttxConnectException cause) {
            endpoint.getComponent().workers().execute(() -> {
                getExceptionHandler().handleException(
                        "Route " + name() + " stops, because its session has given up connecting", cause);
                stopRoute(cause);
            });
        }
    }

    /**
     * A route that is still starting is stopped once it has started: Camel fails to start one that is stopped
     * meanwhile.
     */
    private void stopRoute(Throwable cause) {
        String routeId = getRouteId();
        if (intake == null) {
            return;
        }
        try {
            if (routeId == null) {
                stop();
            } else if (getCamelContext().getRouteController().getRouteStatus(routeId).isStoppable()) {
                getCamelContext().getRouteController().stopRoute(routeId, cause);
            } else {
                CompletableFuture
                        .delayedExecutor(ROUTE_START_LOOK_MILLIS, TimeUnit.MILLISECONDS, endpoint.getComponent().workers())
                        .execute(() -> stopRoute(cause));
            }
        } catch (Exception e) {
            e.addSuppressed(cause);
            LOG.error("Route {} could not be stopped", name(), e);
        }
    }
}
