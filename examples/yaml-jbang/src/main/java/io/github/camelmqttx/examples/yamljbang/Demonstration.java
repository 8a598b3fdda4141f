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
package io.github.camelmqttx.examples.yamljbang;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

import io.github.camelmqttx.examples.broker.LocalBroker;

/**
 * The acts of the example: a route with a mistake, then routes that run while their broker is killed and started again.
 * The user types the lines that begin with a dollar sign; here a program does.
 */
final class Demonstration {

    static final int REPORTS = 150;
    private static final int BEFORE_THE_KILL = 30;
    private static final int DURING_THE_OUTAGE = 20;
    private static final int SECONDS = 120;
    private static final String MISTAKE = "brokres is unknown: did you mean brokers?";

    private final Places places;
    private final PrintStream out;
    private final Books books = new Books();

    Demonstration(Places places, PrintStream out) {
        this.places = places;
        this.out = out;
    }

    /**
     * Runs all acts.
     *
     * @return           whether the mistake was reported and no message was lost
     * @throws Exception if the broker or the CLI cannot be started
     */
    boolean run() throws Exception {
        boolean reported = mistake();
        try (LocalBroker broker = new LocalBroker(LocalBroker.freePort(), places.work().resolve("broker"))) {
            broker.deleteData();
            broker.start();
            boolean complete = outage(broker);
            return verdict(reported, complete);
        }
    }

    private boolean mistake() throws IOException, InterruptedException {
        out.println("A misspelt option:");
        List<String> arguments = List.of("run", "misspelt.camel.yaml", "--dep=" + places.dependency());
        show(arguments);
        try (CamelCommand camel
                = CamelCommand.start(places, "mistake", places.mistakes(), List.of(), line -> {
                }, arguments)) {
            int exitCode = camel.awaitEnd(SECONDS);
            String last
                    = camel.lines().stream().filter(line -> line.startsWith("Caused by: ")).reduce((first, second) -> second)
                            .orElse("no cause was printed, see mistake.log");
            out.println("  " + last);
            out.println("  exit code " + exitCode);
            return exitCode != 0 && last.endsWith(MISTAKE);
        }
    }

    private boolean outage(LocalBroker broker) throws Exception {
        out.println("Two routes, and a broker that is killed:");
        List<String> arguments = List.of("run", "application.properties", "oven.camel.yaml", "plant.camel.yaml",
                "--prop=camel.component.mqttx.brokers=" + broker.uri(), "--prop=oven.reports=" + REPORTS,
                "--logging-color=false");
        show(arguments);
        try (CamelCommand camel = CamelCommand.start(places, "run", places.routes(), List.of(), books::read, arguments)) {
            if (!await(camel, "receives " + BEFORE_THE_KILL)) {
                out.println("  The routes do not run, see run.log");
                return false;
            }
            report("all is well");
            broker.kill();
            await(camel, "sends " + (books.sent() + DURING_THE_OUTAGE));
            report("the broker was killed");
            health();
            broker.start();
            boolean complete = awaitAll(camel);
            report("the broker is back");
            camel.stop();
            return complete;
        }
    }

    private void health() throws IOException, InterruptedException {
        List<String> arguments = List.of("get", "health", "--down");
        show(arguments);
        try (CamelCommand camel = CamelCommand.start(places, "health", places.routes(), List.of(), line -> {
        }, arguments)) {
            camel.awaitEnd(SECONDS);
            camel.lines().forEach(line -> out.println("  " + line));
        }
    }

    private boolean verdict(boolean reported, boolean complete) {
        out.printf("%d sent, %d received, %d of them twice, %d lost: %s%n", books.sent(), books.received(),
                books.duplicates(), books.missing().size(), reported && complete ? "well" : "NOT WELL");
        if (!reported) {
            out.println("The mistake was not reported as expected: " + MISTAKE);
        }
        if (!complete) {
            out.println("Missing: " + books.missing() + ", see run.log");
        }
        return reported && complete;
    }

    private boolean awaitAll(CamelCommand camel) throws InterruptedException {
        return camel.awaitLine(line -> books.received() == REPORTS, SECONDS) && books.missing().isEmpty();
    }

    private static boolean await(CamelCommand camel, String text) throws InterruptedException {
        return camel.awaitLine(line -> line.contains(": " + text), SECONDS);
    }

    private void report(String what) {
        out.printf("  %-22s %4d sent %4d received%n", what, books.sent(), books.received());
    }

    private void show(List<String> arguments) {
        out.println("$ camel " + String.join(" ", arguments));
    }
}
