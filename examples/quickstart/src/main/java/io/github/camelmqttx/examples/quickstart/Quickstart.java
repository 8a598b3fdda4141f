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
package io.github.camelmqttx.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

/**
 * Runs the quickstart. Exit codes: 0 if all went well, 1 if anything was lost or a fail-over or fail-back did not happen, 2 if the user
 * has to change something first.
 */
public final class Quickstart {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int SETTLE_SECONDS = 3;
    private static final int SETTLE_FOREIGN_SECONDS = 10;
    private static final int CYCLE_SECONDS = 20;
    private static final long CLOSE_MILLIS = 20_000;

    private final Arguments arguments;
    private final Path directory;
    private final String run = Long.toString(System.currentTimeMillis() % 60_466_176L, 36);
    private final Main camel = new Main();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<LocalBroker> brokers;
    private final Sessions sessions;
    private final Ledger ledger;
    private final Devices devices;
    private final Screen screen;
    private final Scenario scenario;

    private Quickstart(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.directory = directory;
        this.brokers = arguments.ownBrokers()
                ? List.of(new LocalBroker(arguments.firstPort(), directory.resolve("broker-1")),
                        new LocalBroker(arguments.secondPort(), directory.resolve("broker-2")))
                : List.of();
        this.sessions = new Sessions(run, this::say);
        this.ledger = new Ledger(sessions.visits(), System::nanoTime);
        Post post = new Post(run, ledger, sessions);
        this.devices = new Devices(post);
        Plant plant = new Plant(post);
        this.screen = new Screen(System.out, arguments.plain(), ledger, sessions, plant);
        this.scenario = new Scenario(screen, sessions, ledger, Pace.of(arguments));
        camel.bind("post", post);
        camel.bind("devices", devices);
        camel.bind("plant", plant);
    }

    /** See {@link Arguments#USAGE}. */
    public static void main(String[] words) {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) {
        try {
            Arguments arguments = Arguments.parse(words);
            if (arguments.help()) {
                System.out.println(Arguments.USAGE);
                return OK;
            }
            Path directory = Path.of(System.getProperty("quickstart.directory", "target/quickstart")).toAbsolutePath();
            Logs.toFile(directory.resolve("quickstart.log"));
            return new Quickstart(arguments, directory).run();
        } catch (UsageException e) {
            System.err.println("quickstart: " + e.getMessage());
            return USAGE;
        } catch (IOException | UncheckedIOException e) {
            System.err.println("quickstart: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int run() throws IOException, InterruptedException {
        brokers.forEach(LocalBroker::checkPort);
        ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor();
        Runtime.getRuntime().addShutdownHook(new Thread(this::endOnSignal, "end"));
        try {
            startBrokers();
            startCamel();
            painter.scheduleAtFixedRate(screen::refresh, 0, screen.repaintMillis(), TimeUnit.MILLISECONDS);
            play();
            painter.shutdown();
            painter.awaitTermination(1, TimeUnit.SECONDS);
            return summary();
        } finally {
            painter.shutdownNow();
            camel.stop();
            brokers.forEach(LocalBroker::close);
            closed.countDown();
        }
    }

    private void say(String line) {
        screen.say(line);
    }

    private void startBrokers() throws IOException {
        if (brokers.isEmpty()) {
            return;
        }
        say("starting two brokers; logs are in " + directory);
        for (LocalBroker broker : brokers) {
            broker.clear();
        }
        for (LocalBroker broker : brokers) {
            broker.start();
        }
    }

    private void startCamel() {
        String uris = brokers.isEmpty()
                ? arguments.brokers() : String.join(",", brokers.stream().map(LocalBroker::uri).toList());
        camel.addInitialProperty("brokers", uris);
        camel.addInitialProperty("failback.delay", Pace.of(arguments).failbackSeconds() + "s");
        camel.addInitialProperty("plant.client", Role.PLANT.clientId(run));
        camel.addInitialProperty("devices.client", Role.DEVICES.clientId(run));
        camel.configure().addRoutesBuilder(new DeviceRoutes(devices));
        camel.bind("sessions", sessions);
        try {
            camel.start();
        } catch (Exception e) {
            if (scenario.isEnded()) {
                return;
            }
            java.util.logging.Logger.getLogger(Quickstart.class.getName())
                    .log(java.util.logging.Level.SEVERE, "The routes do not start", e);
            throw new UsageException("the routes do not start: " + reason(e));
        }
    }
}
