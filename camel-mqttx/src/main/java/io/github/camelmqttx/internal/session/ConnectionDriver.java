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
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.backoff.JitteredBackoff;
import io.github.camelmqttx.internal.backoff.StableConnection;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerPlanner;
import io.github.camelmqttx.internal.broker.FailbackPolicy;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a session connected and keeps it so: the state machine of {@link SessionState}. Confined to the serial context.
 * <p>
 * Every change of state goes through {@link #become}. Each attempt has a number; what arrives for another number is
 * dropped in {@link #isCurrent}. A round offers each broker once, then comes one delay; a connection that lasted
 * {@value #STABLE_SECONDS} s resets the delay, and a loss after less is retried at once only the first time in a row.
 */
final class ConnectionDriver {

    static final int STABLE_SECONDS = 5;
    static final int POSTPONE_SECONDS = 30;
    static final int CLOSE_SECONDS = 2;
    private static final int SECOND = 1_000_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);

    /** What the driver tells its session, in the context, after the fact. */
    interface Observer {

        void stateChanged(SessionState from, SessionState to);

        /** @param resumed whether the broker still had the session */
        void connected(BrokerAddress broker, ConnectResult result, boolean returned);

        void disconnected(BrokerAddress broker, Disconnection reason, int unstableInARow);

        void roundFailed(MqttxConnectException cause);

        void gaveUp(MqttxConnectException cause);

        /**
         * A return to the preferred broker is about to begin; runs the task when outstanding publishes are complete, or
         * soon.
         */
        void quiesce(Runnable then);
    }

    private final SerialContext context;
    private final MqttClientFactory factory;
    private final MqttClient client;
    private final SessionSettings settings;
    private final String clientId;
    private final Observer observer;
    private final BrokerPlanner planner;
    private final FailbackPolicy failback;
    private final JitteredBackoff backoff;
    private final StableConnection stability;
    private final VersionMemory versions;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    private volatile SessionState state = SessionState.IDLE;
    private volatile @Nullable BrokerAddress broker;
    private volatile @Nullable ConnectResult connection;
    private volatile @Nullable String lastFailure;
    private volatile long stateSince;
    private BrokerPlanner.@Nullable Round round;
    private List<ConnectFailure> failures = new ArrayList<>();
    private @Nullable BrokerAddress returningTo;
    private @Nullable ScheduledTask timer;
    private @Nullable ScheduledTask failbackTimer;
    private boolean everConnected;
    private boolean networkEngaged;
    private int attempt;
    private int failedRounds;
    private int unstableInARow;

    @SuppressWarnings("checkstyle:ParameterNumber")
    ConnectionDriver(SerialContext context, MqttClientFactory factory, MqttClient client, SessionSettings settings,
                     String clientId, Observer observer, java.util.random.RandomGenerator random) {
        this.context = context;
        this.factory = factory;
        this.client = client;
        this.settings = settings;
        this.clientId = clientId;
        this.observer = observer;
        ReconnectSettings reconnect = settings.reconnect();
        this.planner = new BrokerPlanner(settings.brokers(), reconnect.failoverMode(), random, postponeNanos(reconnect));
        this.failback = new FailbackPolicy(planner, reconnect.failbackDelayNanos());
        this.backoff = new JitteredBackoff(
                reconnect.delayNanos(), Math.max(reconnect.delayNanos(), reconnect.maxDelayNanos()), random);
        this.stability = new StableConnection(backoff, STABLE_SECONDS * (long) SECOND);
        this.versions = new VersionMemory(settings.version());
        this.stateSince = context.nanoTime();
    }

    /** Connects if nothing was tried yet or the session had given up; completes as {@link MqttSession#connect} says. */
    void connect(CompletableFuture<Void> outcome) {
        switch (state) {
            case CONNECTED -> outcome.complete(null);
            case CLOSING, CLOSED -> outcome.completeExceptionally(closedFailure());
            case CONNECTING -> waiting.add(outcome);
            case BACKING_OFF -> outcome.completeExceptionally(Failures.ofRound(clientId, failures));
            case IDLE, GIVEN_UP -> {
                waiting.add(outcome);
                failedRounds = 0;
                startRound("asked to connect");
            }
        }
    }

    private void startRound(String why) {
        cancelTimer();
        become(SessionState.CONNECTING, why);
        failures = new ArrayList<>();
        round = planner.startRound(context.nanoTime());
        tryNext();
    }

    private void tryNext() {
        BrokerPlanner.Round current = round;
        BrokerAddress next = current == null ? null : current.next(context.nanoTime());
        if (next == null) {
            roundFailed();
        } else {
            attempt(next);
        }
    }

    private void attempt(BrokerAddress target) {
        broker = target;
        attempt++;
        ProtocolVersion version = versions.offer(target);
        ConnectionSettings connect = settings.connection();
        networkEngaged = true;
        LOG.debug("{}: attempt {} to {} with MQTT {}", clientId, attempt, target, version);
        client.connect(new ConnectRequest(
                attempt, target, version, clientId, isCleanStart(version), connect.connectTimeoutNanos(),
                connect.keepAliveSeconds(), connect.sessionExpirySeconds(), connect.receiveMaximum(),
                connect.maximumPacketSize(),
                settings.flow().maximumInflight(), connect.credentials(), connect.will(), connect.tls(),
                connect.webSocketHeaders(), List.of()));
    }

    /** With MQTT 5.0 and a Session Expiry Interval, Clean Start is for the first connection: reconnects resume. */
    private boolean isCleanStart(ProtocolVersion version) {
        ConnectionSettings connect = settings.connection();
        boolean resume = version == ProtocolVersion.MQTT_5 && everConnected && connect.sessionExpirySeconds() > 0;
        return connect.cleanStart() && !resume;
    }

    /** @return whether an event of this attempt still matters */
    private boolean isCurrent(int number) {
        if (number != attempt) {
            LOG.debug("{}: dropped a late event of attempt {}, the current one is {}", clientId, number, attempt);
            return false;
        }
        return true;
    }

    void connected(int number, ConnectResult result) {
        BrokerAddress target = broker;
        if (!isCurrent(number) || state != SessionState.CONNECTING || target == null) {
            return;
        }
        long now = context.nanoTime();
        boolean returned = target.equals(returningTo);
        returningTo = null;
        everConnected = true;
        failedRounds = 0;
        versions.accepted(target, result.version());
        planner.connected(target, now);
        failback.connected(target, returned, now);
        stability.connected(now);
        connection = result;
        become(SessionState.CONNECTED, target.toString());
        scheduleFailback();
        observer.connected(target, result, returned);
        settleWaiting(null);
    }

    /** A postponed broker is not failed back to, so the postponement must not outlast the fail-back delay. */
    private static long postponeNanos(ReconnectSettings reconnect) {
        long longest = POSTPONE_SECONDS * (long) SECOND;
        return reconnect.failbackDelayNanos() > 0 ? Math.min(longest, reconnect.failbackDelayNanos()) : longest;
    }

    void connectFailed(int number, ConnectFailure failure) {
        BrokerAddress target = broker;
        if (!isCurrent(number) || target == null) {
            return;
        }
        networkEngaged = false;
        if (state == SessionState.CLOSING) {
            finishClosing();
            return;
        }
        lastFailure = failure.exception().getMessage();
        if (versions.retryLower(target, failure)) {
            LOG.debug("{}: {} does not take the version offered, trying MQTT {}", clientId, target, versions.offer(target));
            attempt(target);
            return;
        }
        failures.add(failure);
        planner.failed(target, context.nanoTime());
        if (target.equals(returningTo)) {
            returningTo = null;
            failback.failbackFailed(context.nanoTime());
            round = planner.startRound(context.nanoTime());
        }
        tryNext();
    }

    private void roundFailed() {
        broker = null;
        round = null;
        failedRounds++;
        MqttxConnectException cause = Failures.ofRound(clientId, failures);
        int maxRounds = settings.reconnect().maxRounds();
        boolean end = maxRounds > 0 && failedRounds >= maxRounds;
        if (end) {
            become(SessionState.GIVEN_UP, "reconnectMaxAttempts is used up");
            observer.gaveUp(cause);
        } else {
            backOff("each broker failed");
            observer.roundFailed(cause);
        }
        settleWaiting(cause);
    }

    private void backOff(String why) {
        become(SessionState.BACKING_OFF, why);
        boolean hopeless = !failures.isEmpty() && failures.stream().noneMatch(failure -> failure.exception().isRetryable());
        long delay = hopeless
                ? Math.max(settings.reconnect().maxDelayNanos(), settings.reconnect().delayNanos()) : backoff.nextDelayNanos();
        timer = context.schedule(() -> startRound("the delay is over"), delay);
    }

    void disconnected(int number, Disconnection reason) {
        BrokerAddress from = broker;
        if (!isCurrent(number) || from == null) {
            return;
        }
        networkEngaged = false;
        long now = context.nanoTime();
        connection = null;
        broker = null;
        cancelFailback();
        boolean lasted = stability.disconnected(now);
        failback.disconnected(now);
        if (reason.kind() != Disconnection.Kind.LOCAL) {
            planner.disconnected(from, now);
            lastFailure = reason.message();
            unstableInARow = lasted ? 0 : unstableInARow + 1;
        }
        if (reason.kind() == Disconnection.Kind.KEEP_ALIVE || reason.kind() == Disconnection.Kind.BY_BROKER) {
            planner.failed(from, now);
        }
        boolean closing = state == SessionState.CLOSING;
        if (!closing) {
            failures = new ArrayList<>();
            observer.disconnected(from, reason, unstableInARow);
        }
        goOn(closing, reason);
    }

    private void goOn(boolean closing, Disconnection reason) {
        BrokerAddress target = returningTo;
        if (closing) {
            finishClosing();
        } else if (target != null) {
            become(SessionState.CONNECTING, "returning to " + target);
            attempt(target);
        } else if (unstableInARow <= 1) {
            startRound(reason.message());
        } else {
            backOff("the connection did not last: " + reason.message());
        }
    }

    private void scheduleFailback() {
        cancelFailback();
        long due = failback.dueInNanos(context.nanoTime());
        if (due != FailbackPolicy.NEVER) {
            failbackTimer = context.schedule(this::considerFailback, due);
        }
    }

    private void considerFailback() {
        failbackTimer = null;
        BrokerAddress target = failback.target(context.nanoTime());
        int asked = attempt;
        if (target == null) {
            scheduleFailback();
            return;
        }
        factory.probe(context, target, settings.connection().connectTimeoutNanos(), reachable -> {
            if (asked != attempt || state != SessionState.CONNECTED) {
                return;
            }
            if (reachable) {
                observer.quiesce(() -> failBack(asked, target));
            } else {
                planner.failed(target, context.nanoTime());
                failback.failbackFailed(context.nanoTime());
                scheduleFailback();
            }
        });
    }

    private void failBack(int asked, BrokerAddress target) {
        if (asked == attempt && state == SessionState.CONNECTED) {
            returningTo = target;
            client.disconnect(0, CLOSE_SECONDS * (long) SECOND);
        }
    }

    /** Drops the connection without DISCONNECT; a new round follows. */
    void abort(Disconnection reason) {
        if (state == SessionState.CONNECTED) {
            client.abort(reason);
        }
    }

    /** Ends the session; completes when nothing is left of it. */
    CompletableFuture<Void> close() {
        if (state != SessionState.CLOSING && state != SessionState.CLOSED) {
            cancelTimer();
            cancelFailback();
            become(SessionState.CLOSING, "asked to close");
            if (networkEngaged) {
                client.disconnect(0, CLOSE_SECONDS * (long) SECOND);
            } else {
                finishClosing();
            }
        }
        return closed;
    }

    private void finishClosing() {
        broker = null;
        connection = null;
        become(SessionState.CLOSED, "closed");
        settleWaiting(closedFailure());
        closed.complete(null);
    }

    private MqttxConnectException closedFailure() {
        return new MqttxConnectException(
                "Session " + clientId + " is closed", MqttxConnectException.NO_REASON_CODE, false, null);
    }

    private void settleWaiting(@Nullable MqttxConnectException failure) {
        List<CompletableFuture<Void>> all = List.copyOf(waiting);
        waiting.clear();
        for (CompletableFuture<Void> one : all) {
            if (failure == null) {
                one.complete(null);
            } else {
                one.completeExceptionally(failure);
            }
        }
    }

    /** The only place where the state changes. */
    private void become(SessionState next, String why) {
        context.assertInContext();
        SessionState before = state;
        if (!before.canBecome(next)) {
            throw new IllegalStateException(
                    "Session " + clientId + " cannot go from " + before + " to " + next + " (" + why + ")");
        }
        state = next;
        stateSince = context.nanoTime();
        LOG.debug("{}: {} -> {} ({})", clientId, before, next, why);
        observer.stateChanged(before, next);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void cancelFailback() {
        if (failbackTimer != null) {
            failbackTimer.cancel();
            failbackTimer = null;
        }
    }

    SessionState state() {
        return state;
    }

    long stateSince() {
        return stateSince;
    }

    @Nullable
    BrokerAddress broker() {
        return broker;
    }

    @Nullable
    ConnectResult connection() {
        return connection;
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }
}
