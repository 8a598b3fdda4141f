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

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerPlanner;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a session connected and keeps it so: the state machine of {@link SessionState}. Confined to the serial context.
 * <p>
 * Every change of state goes through {@link #become}. Each attempt has a number; what arrives for another number is
 * dropped in {@link Attempts#isCurrent}. A round offers each broker once, and before the others those that a broker
 * names ({@link Redirection}); then comes one delay ({@link Pace}), or the end if no broker will ever take the session
 * ({@link Verdict}). A loss after a connection that did not last is retried at once only the first time in a row, and
 * not in a {@link ClientIdConflict}, nor after what may be a takeover if the session is only being finished: the new
 * owner of the Client Identifier is not disturbed.
 */
final class ConnectionDriver {

    static final int POSTPONE_SECONDS = 30;
    static final int CLOSE_SECONDS = 2;
    private static final long SECOND = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);

    private final SerialContext context;
    private final MqttClient client;
    private final String clientId;
    private final ConnectionObserver observer;
    private final BrokerPlanner planner;
    private final Redirection redirection;
    private final Failback failback;
    private final Pace pace;
    private final TakeoverPolicy takeover;
    private final ClientIdConflict conflict;
    private final Attempts attempts;
    private final Departure departure = new Departure();
    private final Waiters waiters = new Waiters();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile SessionState state = SessionState.IDLE;
    private volatile @Nullable BrokerAddress broker;
    private volatile @Nullable ConnectResult connection;
    private volatile @Nullable String lastFailure;
    private volatile long stateSince;
    private volatile long retryNotBefore;
    private BrokerPlanner.@Nullable Round round;
    private RoundFailures failures = new RoundFailures();
    private @Nullable ScheduledTask timer;
    private boolean networkEngaged;

    ConnectionDriver(Engine engine, SessionSettings settings, String clientId, ConnectionObserver observer,
                     RandomGenerator random) {
        this.context = engine.context();
        this.client = engine.client();
        this.clientId = clientId;
        this.observer = observer;
        ReconnectSettings reconnect = settings.reconnect();
        this.planner = new BrokerPlanner(settings.brokers(), reconnect.failoverMode(), random, postponeNanos(reconnect));
        this.redirection = new Redirection(planner, reconnect.followServerReference());
        this.failback = new Failback(this, engine, planner, settings);
        this.pace = new Pace(reconnect, random);
        this.takeover = reconnect.takeover();
        this.conflict = new ClientIdConflict(clientId, takeover, random);
        this.attempts = new Attempts(engine, settings, conflict, this::connectFailed);
        this.stateSince = context.nanoTime();
    }

    /** A postponed broker is not failed back to, so the postponement must not outlast the fail-back delay. */
    private static long postponeNanos(ReconnectSettings reconnect) {
        long longest = POSTPONE_SECONDS * SECOND;
        return reconnect.failbackDelayNanos() > 0 ? Math.min(longest, reconnect.failbackDelayNanos()) : longest;
    }

    /** Connects if nothing was tried yet or the session had given up; completes as {@link MqttSession#connect} says. */
    void connect(CompletableFuture<Void> outcome) {
        switch (state) {
            case CONNECTED -> outcome.complete(null);
            case CLOSING, CLOSED -> outcome.completeExceptionally(closedFailure());
            case CONNECTING -> waiters.add(outcome);
            case BACKING_OFF -> outcome.completeExceptionally(
                    conflict.text() == null ? failures.exception(clientId) : conflict.failure());
            case IDLE, GIVEN_UP -> {
                waiters.add(outcome);
                pace.asked();
                startRound("asked to connect");
            }
        }
    }

    private void startRound(String why) {
        cancelTimer();
        redirection.referrals().reset();
        become(SessionState.CONNECTING, why);
        begin();
    }

    private void begin() {
        BrokerAddress first = departure.takeNext();
        round = null;
        failures = new RoundFailures();
        if (first == null) {
            tryNext();
        } else {
            attempt(first);
        }
    }

    private void tryNext() {
        BrokerAddress target = redirection.referrals().next();
        if (target == null) {
            BrokerPlanner.Round current = round == null ? planner.startRound(context.nanoTime()) : round;
            round = current;
            target = current.next(context.nanoTime());
        }
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
        boolean returned = departure.takeReturning();
        attempts.accepted(target, result.version());
        redirection.referrals().connected(target);
        planner.connected(target, now);
        pace.connected(now);
        conflict.connected(now);
        connection = result;
        become(SessionState.CONNECTED, target.toString());
        failback.connected(target, returned);
        observer.connected(target, result, returned);
        waiters.settle(null);
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
        conflict.attemptFailed();
        Verdict verdict = attempts.verdict(target, failure);
        if (verdict == Verdict.SAME_BROKER) {
            attempt(target);
            return;
        }
        planner.failed(target, context.nanoTime());
        Redirection.Redirect redirect = redirection.of(target, failure);
        failures.add(redirect == null ? failure : redirect.addTo(failure), verdict);
        if (redirect != null) {
            observer.redirected(redirect.followed(), redirect.describe());
        }
        if (departure.takeReturning()) {
            failback.failed();
        }
        tryNext();
    }

    private void roundFailed() {
        broker = null;
        round = null;
        MqttxConnectException cause = failures.exception(clientId);
        boolean last = pace.roundFailed();
        long delay = failures.isHopeless() ? pace.longestDelayNanos() : pace.nextDelayNanos();
        if (last || failures.isFinal()) {
            String why = failures.isFinal()
                    ? "No broker takes this session as it is configured" : "reconnectMaxAttempts is used up";
            becomeGivenUp(why, delay);
            observer.gaveUp(why, cause);
        } else {
            become(SessionState.BACKING_OFF, "each broker failed");
            scheduleRound(delay);
            observer.roundFailed(cause);
        }
        waiters.settle(cause);
    }

    private void becomeGivenUp(String why, long pauseNanos) {
        retryNotBefore = context.nanoTime() + pauseNanos;
        become(SessionState.GIVEN_UP, why);
    }

    private void scheduleRound(long delay) {
        timer = context.schedule(() -> startRound("the delay is over"), delay);
    }

    void disconnected(int number, Disconnection received) {
        BrokerAddress from = broker;
        ConnectResult lost = connection;
        if (!attempts.isCurrent(number) || from == null || lost == null) {
            return;
        }
        Disconnection wanted = departure.explain(received);
        ended(from, wanted);
        if (state == SessionState.CLOSING) {
            observer.disconnected(from, wanted);
            finishClosing();
            return;
        }
        failures = new RoundFailures();
        TakeoverDetector.Finding finding
                = conflict.disconnected(from, received, lost.version(), pace.longestDelayNanos(), context.nanoTime());
        Redirection.Redirect redirect = redirection.of(from, wanted);
        Disconnection reason = redirect == null ? wanted : redirect.addTo(wanted);
        boolean inConflict = finding.isConflict();
        if (inConflict || reason.kind() != Disconnection.Kind.LOCAL) {
            lastFailure = inConflict ? conflict.text() : reason.message();
        }
        Runnable afterwards = proceed(inConflict, reason);
        observer.disconnected(from, reason);
        observer.takeover(finding, from, conflict.text());
        if (redirect != null) {
            observer.redirected(redirect.followed(), redirect.describe());
        }
        afterwards.run();
    }

    /** Changes the state after a loss. @return what is to be done when everybody has been told */
    private Runnable proceed(boolean inConflict, Disconnection reason) {
        if (inConflict && takeover == TakeoverPolicy.STOP) {
            String why = "Another client uses the Client Identifier (takeoverPolicy=stop)";
            becomeGivenUp(why, pace.longestDelayNanos());
            return () -> observer.gaveUp(why, conflict.failure());
        }
        boolean givesWay = TakeoverDetector.mayBeTakeover(reason) && observer.isOnlyFinishing();
        boolean slow = givesWay || inConflict && takeover == TakeoverPolicy.BACKOFF;
        boolean wanted = departure.isReturning() || reason.kind() == Disconnection.Kind.LOCAL;
        if (!slow && (wanted || redirection.referrals().isPending() || pace.isAtOnce())) {
            become(SessionState.CONNECTING, reason.message());
            return this::begin;
        }
        become(SessionState.BACKING_OFF, reason.message());
        return () -> scheduleRound(slow ? pace.longestDelayNanos() : pace.nextDelayNanos());
    }

    private void ended(BrokerAddress from, Disconnection reason) {
        long now = context.nanoTime();
        networkEngaged = false;
        connection = null;
        broker = null;
        failback.disconnected(now);
        boolean onPurpose = reason.kind() == Disconnection.Kind.LOCAL || departure.hasTarget();
        if (!onPurpose) {
            planner.disconnected(from, now);
        }
        boolean leaving = departure.takeLeaving();
        if (leaving || reason.kind() == Disconnection.Kind.KEEP_ALIVE || reason.kind() == Disconnection.Kind.BY_BROKER) {
            planner.failed(from, now);
        }
        if (pace.disconnected(reason.kind() == Disconnection.Kind.LOCAL, now)) {
            redirection.referrals().reset();
        }
    }

    /** Ends the connection gracefully to continue with a better broker, if it is still that of the attempt. */
    void returnTo(BrokerAddress target, int ofAttempt) {
        if (isConnectedBy(ofAttempt)) {
            departure.returnTo(target);
            leave();
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
            departure.reconnect(broker, reason);
        }
        leaveOrHurry(reason);
    }

    /**
     * Ends the connection with DISCONNECT, postpones its broker and makes it anew, to another broker first if there is
     * one; or shortens the wait for the next round.
     */
    void failOver(String reason) {
        if (state == SessionState.CONNECTED) {
            departure.failOver(reason);
        }
        leaveOrHurry(reason);
    }

    private void leaveOrHurry(String reason) {
        if (state == SessionState.CONNECTED) {
            leave();
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
            departure.renew(broker);
            leave();
        }
    }

    private void leave() {
        client.disconnect(0, CLOSE_SECONDS * SECOND);
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
            boolean asking = attempts.cancelAsking();
            if (networkEngaged && !asking) {
                leave();
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
        waiters.settle(closedFailure());
        closed.complete(null);
    }

    private MqttxConnectException closedFailure() {
        return new MqttxConnectException(
                "Session " + clientId + " is closed", MqttxConnectException.NO_REASON_CODE, false, null);
    }

    /** The only place where the state changes. */
    private void become(SessionState to, String why) {
        context.assertInContext();
        SessionState before = state;
        if (!before.canBecome(to)) {
            throw new IllegalStateException(
                    "Session " + clientId + " cannot go from " + before + " to " + to + " (" + why + ")");
        }
        state = to;
        stateSince = context.nanoTime();
        LOG.debug("{}: {} -> {} ({})", clientId, before, to, why);
        observer.stateChanged(before, to);
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

    /** Whether the session has given up, long enough ago to try again when a message is published; any thread. */
    boolean isRetryDue() {
        return state == SessionState.GIVEN_UP && context.nanoTime() - retryNotBefore >= 0;
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

    /** The conflict about the Client Identifier in a clause for people, or null; any thread. */
    @Nullable
    String conflict() {
        boolean over = state == SessionState.CONNECTED && conflict.isOver(context.nanoTime() - stateSince);
        return over ? null : conflict.text();
    }
}
