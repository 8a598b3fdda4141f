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

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.canary.HealingLadder;
import io.github.camelmqttx.internal.canary.HealingStep;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.internal.canary.ProbeTarget;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.session.DataPlane;
import io.github.camelmqttx.internal.session.SessionEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the filters of one consumer through the broker, and has the session healed when probes do not come back.
 * Confined to the serial context, except {@link #start}, {@link #stop} and {@link #miss}.
 * <p>
 * Invariants: at most one round is under way and at most one timer is set, either for its end or for the next round.
 * Without a timer the canary waits for a change: a connection whose filters the broker has answered. Each connection is
 * probed as soon as it has that. A round ends without a verdict when its connection does, when the broker had reason to
 * hold messages back, or, {@value #MAX_BUSY_ROUNDS} times in a row, when other messages came and no probe did. While
 * the broker has reason to hold messages back none is begun, so that probes do not pile up.
 */
final class Canary {

    static final int MAX_BUSY_ROUNDS = 3;
    static final String USER_PROPERTY = "mqttx-canary";
    private static final int QOS = 1;
    private static final long SECOND = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

    private final String route;
    private final DataPlane plane;
    private final CanarySettings settings;
    private final List<ProbeTarget> targets;
    private final long nonce;
    private final HealingLadder ladder;
    private final PublishProperties properties;
    private final Set<String> refusals = new HashSet<>();
    private @Nullable CanaryRound round;
    private @Nullable ScheduledTask timer;
    private int probedConnection;
    private int busyRounds;
    private long sequence;
    private boolean changed;
    private boolean stopped;
    private volatile @Nullable CanaryMiss miss;

    /**
     * @param route for logs
     * @param nonce tells the probes of this canary from those of others
     */
    Canary(String route, DataPlane plane, CanarySettings settings, List<ProbeTarget> targets, long nonce) {
        this.route = route;
        this.plane = plane;
        this.settings = settings;
        this.targets = targets;
        this.nonce = nonce;
        this.ladder = new HealingLadder(settings.intervalNanos());
        long expirySeconds = 1 + settings.timeoutNanos() / SECOND;
        this.properties = new PublishProperties(
                null, expirySeconds, null, null, null, List.of(), List.of(new UserProperty(USER_PROPERTY, "1")));
    }

    /** Begins as soon as there is a connection with granted filters; any thread. */
    void start() {
        inContext(() -> {
            if (!stopped) {
                plane.onChange(this::noticeChange);
                noticeChange();
            }
        });
    }

    /** Ends for good, and leaves no timer; any thread. */
    void stop() {
        inContext(() -> {
            stopped = true;
            plane.onChange(null);
            abandon();
            miss = null;
        });
    }

    /** What does not come back, or null; any thread. */
    @Nullable
    CanaryMiss miss() {
        return miss;
    }

    private void inContext(Runnable task) {
        try {
            plane.context().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Route {}: the session of the canary has ended", route, e);
        }
    }

    /** The session is in the middle of something: looks at it afterwards. */
    private void noticeChange() {
        if (!changed) {
            changed = true;
            plane.context().execute(this::change);
        }
    }

    private void change() {
        changed = false;
        if (!stopped && (timer == null || plane.connection() != probedConnection)) {
            abandon();
            begin();
        }
    }

    private void begin() {
        timer = null;
        if (plane.connection() == 0 || !plane.isAnswered()) {
            return;
        }
        List<ProbeTarget> granted = targets.stream().filter(target -> plane.isGranted(target.filter().filter())).toList();
        if (granted.isEmpty()) {
            return;
        }
        CanaryRound begun = new CanaryRound(plane, granted);
        probedConnection = begun.connection();
        if (plane.isHeldUp()) {
            scheduleNext(begun);
            return;
        }
        round = begun;
        await(settings.timeoutNanos(), this::judge);
        send(begun);
    }

    /** Sends as many probes as the window takes; the time begins anew for all. */
    private void send(CanaryRound current) {
        boolean any = false;
        for (ProbeTarget target = current.nextUnsent(); target != null; target = current.nextUnsent()) {
            Probe probe = new Probe(++sequence, target, this::settled);
            OutgoingMessage message = new OutgoingMessage(
                    target.topic(), new ProbePayload(nonce, probe.sequence()).encode(), QOS, false, properties, probe,
                    plane.context().nanoTime() + settings.timeoutNanos());
            if (!plane.publish(message)) {
                break;
            }
            current.sent(probe);
            any = true;
        }
        if (any) {
            plane.flush();
            await(settings.timeoutNanos(), this::judge);
        }
    }

    private void settled(Probe probe, @Nullable Throwable failure) {
        inContext(() -> {
            CanaryRound current = round;
            if (current == null) {
                return;
            }
            if (failure instanceof MqttxPublishException && !(failure instanceof MqttxPublishTimeoutException)
                    && current.refused(probe)) {
                refused(probe.target(), failure);
                endIfComplete(current);
            } else if (current.nextUnsent() != null) {
                send(current);
            }
        });
    }

    private void refused(ProbeTarget target, Throwable failure) {
        if (refusals.add(target.topic())) {
            LOG.warn(
                    "Route {}: filter {} is not watched, because broker {} does not take its probe on topic {}: {}. Permit the "
                     + "user to publish there, or set canaryInterval=0",
                    route, target.filter(), plane.broker(), target.topic(), failure.getMessage());
        }
    }

    /** A probe, of this canary or another one, has arrived. */
    void probeReceived(IncomingMessage message) {
        ProbePayload payload = ProbePayload.parse(message.payload());
        CanaryRound current = round;
        if (payload == null || payload.nonce() != nonce || current == null || !current.returned(payload.sequence())) {
            LOG.debug("Route {}: {} is the probe of another consumer, or came too late", route, message);
            return;
        }
        endIfComplete(current);
    }

    /** A message of the application has arrived. */
    void received(IncomingMessage message) {
        CanaryRound current = round;
        if (current != null && current.received(message)) {
            endIfComplete(current);
        }
    }

    private void endIfComplete(CanaryRound current) {
        if (!current.isComplete()) {
            return;
        }
        scheduleNext(current);
        if (!current.isProven()) {
            return;
        }
        busyRounds = 0;
        ladder.reset();
        CanaryMiss before = miss;
        if (before != null) {
            miss = null;
            plane.happened(
                    SessionEvent.CANARY_RECOVERED,
                    "route " + route + ": probes come back from " + plane.broker() + " again; missed since " + before.since()
                                                   + " in " + before.rounds() + " rounds");
        }
    }

    private void judge() {
        timer = null;
        CanaryRound ended = round;
        if (ended == null || ended.connection() != plane.connection()) {
            abandon();
            return;
        }
        boolean inconclusive = ended.isInconclusive(plane);
        if (!inconclusive && ended.isBehindOthers(plane) && busyRounds < MAX_BUSY_ROUNDS) {
            busyRounds++;
            inconclusive = true;
        }
        if (inconclusive) {
            LOG.debug(
                    "Route {}: missing probes prove nothing, as the broker may hold messages back or has others to send first",
                    route);
            scheduleNext(ended);
        } else {
            missed(ended);
        }
    }

    private void missed(CanaryRound ended) {
        HealingStep step = ladder.missed();
        CanaryMiss before = miss;
        List<ProbeTarget> missing = ended.missing();
        miss = new CanaryMiss(
                missing.stream().map(target -> target.filter().filter()).toList(),
                before == null ? Instant.now() : before.since(), ladder.misses(), step);
        scheduleNext(ended);
        String text = "route " + route + ": no probe came back from " + plane.broker() + " within "
                      + settings.timeoutNanos() / 1_000_000 + " ms (canaryTimeout) on "
                      + missing.stream().map(ProbeTarget::toString).collect(Collectors.joining(", ")) + ", missed round "
                      + ladder.misses();
        plane.happened(SessionEvent.CANARY_MISSED, text + ": " + step.text());
        switch (step) {
            case RESUBSCRIBE -> plane.resubscribe();
            case RECONNECT -> plane.reconnect(text);
            case FAIL_OVER -> plane.failOver(text);
        }
    }

    private void scheduleNext(CanaryRound ended) {
        round = null;
        await(ended.begunNanos() + ladder.paceNanos() - plane.context().nanoTime(), this::begin);
    }

    private void await(long delayNanos, Runnable task) {
        cancelTimer();
        timer = plane.context().schedule(task, delayNanos);
    }

    private void abandon() {
        round = null;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
