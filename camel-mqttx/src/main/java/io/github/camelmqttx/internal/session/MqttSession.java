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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Client Identifier's life across connections. Thread-safe; nothing here blocks except {@link #publish} with
 * {@link OverflowPolicy#BLOCK}.
 * <p>
 * Invariant: all state changes in the session's {@link SerialContext}. Other threads put messages and completions into
 * queues and {@link #wake} the context, once for as many as come until it gets there.
 */
public final class MqttSession {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);

    private final SessionSettings settings;
    private final String clientId;
    private final SerialContext context;
    private final MqttClient client;
    private final SessionMetrics metrics = new SessionMetrics();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Executor workers;
    private final @Nullable PublishJournal journal;
    private final CallbackRelay relay;
    private final OutboundSender sender;
    private final SubscriptionRequests requests;
    private final SubscriptionRegistry registry;
    private final InboundRouter router;
    private final HoldUpMonitor holdUps;
    private final ConnectionDriver driver;
    private final Rotation rotation;
    private final SessionObserver observer;
    private final FailedMessages failures;
    private final Runnable drainTask = this::drain;
    private volatile CompletableFuture<Void> predecessor = CompletableFuture.completedFuture(null);
    private volatile boolean everSubscribed;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;
    private @Nullable ScheduledTask idleTimer;

    /** A session without journal. */
    MqttSession(SessionSettings settings, String clientId, MqttClientFactory factory, Executor workers,
                RandomGenerator random) {
        this(settings, clientId, new SessionResources(factory.newContext(), factory, workers, random, null));
    }

    /** @param clientId the Client Identifier to use */
    public MqttSession(SessionSettings settings, String clientId, SessionResources resources) {
        this.settings = settings;
        this.clientId = clientId;
        this.context = resources.context();
        this.workers = resources.workers();
        this.journal = resources.journal();
        this.client = resources.factory().newClient(context, new ClientEvents(this));
        this.observer = new SessionObserver(this);
        this.relay = new CallbackRelay(context, workers);
        Engine engine = new Engine(context, resources.factory(), client, workers);
        this.sender = new OutboundSender(engine, settings, metrics, relay, journal, observer);
        this.requests = new SubscriptionRequests(this);
        this.registry = new SubscriptionRegistry(requests);
        this.router = new InboundRouter(context, client, registry, settings.flow(), metrics, observer);
        this.holdUps = new HoldUpMonitor(context, router.ledger(), observer::heldUp);
        this.failures = new FailedMessages(this);
        this.rotation = new Rotation(this);
        this.driver = new ConnectionDriver(engine, rotation.watched(settings), clientId, observer, resources.random());
        sender.open();
    }

    /** The Client Identifier. */
    public String clientId() {
        return clientId;
    }

    public SessionSettings settings() {
        return settings;
    }

    /** Monotonic time in nanoseconds, for deadlines of {@link OutgoingMessage}. */
    public long nanoTime() {
        return context.nanoTime();
    }

    /**
     * Publishes. The callback is told the outcome exactly once, on a worker thread or, when the message is refused at
     * once, in this call. Messages of one thread are sent in the order of their calls.
     */
    public void publish(OutgoingMessage message) {
        boolean taken = sender.offer(message);
        if (taken) {
            wake();
        }
        if (taken && driver.state() == SessionState.IDLE || driver.isRetryDue()) {
            connect();
        }
    }

    /**
     * Registers a consumer, whose handler is in place before the session connects.
     *
     * @param subscriptions Subscription Identifiers are chosen by the session, pass 0
     */
    public ConsumerSubscription subscribe(MessageHandler handler, List<Subscription> subscriptions) {
        SessionConsumer consumer = new SessionConsumer(this, handler, subscriptions);
        everSubscribed = true;
        if (inContext(() -> add(consumer))) {
            consumer.connection(connect());
        } else {
            consumer.connection(CompletableFuture.failedFuture(closedFailure()));
            consumer.stopped(closedFailure());
        }
        return consumer;
    }

    private void add(SessionConsumer consumer) {
        if (closing) {
            consumer.stopped(closedFailure());
            return;
        }
        registry.add(consumer);
        router.routeHeld();
        registry.sync();
        client.flush();
    }

    /**
     * Starts connecting if nothing was tried yet. Completes when the session is connected, or exceptionally with
     * {@link io.github.camelmqttx.MqttxConnectException} when the first round over the brokers has failed; the session
     * goes on trying in the background all the same.
     */
    public CompletableFuture<Void> connect() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        predecessor.whenComplete((nothing, failure) -> {
            if (!inContext(() -> connect(outcome))) {
                outcome.completeExceptionally(closedFailure());
            }
        });
        return outcome;
    }

    private void connect(CompletableFuture<Void> outcome) {
        if (driver.state() == SessionState.GIVEN_UP && !closing) {
            sender.retrying();
        }
        driver.connect(outcome);
    }

    /** Lets the session connect only after another one has ended. Called before anything else. */
    public void connectAfter(CompletableFuture<Void> other) {
        predecessor = other;
    }

    /** Whether there was ever a consumer. */
    public boolean everSubscribed() {
        return everSubscribed;
    }

    /** Runs a task after a time unless the session becomes {@link #busy} or closes. */
    public void idle(long delayNanos, Runnable task) {
        inContext(() -> {
            cancelIdleTimer();
            if (!closing) {
                idleTimer = context.schedule(task, delayNanos);
            }
        });
    }

    /** Runs a task in the context of the session after a delay, whether the session has ended by then or not. */
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        CompletableFuture<ScheduledTask> timer = new CompletableFuture<>();
        inContext(() -> timer.complete(context.schedule(task, delayNanos)));
        return () -> inContext(() -> timer.thenAccept(ScheduledTask::cancel));
    }

    /** The session is wanted again. */
    public void busy() {
        inContext(this::cancelIdleTimer);
    }

    private void cancelIdleTimer() {
        if (idleTimer != null) {
            idleTimer.cancel();
            idleTimer = null;
        }
    }

    /**
     * Ends the connection with DISCONNECT and makes it anew, to the same broker first, so that a broker that keeps the
     * session sends again what was not acknowledged; between rounds, begins the next one now.
     *
     * @param reason a clause for people
     */
    public void reconnect(String reason) {
        inContext(() -> driver.reconnect(reason));
    }

    /**
     * Leaves the present broker for the next one: as {@link #reconnect}, but the present broker is postponed, so that
     * the others of the list are tried before it. With one broker it is a reconnect.
     *
     * @param reason a clause for people
     */
    public void failOver(String reason) {
        inContext(() -> driver.failOver(reason));
    }

    /**
     * Ends the session: outstanding publishes and acknowledgements get a short time, then DISCONNECT. Completes when
     * nothing is left of it, from every state.
     */
    public CompletableFuture<Void> close() {
        if (!inContext(this::beginClosing)) {
            closed.complete(null);
        }
        return closed.copy();
    }

    private void beginClosing() {
        if (!closing) {
            closing = true;
            failures.close();
            drain();
            observer.finish(this::finishClosing);
        }
    }

    private void finishClosing() {
        drain();
        cancelIdleTimer();
        requests.cancelAll();
        driver.close().thenRun(this::ended);
    }

    private void ended() {
        sender.close(closedFailure());
        registry.closed(closedFailure());
        client.clear();
        holdUps.stop();
        if (journal == null) {
            closedAtLast();
        } else {
            closeLast(journal);
        }
    }

    /** Closing waits for the disk, so it is done by a worker. */
    private void closeLast(PublishJournal open) {
        Runnable task = () -> {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.error("{}: the outbox was not closed properly; the next start checks it", clientId, e);
            }
            if (!inContext(this::closedAtLast)) {
                closed.complete(null);
            }
        };
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the workers have ended, closing the outbox here", clientId, e);
            task.run();
        }
    }

    private void closedAtLast() {
        sender.journalClosed();
        observer.closed();
        closed.complete(null);
    }

    private MqttxConnectException closedFailure() {
        return new MqttxConnectException(
                "Session " + clientId + " is closed", MqttxConnectException.NO_REASON_CODE, false, null);
    }

    public void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    public void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    /** How the session stands. */
    public SessionSnapshot snapshot() {
        ConnectResult connection = driver.connection();
        BrokerAddress broker = driver.broker();
        return new SessionSnapshot(
                clientId, driver.state(), connection == null || broker == null ? null : broker.toString(),
                connection == null ? null : connection.version().toString(), driver.stateSince(), driver.lastFailure(),
                holdUps.culprit(), driver.conflict(), observer.subscriptions(), metrics.read(), sender.trouble());
    }

    boolean isDurable() {
        ConnectResult connection = driver.connection();
        if (connection != null && connection.version() == ProtocolVersion.MQTT_5) {
            return connection.sessionExpirySeconds() > 0;
        }
        ProtocolVersion version = connection == null ? settings.version().first() : connection.version();
        return settings.connection().isDurable(version == ProtocolVersion.MQTT_5);
    }

    void stop(SessionConsumer consumer) {
        boolean accepted = inContext(() -> {
            registry.stop(consumer, isDurable());
            failures.stop(consumer);
            client.flush();
        });
        if (!accepted) {
            consumer.stopped(closedFailure());
        }
    }

    void handBack(List<Delivery> deliveries) {
        inContext(() -> {
            router.handedBack(deliveries);
            drain();
        });
    }

    FailedMessages failures() {
        return failures;
    }

    boolean isClosing() {
        return closing;
    }

    /** Keeps an unrouted message until there is a route or the next connection; any thread. */
    void hold(Delivery unrouted) {
        inContext(() -> {
            router.hold(unrouted);
            drain();
        });
    }

    void abort(String reason) {
        driver.abort(new Disconnection(Disconnection.Kind.PROTOCOL_ERROR, -1, reason, null, null));
    }

    /** @return false if there is no context any more */
    boolean inContext(Runnable task) {
        try {
            context.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the context has ended", clientId, e);
            return false;
        }
    }

    /** Arranges for {@link #drain}; any thread. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            inContext(drainTask);
        }
    }

    /** Does everything that waits: acknowledgements, publishes, outcomes; then one flush. */
    void drain() {
        awake.set(false);
        boolean acknowledged = router.drain();
        boolean published = sender.pump();
        if (acknowledged || published) {
            client.flush();
        }
        relay.handOver();
        if (registry.consumers().size() > 1 || router.held() > 0) {
            holdUps.watch();
        }
        metrics.current(client.inflight(), sender.waiting(), router.ledger().unacknowledged(), router.held(),
                router.ledger().staleCompletions());
    }

    void happened(SessionEvent event, String detail) {
        observer.happened(event, detail);
    }

    void subscriptionsChanged() {
        observer.subscriptionsChanged();
    }

    SerialContext context() {
        return context;
    }

    MqttClient client() {
        return client;
    }

    SubscriptionRegistry registry() {
        return registry;
    }

    SubscriptionRequests requests() {
        return requests;
    }

    ConnectionDriver driver() {
        return driver;
    }

    Rotation rotation() {
        return rotation;
    }

    Executor workers() {
        return workers;
    }

    InboundRouter router() {
        return router;
    }

    SessionObserver observer() {
        return observer;
    }

    OutboundSender sender() {
        return sender;
    }

    SessionMetrics metrics() {
        return metrics;
    }

    SessionState state() {
        return driver.state();
    }

    List<SessionListener> listeners() {
        return listeners;
    }
}
