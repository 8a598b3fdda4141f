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
package io.github.camelmqttx.internal.client.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.FailoverMode;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.ManualExecutor;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import io.github.camelmqttx.internal.session.ConnectionSettings;
import io.github.camelmqttx.internal.session.FlowSettings;
import io.github.camelmqttx.internal.session.MqttSession;
import io.github.camelmqttx.internal.session.ReconnectSettings;
import io.github.camelmqttx.internal.session.SessionResources;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SessionState;
import io.github.camelmqttx.internal.session.TakeoverPolicy;
import io.github.camelmqttx.internal.session.UnroutedPolicy;
import io.github.camelmqttx.internal.session.VersionPolicy;
import io.github.camelmqttx.testbed.FaultyWire;
import io.github.camelmqttx.testbed.HostileBroker;
import io.github.camelmqttx.testbed.WireFault;
import io.github.camelmqttx.testbed.Witness;

/**
 * One life of a session with a hostile broker, all of it a function of one seed: messages both ways while everything
 * goes wrong, then a good broker, then the end. Fails with an {@link AssertionError} if the session breaks a promise.
 */
final class FuzzCase {

    private static final BrokerAddress BROKER = new BrokerAddress(Transport.TCP, "a.example", 1883, "");
    private static final int MAXIMUM_PACKET_BYTES = 4_096;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration SETTLE_SLACK = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(800);
    /** Attempts that may come without a pause: one, and one at once after a loss. */
    private static final int ATTEMPTS_WITHOUT_PAUSE = 2;

    private final RandomGenerator random;
    private final HostileBroker broker;
    private final Witness witness = new Witness(MAXIMUM_PACKET_BYTES);
    private final MemoryNetwork network;
    private final ManualExecutor workers = new ManualExecutor();
    private final MqttSession session;
    private final FuzzRoute route;
    private final List<FuzzPublish> publishes = new ArrayList<>();
    private final boolean durable;
    private int numbers;

    FuzzCase(long seed) {
        random = new Random(seed);
        broker = new HostileBroker(random);
        network = new MemoryNetwork(broker, witness);
        durable = random.nextBoolean();
        session = new MqttSession(
                settings(), "fuzz", new SessionResources(network.newContext(), network, workers, random, null));
        route = new FuzzRoute(witness, random);
        broker.manners(hostile());
    }

    private SessionSettings settings() {
        int kind = random.nextInt(10);
        VersionPolicy version = kind < 6 ? VersionPolicy.V5 : kind < 9 ? VersionPolicy.V3_1_1 : VersionPolicy.V3_1;
        return new SessionSettings(
                List.of(BROKER), version, "fuzz", () -> "fuzz",
                new ConnectionSettings(
                        !durable, durable ? 3_600 : 0, Duration.ofSeconds(5).toNanos(), 10, 20, MAXIMUM_PACKET_BYTES,
                        Credentials.NONE, null, null, Map.of(), null),
                new ReconnectSettings(
                        FailoverMode.ORDERED, DELAY.toNanos(), MAX_DELAY.toNanos(), 0, 0, Duration.ofSeconds(30).toNanos(),
                        random.nextBoolean(), TakeoverPolicy.BACKOFF),
                new FlowSettings(
                        1 + random.nextInt(8),
                        new OutboxSettings(
                                random.nextInt(4) > 0 ? OutboxKind.MEMORY : OutboxKind.NONE, null, SyncPolicy.COMMIT, 0, 100,
                                1_000_000, 0, OverflowPolicy.FAIL),
                        1_000, 10_000_000, UnroutedPolicy.HOLD, null),
                ClientLibrary.NETTY);
    }

    /** Not every kind of fault in every case: one that happens always hides the others. */
    private HostileBroker.Manners hostile() {
        List<WireFault> faults = new ArrayList<>(Arrays.asList(WireFault.values()));
        Collections.shuffle(faults, new Random(random.nextLong()));
        List<WireFault> some = List.copyOf(faults.subList(0, 1 + random.nextInt(faults.size())));
        double[] often = { 0, 0.02, 0.1, 0.3 };
        return new HostileBroker.Manners(
                new FaultyWire.Weather(some, often[random.nextInt(often.length)]),
                often[random.nextInt(often.length)], random.nextInt(3) == 0 ? 0.3 : 0);
    }

    /** Runs it. @throws AssertionError if the session breaks a promise */
    void run() {
        try {
            session.subscribe(route, List.of(new Subscription("#", 2, false, false, 0, 0)));
            session.connect();
            settle();
            for (int steps = 20 + random.nextInt(30); steps > 0; steps--) {
                step();
                settle();
                check();
            }
            recover();
            end();
        } finally {
            network.close();
        }
    }

