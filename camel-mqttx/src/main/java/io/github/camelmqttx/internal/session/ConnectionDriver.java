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
import java.util.random.RandomGenerator;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.backoff.JitteredBackoff;
import io.github.camelmqttx.internal.backoff.StableConnection;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerPlanner;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a session connected and keeps it so: the state machine of {@link SessionState}. Confined to the serial context.
 * <p>
 * Every change of state goes through {@link #become}. Each attempt has a number; what arrives for another number is
 * dropped in {@link Attempts#isCurrent}. A round offers each broker once, then comes one delay; a connection that
 * lasted {@value #STABLE_SECONDS} s resets the delay, and a loss after less is retried at once only the first time in a
 * row.
 */
final class ConnectionDriver {

    static final int STABLE_SECONDS = 5;
    static final int POSTPONE_SECONDS = 30;
    static final int CLOSE_SECONDS = 2;
    private static final int SECOND = 1_000_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);

    private final SerialContext context;
    private final MqttClient client;
    private final SessionSettings settings;
    private final String clientId;
    private final ConnectionObserver observer;
    private final BrokerPlanner planner;
    private final Failback failback;
    private final JitteredBackoff backoff;
    private final StableConnection stability;
    private final Attempts attempts;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    private volatile SessionState state = SessionState.IDLE;
    private volatile @Nullable BrokerAddress broker;
    private volatile @Nullable ConnectResult connection;
    private volatile @Nullable String lastFailure;
    private volatile long stateSince;
    private BrokerPlanner.@Nullable Round round;
    private List<ConnectFailure> failures = new ArrayList<>();
    /** Tried before the next round, or null. */
    private @Nullable BrokerAddress next;
    private boolean returning;
    /** Why this side drops the connection to make it anew, or null. */
    private @Nullable String reconnectReason;
    private @Nullable ScheduledTask timer;
    private boolean networkEngaged;
    private int failedRounds;
    private int unstableInARow;

    ConnectionDriver(Engine engine, SessionSettings settings, String clientId, ConnectionObserver observer,
                     RandomGenerator random) {
        this.context = engine.context();
        this.client = engine.client();
        this.settings = settings;
        this.clientId = clientId;
        this.observer = observer;
        ReconnectSettings reconnect = settings.reconnect();
        this.planner = new BrokerPlanner(settings.brokers(), reconnect.failoverMode(), random, postponeNanos(reconnect));
        this.failback = new Failback(this, engine, planner, settings);
        this.backoff = new JitteredBackoff(
                reconnect.delayNanos(), Math.max(reconnect.delayNanos(), reconnect.maxDelayNanos()), random);
        this.stability = new StableConnection(backoff, STABLE_SECONDS * (long) SECOND);
        this.attempts = new Attempts(engine.client(), settings, clientId);
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
        begin();
    }

    private void begin() {
        BrokerAddress first = next;
        next = null;
        failures = new ArrayList<>();
        if (first == null) {
            round = planner.startRound(context.nanoTime());
            tryNext();
        } else {
            round = null;
            attempt(first);
        }
    }

    private void tryNext() {
        BrokerPlanner.Round current = round;
        BrokerAddress target = current == null ? null : current.next(context.nanoTime());
        if (target == null) {
            roundFailed();
        } else {
            attempt(target);
        }
    }

    private void attempt(BrokerAddress target) {
        broker = target;
        networkEngaged = true;
        attempts.begin(target);
    }

    void connected(int number, ConnectResult result) {
        BrokerAddress target = broker;
        if (!attempts.isCurrent(number) || state != SessionState.CONNECTING || target == null) {
            return;
        }
        long now = context.nanoTime();
        boolean returned = returning;
        returning = false;
        failedRounds = 0;
        attempts.accepted(target, result.version());
        planner.connected(target, now);
        stability.connected(now);
        connection = result;
        become(SessionState.CONNECTED, target.toString());
        failback.connected(target, returned);
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
        if (!attempts.isCurrent(number) || target == null) {
            return;
        }
        networkEngaged = false;
        if (state == SessionState.CLOSING) {
            finishClosing();
            return;
        }
        lastFailure = failure.exception().getMessage();
        if (attempts.retryLower(target, failure)) {
            attempt(target);
            return;
        }
        failures.add(failure);
        planner.failed(target, context.nanoTime());
        if (returning) {
            returning = false;
            failback.failed();
        }
        if (round == null) {
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
            become(SessionState.BACKING_OFF, "each broker failed");
            scheduleRound();
            observer.roundFailed(cause);
        }
        settleWaiting(cause);
    }

    private void scheduleRound() {
        boolean hopeless = !failures.isEmpty() && failures.stream().noneMatch(failure -> failure.exception().isRetryable());
        long delay = hopeless
                ? Math.max(settings.reconnect().maxDelayNanos(), settings.reconnect().delayNanos()) : backoff.nextDelayNanos();
        timer = context.schedule(() -> startRound("the delay is over"), delay);
    }

    void disconnected(int number, Disconnection received) {
        BrokerAddress from = broker;
        if (!attempts.isCurrent(number) || from == null) {
            return;
        }
        Disconnection reason = asWanted(received);
        boolean lasted = ended(from, reason);
        if (reason.kind() != Disconnection.Kind.LOCAL) {
            lastFailure = reason.message();
            unstableInARow = lasted ? 0 : unstableInARow + 1;
        }
        if (state == SessionState.CLOSING) {
            observer.disconnected(from, reason, unstableInARow);
            finishClosing();
            return;
        }
        boolean atOnce = returning || reason.kind() == Disconnection.Kind.LOCAL || unstableInARow <= 1;
        failures = new ArrayList<>();
        become(atOnce ? SessionState.CONNECTING : SessionState.BACKING_OFF, reason.message());
        observer.disconnected(from, reason, unstableInARow);
        if (atOnce) {
            begin();
        } else {
            scheduleRound();
        }
    }

    private Disconnection asWanted(Disconnection received) {
        String wanted = reconnectReason;
        reconnectReason = null;
        return wanted == null || received.kind() != Disconnection.Kind.LOCAL
                ? received : new Disconnection(Disconnection.Kind.PROTOCOL_ERROR, -1, wanted, null, null);
    }

    private boolean ended(BrokerAddress from, Disconnection reason) {
        long now = context.nanoTime();
        networkEngaged = false;
        connection = null;
        broker = null;
        failback.disconnected(now);
        boolean onPurpose = reason.kind() == Disconnection.Kind.LOCAL || next != null;
        if (!onPurpose) {
            planner.disconnected(from, now);
        }
        if (reason.kind() == Disconnection.Kind.KEEP_ALIVE || reason.kind() == Disconnection.Kind.BY_BROKER) {
            planner.failed(from, now);
        }
        return stability.disconnected(now);
    }

    /** Ends the connection gracefully to continue with a better broker, if it is still that of the attempt. */
    void returnTo(BrokerAddress target, int ofAttempt) {
        if (isConnectedBy(ofAttempt)) {
            next = target;
            returning = true;
            client.disconnect(0, CLOSE_SECONDS * (long) SECOND);
        }
    }

    void quiesce(Runnable then) {
        observer.quiesce(then);
    }

    /** The number of the latest attempt. */
    int attempt() {
        return attempts.latest();
    }

    /** Whether there is a connection, made by the attempt. */
    boolean isConnectedBy(int number) {
        return number == attempts.latest() && state == SessionState.CONNECTED;
    }

    /**
     * Ends the connection with DISCONNECT and makes it anew to the same broker first, or shortens the wait for the next
     * round.
     */
    void reconnect(String reason) {
        if (state == SessionState.CONNECTED) {
            next = broker;
            reconnectReason = reason;
            client.disconnect(0, CLOSE_SECONDS * (long) SECOND);
        } else if (state == SessionState.BACKING_OFF) {
            startRound(reason);
        }
    }

    /**
     * Ends the connection with DISCONNECT and makes it anew at once, to the same broker first. Nothing is wrong with
     * it, so it does not count as lost. Does nothing without a connection.
     */
    void renew(String reason) {
        if (state == SessionState.CONNECTED) {
            LOG.info("{} connects to {} again: {}", clientId, broker, reason);
            next = broker;
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
            failback.cancel();
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
