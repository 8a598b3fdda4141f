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
package io.github.camelmqttx.torture.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmqttx.testbed.TcpProxy;
import io.github.camelmqttx.torture.ledger.Totals;
import io.github.camelmqttx.torture.nemesis.FaultLog;
import io.github.camelmqttx.torture.nemesis.FaultPlan;
import io.github.camelmqttx.torture.nemesis.Nemesis;
import io.github.camelmqttx.torture.nemesis.Victims;
import io.github.camelmqttx.torture.route.Commands;
import io.github.camelmqttx.torture.route.Dialect;

/**
 * One contender with one broker under faults, from an empty broker to the comparison of the ledgers. Bounded in time:
 * start, faults, then draining until nothing is missing or nothing has come for a while.
 */
final class Leg implements AutoCloseable, Victims.Names {

    private static final long SAMPLE_MILLIS = 500;
    private static final long START_SECONDS = 60;
    private static final long DRAIN_STALLED_MILLIS = 25_000;
    private static final long DRAIN_MILLIS = 90_000;
    private static final long DRAIN_POLL_MILLIS = 200;
    private static final long SETTLE_MILLIS = 1_500;

    private final LegSpec spec;
    private final Settings settings;
    private final long seed;
    private final Path directory;
    private final int[] qosOfTopic;
    private final Site site;
    private final Ledgers ledgers;
    private final RouteJvm publisher;
    private final RouteJvm consumer;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private volatile int publisherNumber;

    Leg(LegSpec spec, Settings settings, long seed, Path directory) throws IOException {
        this.spec = spec;
        this.settings = settings;
        this.seed = seed;
        this.directory = Files.createDirectories(directory);
        qosOfTopic = spec.qos().stream().flatMapToInt(qos -> IntStream.generate(() -> qos).limit(settings.topics()))
                .toArray();
        ledgers = new Ledgers(qosOfTopic, TimeUnit.SECONDS.toMicros(settings.lateSeconds()));
        site = Site.start(spec, settings.trace(), directory);
        publisher = new RouteJvm(Ledgers.PUBLISHER, directory, ledgers, this::publisherArguments);
        consumer = new RouteJvm(Ledgers.CONSUMER, directory, ledgers, number -> consumerArguments());
    }

    /**
     * Runs all of it.
     *
     * @param  millis             time under faults
     * @throws ExecutionException if a fault could not be done
     */
    LegResult run(long millis) throws IOException, ExecutionException, InterruptedException {
        consumer.start();
        consumer.awaitReady(START_SECONDS);
        publisher.start();
        publisher.awaitReady(START_SECONDS);
        awaitTraffic();
        watch.scheduleWithFixedDelay(this::watch, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
        FaultLog log = new FaultLog();
        long begin = ledgers.millis();
        new Nemesis(
                FaultPlan.of(seed, spec, settings.only(), settings.gapMillis()),
                new Victims(spec, site, publisher, consumer, ledgers, this), log).rage(begin + millis);
        long traffic = ledgers.millis() - begin;
        publisher.command(Commands.PAUSE);
        drain();
        long stranded = restartIfMissing();
        boolean orderly = publisher.stop() & consumer.stop();
        watch.shutdownNow();
        Totals totals = ledgers.totals();
        LegResult.Trouble trouble = new LegResult.Trouble(stranded, publisher.crashes(), consumer.crashes(), orderly ? 0 : 1);
        return new LegResult(spec, seed, traffic, ledgers.millis(), totals, trouble, log.entries(), ledgers.samples());
    }

    /** A leg that works without faults first: what is lost later is not a wrong topic. */
    private void awaitTraffic() throws InterruptedException {
        while (ledgers.receipts() < (long) qosOfTopic.length * settings.topics()) {
            if (ledgers.millis() > TimeUnit.SECONDS.toMillis(3 * START_SECONDS)) {
                throw new IllegalStateException("No messages arrive in the leg " + spec + ", although nothing is wrong yet");
            }
            TimeUnit.MILLISECONDS.sleep(DRAIN_POLL_MILLIS);
        }
    }

    private void watch() {
        ledgers.sample();
        publisher.supervise();
        consumer.supervise();
    }

    private void drain() throws InterruptedException {
        long begin = ledgers.millis();
        long receipts = ledgers.receipts();
        long last = begin;
        long settled = begin;
        while (ledgers.millis() - begin < DRAIN_MILLIS && ledgers.millis() - last < DRAIN_STALLED_MILLIS
                && ledgers.millis() - settled < SETTLE_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(DRAIN_POLL_MILLIS);
            if (ledgers.receipts() != receipts) {
                receipts = ledgers.receipts();
                last = ledgers.millis();
                settled = last;
            } else if (ledgers.missing() > 0) {
                settled = ledgers.millis();
            }
        }
    }

    /** A consumer that is deaf gets what the broker holds for it when it is started again. */
    private long restartIfMissing() throws InterruptedException {
        long missing = ledgers.missing();
        if (missing == 0) {
            return 0;
        }
        consumer.stop();
        consumer.start();
        drain();
        return missing - ledgers.missing();
    }

    private List<String> publisherArguments(int number) {
        publisherNumber = number;
        Dialect.Connection connection = connection(site.publisherProxy(), settings.more().publisher());
        String qos = Arrays.stream(qosOfTopic).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return List.of(
                "--uri1", uri(1, true, connection), "--uri2", uri(2, true, connection), "--qos", qos, "--first",
                ledgers.nextNumbers(), "--topicHeader", spec.dialect().topicHeader(), "--rate",
                Integer.toString(settings.rate()), "--window", Integer.toString(settings.window()), "--payload",
                Integer.toString(settings.payload()));
    }

    private List<String> consumerArguments() {
        Dialect.Connection connection = connection(site.consumerProxy(), settings.more().consumer());
        return List.of("--uri1", uri(1, false, connection), "--uri2", uri(2, false, connection));
    }

    private Dialect.Connection connection(TcpProxy proxy, String more) {
        return new Dialect.Connection(
                site.uri(proxy), site.trust(), spec.file() ? directory.resolve("outbox") : null, more);
    }

    private String uri(int qos, boolean publishing, Dialect.Connection connection) {
        if (!spec.qos().contains(qos)) {
            return "";
        }
        return publishing
                ? spec.dialect().publisherUri(qos, connection, publisherSession())
                : spec.dialect().consumerUri(qos, connection, consumer(qos));
    }

    /** A process that has lost its memory must not resume the session of the one before. */
    private String publisherSession() {
        return spec.file() ? "publisher" : "publisher-" + publisherNumber;
    }

    @Override
    public String publisher(int qos) {
        return spec.dialect() == Dialect.MQTTX ? publisherSession() : publisherSession() + "-qos" + qos;
    }

    @Override
    public String consumer(int qos) {
        return "consumer-qos" + qos;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        publisher.close();
        consumer.close();
        site.close();
    }
}
