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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxException;
import io.github.camelmqttx.examples.broker.LocalBroker;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: brokers, Camel application and screen, put together, played and cleaned up. */
final class Demonstration {

    private static final Logger LOG = LoggerFactory.getLogger(Demonstration.class);
    private static final int CLOSE_SECONDS = 20;

    private final Arguments arguments;
    private final Path directory;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final List<LocalBroker> brokers;
    private final Sessions sessions = new Sessions(run, this::say);
    private final Ledger ledger = new Ledger(sessions.visits(), System::nanoTime);
    private final Post post = new Post(run, ledger, sessions);
    private final Devices devices = new Devices(post);
    private final Plant plant = new Plant(post);
    private final Screen screen;
    private final Scenario scenario;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Main camel;

    /** @param directory for logs and the brokers' data */
    Demonstration(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.directory = directory;
        this.brokers = !arguments.ownBrokers()
                ? List.of()
                : List.of(new LocalBroker(arguments.firstPort(), directory.resolve("broker-1")),
                        new LocalBroker(arguments.secondPort(), directory.resolve("broker-2")));
        this.screen = new Screen(System.out, arguments.plain(), ledger, sessions, plant);
        this.scenario = new Scenario(screen, sessions, ledger, devices, Pace.of(arguments));
    }

    /**
     * Returns the exit code.
     *
     * @throws UsageException if the user has to change something
     */
    int run() throws IOException, InterruptedException {
        for (LocalBroker broker : brokers) {
            if (!broker.isPortFree()) {
                throw new UsageException(
                        "Port " + broker.port() + " is in use: end what listens there, or choose two others,"
                                         + " for example --ports=" + (broker.port() + 10) + "," + (broker.port() + 11));
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endOnSignal, "quickstart-end"));
        try (ClosingExecutor painter = new ClosingExecutor()) {
            startBrokers();
            introduce();
            camel = application(String.join(",", uris()));
            camel.bind("sessions", sessions);
            start(camel);
            devices.startMeasuring();
            painter.every(screen.repaintMillis(), screen::refresh);
            play();
            painter.close();
            return new Summary(ledger, sessions, scenario, arguments).show(screen);
        } finally {
            if (camel != null) {
                camel.stop();
            }
            brokers.forEach(LocalBroker::close);
            closed.countDown();
        }
    }

    private void say(String line) {
        screen.say(line);
    }

    private void startBrokers() throws IOException {
        if (!brokers.isEmpty()) {
            say("starting two brokers; their data and all logs are in " + directory);
        }
        for (LocalBroker broker : brokers) {
            broker.deleteData();
            broker.start();
        }
    }

    /**
     * A broker drops what nobody has subscribed to. So before anything is sent, the routes run at each broker once, and
     * leave their durable sessions there.
     */
    private void introduce() {
        for (String uri : uris()) {
            Main visitor = application(uri);
            start(visitor);
            visitor.stop();
        }
    }

    private List<String> uris() {
        return brokers.isEmpty()
                ? List.of(arguments.brokers().split(",")) : brokers.stream().map(LocalBroker::uri).toList();
    }

    private Main application(String uris) {
        Main camel = new Main();
        camel.addInitialProperty("brokers", uris);
        camel.addInitialProperty("failback.delay", Pace.of(arguments).failbackSeconds() + "s");
        camel.addInitialProperty("plant.client", Role.PLANT.clientId(run));
        camel.addInitialProperty("devices.client", Role.DEVICES.clientId(run));
        camel.bind("post", post);
        camel.bind("devices", devices);
        camel.bind("plant", plant);
        camel.configure().addRoutesBuilder(new DeviceRoutes(devices));
        return camel;
    }

    private void start(Main camel) {
        try {
            camel.start();
        } catch (Exception e) {
            LOG.error("The routes do not start", e);
            if (!scenario.isEnded()) {
                throw new UsageException("the routes do not start: " + reason(e));
            }
        }
    }

    /** What camel-mqttx says about it, or else the first cause. */
    private static String reason(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null && !(told instanceof MqttxException); cause = cause.getCause()) {
            told = cause.getMessage() == null ? told : cause;
        }
        return String.valueOf(told.getMessage()).replaceAll("\\s+", " ");
    }

    private void play() throws IOException, InterruptedException {
        scenario.connected();
        scenario.calm();
        do {
            if (!brokers.isEmpty()) {
                scenario.killAndRestart(brokers.get(0));
            }
            scenario.calm();
        } while (arguments.forever() && !scenario.isEnded());
        scenario.settle();
        if (!brokers.isEmpty()) {
            scenario.visitOther(brokers.get(0));
        }
    }

    /** Ctrl-C, or the end of the program. */
    private void endOnSignal() {
        scenario.end();
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                brokers.forEach(LocalBroker::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs one task again and again, until it is closed. */
    private static final class ClosingExecutor implements AutoCloseable {

        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

        void every(long millis, Runnable task) {
            executor.scheduleAtFixedRate(task, 0, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            executor.shutdown();
            executor.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
