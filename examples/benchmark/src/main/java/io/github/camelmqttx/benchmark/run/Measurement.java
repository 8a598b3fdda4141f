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
package io.github.camelmqttx.benchmark.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import io.github.camelmqttx.benchmark.contender.Contender;
import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import io.github.camelmqttx.benchmark.contender.Contenders;
import io.github.camelmqttx.benchmark.contender.PreEncodedPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Warms up, then measures, then counts what was lost. One object, one measurement; {@link #run()} blocks.
 * <p>
 * Every payload begins with its sequence number. Messages of the warm-up are waited for before the measurement begins,
 * so that both ends of the measured time are quiet, except when consuming, where a running stream is sampled twice.
 */
public final class Measurement {
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOS = 200_000;
    private static final long ENDLESS = 1L << 31;

    private final Settings settings;
    private final Settings.Load load;
    private final String topic = "bench/" + UUID.randomUUID();
    private final InFlight inFlight;
    private final Sequences arrivals = new Sequences();
    private final Sequences failures = new Sequences();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");
    private volatile @Nullable FixedRate fixedRate;

    public Measurement(Settings settings) {
        this.settings = settings;
        load = settings.load();
        inFlight = new InFlight(load.window(), settings.scenario() == Scenario.ROUTE);
    }

    /**
     * @throws Exception if the contender can't connect or subscribe, or nothing arrives at all
     */
    public Result run() throws Exception {
        if (ContenderSpec.LIMIT.equals(settings.contender().name())) {
            return limit();
        }
        if (settings.scenario() == Scenario.OUTBOX) {
            return outbox();
        }
        boolean consuming = settings.scenario() == Scenario.CONSUME;
        try (Contender contender = Contenders.create(
                settings.contender(), settings.broker(), settings.qos(), load.window(), consuming)) {
            return consuming ? consume(contender) : publish(contender);
        }
    }

    private Result publish(Contender contender) throws Exception {
        boolean route = settings.scenario() == Scenario.ROUTE;
        if (route) {
            contender.startConsuming(topic, this::arrivedHere);
        }
        Published published = publishTimed(contender);
        long end = inFlight.sent();
        long lost = route ? arrivals.missingBelow(end) : end - inFlight.done();
        return result(published.count, published.clock, lost);
    }

    /** Warms up, then publishes as fast as can be. */
    private Published publishTimed(Contender contender) throws Exception {
        contender.startPublishing(topic, new Contender.Outcome() {
            @Override
            public void published(long sequence) {
                FixedRate timed = fixedRate;
                if (timed != null) {
                    timed.completed(sequence);
                }
                inFlight.published();
            }

            @Override
            public void failed(long sequence, Throwable cause) {
                firstFailure.compareAndSet("", cause.toString());
                failures.add(sequence);
                inFlight.published();
                if (arrivals.add(sequence)) {
                    inFlight.arrived();
                }
            }
        });
        send(contender, load.warmupSeconds(), Long.MAX_VALUE);
        long before = inFlight.sent();
        long failedBefore = failures.size();
        Clock clock = new Clock();
        send(contender, load.seconds(), load.messages());
        clock.stop();
        return new Published(inFlight.sent() - before - (failures.size() - failedBefore), clock);
    }

    /** What failed counts as lost here, because nothing gives it a reason to. */
    private Result outbox() throws Exception {
        try (OutboxFolder folder = new OutboxFolder(settings.outbox().directory());
             TallyProcess tally = new TallyProcess(settings, topic);
             Contender contender = Contenders.create(
                     settings.contender().withOptions(folder.options(settings.contender())), settings.broker(),
                     settings.qos(), load.window(), false)) {
            Published published = publishTimed(contender);
            tally.await(inFlight.sent());
            FixedRate timed = publishAtFixedRate(contender);
            TallyProcess.Count count = tally.await(inFlight.sent());
            duplicates.set(count.duplicates());
            long uncompleted = inFlight.sent() - inFlight.done();
            long lost = Math.max(count.missing(), uncompleted);
            return new Result(
                    published.count, published.clock.seconds, published.clock.cpuSeconds, lost, duplicates.get(),
                    failures.size(), firstFailure.get(), timed.latency());
        }
    }

    private FixedRate publishAtFixedRate(Contender contender) {
        FixedRate timed = new FixedRate(inFlight.sent(), settings.outbox().rate(), settings.outbox().latencySeconds());
        fixedRate = timed;
        awaitCallers(List.of(start(0, () -> {
            for (int i = 0; i < timed.count(); i++) {
                timed.awaitDue(inFlight.sent());
                publishNext(contender);
            }
        })));
        return timed;
    }

    /** Sends for a time and waits until all is done, or until nothing has moved for ten seconds. */
    private void send(Contender contender, double seconds, long most) {
        long start = System.nanoTime();
        long deadline = start + (long) (seconds * 1e9);
        long end = most == Long.MAX_VALUE ? most : inFlight.sent() + most;
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < settings.contender().callers(); i++) {
            callers.add(start(i, () -> {
                while (System.nanoTime() - deadline < 0 && inFlight.sent() < end) {
                    publishNext(contender);
                }
            }));
        }
        awaitCallers(callers);
    }

    private static Thread start(int number, Runnable sender) {
        Thread caller = new Thread(sender, "caller-" + number);
        caller.setDaemon(true);
        caller.start();
        return caller;
    }

    private void publishNext(Contender contender) {
        long sequence = inFlight.next();
        contender.publish(sequence, payload(sequence));
    }

    private void awaitCallers(List<Thread> callers) {
        long lastMove = System.nanoTime();
        long lastDone = -1;
        boolean sending = true;
        while (sending || inFlight.done() < inFlight.sent()) {
            LockSupport.parkNanos(POLL_NANOS);
            sending = callers.stream().anyMatch(Thread::isAlive);
            if (inFlight.done() != lastDone) {
                lastDone = inFlight.done();
                lastMove = System.nanoTime();
            } else if (System.nanoTime() - lastMove > STUCK_NANOS) {
                inFlight.abort();
                return;
            }
        }
    }

    private byte[] payload(long sequence) {
        byte[] payload = new byte[load.payloadBytes()];
        ByteBuffer.wrap(payload).putLong(sequence);
        return payload;
    }

    private void arrivedHere(byte[] payload) {
        long sequence = ByteBuffer.wrap(payload).getLong();
        if (arrivals.add(sequence)) {
            inFlight.arrived();
        } else if (!failures.contains(sequence)) {
            duplicates.incrementAndGet();
        }
    }

    private Result consume(Contender contender) throws Exception {
        contender.startConsuming(
                settings.generating() ? "generate/" + ENDLESS + "/" + load.payloadBytes() : topic, this::arrivedHere);
        Process feeder = settings.generating() ? null : startFeeder();
        try {
            awaitFirst();
            TimeUnit.NANOSECONDS.sleep((long) (load.warmupSeconds() * 1e9));
            long before = arrivals.size();
            Clock clock = new Clock();
            long deadline = System.nanoTime() + (long) (load.seconds() * 1e9);
            while (System.nanoTime() - deadline < 0 && arrivals.size() - before < load.messages()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            long count = arrivals.size() - before;
            clock.stop();
            return result(count, clock, arrivals.missingBelow(Math.max(0, arrivals.size() - load.window())));
        } finally {
            if (feeder != null) {
                feeder.destroyForcibly().waitFor();
            }
        }
    }

    private void awaitFirst() {
        long start = System.nanoTime();
        while (arrivals.size() == 0) {
            if (System.nanoTime() - start > STUCK_NANOS) {
                throw new IllegalStateException("No message has arrived within ten seconds");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private Process startFeeder() throws IOException {
        return new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), "io.github.camelmqttx.benchmark.BenchmarkMain", "feed",
                "--broker", settings.broker().getHostString() + ":" + settings.broker().getPort(),
                "--topic", topic, "--qos", Integer.toString(settings.qos()),
                "--window", Integer.toString(load.window()), "--payload", Integer.toString(load.payloadBytes()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private Result limit() throws IOException {
        if (settings.scenario() != Scenario.PUBLISH) {
            throw new IllegalArgumentException("The contender limit only publishes");
        }
        try (PreEncodedPublisher publisher = new PreEncodedPublisher(
                settings.broker(), topic, settings.qos(), load.window(), load.payloadBytes())) {
            publisher.publishUntil(System.nanoTime() + (long) (load.warmupSeconds() * 1e9), Long.MAX_VALUE);
            Clock clock = new Clock();
            long count = publisher.publishUntil(System.nanoTime() + (long) (load.seconds() * 1e9), load.messages());
            clock.stop();
            return result(count, clock, 0);
        }
    }

    private Result result(long count, Clock clock, long lost) {
        return new Result(
                count, clock.seconds, clock.cpuSeconds, lost, duplicates.get(), failures.size(), firstFailure.get(),
                null);
    }

    private record Published(long count, Clock clock) {
    }

    /** Elapsed time and CPU time of this process between construction and {@link #stop()}. */
    private static final class Clock {
        private final OperatingSystemMXBean system
                = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private final long startCpu = system.getProcessCpuTime();
        private final long start = System.nanoTime();
        private double seconds;
        private double cpuSeconds;

        void stop() {
            seconds = (System.nanoTime() - start) / 1e9;
            cpuSeconds = (system.getProcessCpuTime() - startCpu) / 1e9;
        }
    }
}