    /** What happened, for a failure. */
    List<String> history() {
        return witness.history();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> publish(random.nextInt(3));
            case 4, 5 -> inContext(() -> broker.publish("in/" + numbers++, "payload", random.nextInt(3)));
            case 6, 7 -> route.finishSome();
            case 8 -> inContext(broker::misbehave);
            case 9 -> {
                if (random.nextInt(3) == 0) {
                    inContext(broker::cut);
                }
            }
            default -> network.context.advance(Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 100 : 4_000)));
        }
    }

    private FuzzPublish publish(int qos) {
        long deadline = session.nanoTime() + Duration.ofMillis(500 + random.nextInt(30_000)).toNanos();
        FuzzPublish publish = new FuzzPublish("out/" + numbers++, qos, deadline, witness);
        publishes.add(publish);
        session.publish(publish.message());
        return publish;
    }

    private void inContext(Runnable task) {
        network.context.run(task);
    }

    private void settle() {
        do {
            network.context.run();
            workers.run();
            network.context.run();
        } while (workers.waiting() > 0);
    }

    /** What holds at any time. */
    private void check() {
        if (!witness.findings().isEmpty()) {
            throw new AssertionError(witness.findings());
        }
        long late = session.nanoTime() - SETTLE_SLACK.toNanos();
        for (FuzzPublish publish : publishes) {
            publish.check();
            if (publish.outcomes() == 0 && publish.message().deadlineNanos() - late < 0) {
                throw new AssertionError(publish + " is not settled after its deadline");
            }
        }
    }

    private void checkPauses() {
        List<Long> attempts = network.attempts;
        for (int i = ATTEMPTS_WITHOUT_PAUSE; i < attempts.size(); i++) {
            if (attempts.get(i) - attempts.get(i - ATTEMPTS_WITHOUT_PAUSE) < SHORTEST_PAUSE.toNanos()) {
                throw new AssertionError("Attempts without a pause: " + attempts.subList(i - ATTEMPTS_WITHOUT_PAUSE, i + 1));
            }
        }
    }

    /** With a good broker everything works again. */
    private void recover() {
        boolean forgotten = random.nextBoolean();
        broker.manners(new HostileBroker.Manners(FaultyWire.Weather.CALM, 0, forgotten ? 1 : 0));
        int linesBefore = network.lines.size();
        inContext(broker::cut);
        route.finishAtOnce();
        if (route.isGivenUp()) {
            session.connect();
        }
        settle();
        awaitConnection(linesBefore);
        broker.manners(HostileBroker.Manners.GOOD);
        advance(Duration.ofSeconds(45));
        requireRoundTrip(forgotten || !durable);
        check();
        checkPauses();
    }

    private void awaitConnection(int linesBefore) {
        Duration step = Duration.ofMillis(500);
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(step)) {
            if (network.lines.size() > linesBefore && session.snapshot().state() == SessionState.CONNECTED) {
                return;
            }
            advance(step);
        }
        throw new AssertionError("No connection within " + PATIENCE + ": " + session.snapshot());
    }

    private void advance(Duration time) {
        network.context.advance(time);
        settle();
    }

    /**
     * @param newSession whether both sides begin anew; if not, a forged packet may have used an identifier up or made
     *                   the client believe in a subscription, and only publishes must get through
     */
    private void requireRoundTrip(boolean newSession) {
        List<FuzzPublish> fresh = List.of(publish(1), publish(2));
        settle();
        inContext(() -> {
            broker.publish("in/fresh/1", "fresh", 1);
            broker.publish("in/fresh/2", "fresh", 2);
        });
        advance(Duration.ofSeconds(1));
        for (FuzzPublish one : fresh) {
            if (!one.isPublished()) {
                throw new AssertionError(one + " did not get through to a good broker: " + session.snapshot());
            }
        }
        if (newSession && !broker.acknowledged().containsAll(List.of("in/fresh/1", "in/fresh/2"))) {
            throw new AssertionError("New messages of a good broker were not acknowledged: " + session.snapshot());
        }
        if (newSession && !(route.has("in/fresh/1") && route.has("in/fresh/2"))) {
            throw new AssertionError("New messages of a good broker were not delivered: " + session.snapshot());
        }
    }

    private void end() {
        advance(Duration.ofSeconds(40));
        for (FuzzPublish publish : publishes) {
            if (publish.outcomes() != 1) {
                throw new AssertionError(publish + " has " + publish.outcomes() + " outcomes");
            }
        }
        CompletableFuture<Void> closed = session.close();
        advance(Duration.ofSeconds(6));
        if (!closed.isDone()) {
            throw new AssertionError("The session does not close: " + session.snapshot());
        }
        check();
        for (MemoryLine line : network.lines) {
            if (line.isOpen() || line.usedBytes() != 0) {
                throw new AssertionError("A connection is open or holds " + line.usedBytes() + " bytes of buffers");
            }
        }
        if (!network.context.pendingTimers().isEmpty()) {
            throw new AssertionError("Timers are left: " + network.context.pendingTimers());
        }
    }
}
