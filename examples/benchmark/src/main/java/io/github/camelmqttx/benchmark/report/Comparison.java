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
package io.github.camelmqttx.benchmark.report;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmqttx.benchmark.Options;
import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import io.github.camelmqttx.benchmark.run.Scenario;
import org.apache.camel.util.json.JsonObject;

/**
 * Runs every case, within a case every round, within a round every contender in turn, and writes {@code benchmark.json}
 * and {@code benchmark.html} after each case.
 */
public final class Comparison {
    private static final String ALL_CONTENDERS
            = "hivemq-raw,hivemq-raw?ack=auto,mqttx,paho-mqtt5,paho-mqtt5*best,paho,limit";
    private static final String QUICK_CONTENDERS = "hivemq-raw,mqttx,paho-mqtt5";
    private static final String OUTBOX_CONTENDERS = "mqttx?outbox=memory," + Stream.of("commit", "interval", "none")
            .flatMap(sync -> Stream.of("stored", "acknowledged")
                    .map(completion -> "mqttx?outbox=file&outboxSync=" + sync + "&outboxCompletion=" + completion))
            .collect(Collectors.joining(","));
    private static final int[] CALLERS_TO_TRY = { 1, 4, 16 };

    private final Options options;
    private final boolean quick;
    private final boolean onlyOutbox;
    private final int rounds;
    private final Path output;
    private final Map<String, InetSocketAddress> brokers = new HashMap<>();
    private final Map<Case, List<Summary>> summaries = new LinkedHashMap<>();

    private Comparison(Options options) {
        this.options = options;
        quick = Boolean.parseBoolean(options.text("quick", "false"));
        onlyOutbox = options.text("scenarios", "").equalsIgnoreCase(Scenario.OUTBOX.name());
        rounds = options.integer("rounds", quick || onlyOutbox ? 1 : 5);
        output = Path.of(options.text("output", "target"), "benchmark");
    }

    /** The comparison that the options ask for; README.md lists them. */
    public static Comparison of(Options options) {
        return new Comparison(options);
    }

    /**
     * Runs all of it.
     *
     * @return             whether every measurement worked and no message with QoS above 0 was lost
     * @throws IOException if a broker can't be started or the report can't be written
     */
    public boolean run() throws IOException, InterruptedException {
        Files.createDirectories(output);
        List<ContenderSpec> contenders = contenders();
        List<Case> cases = cases();
        System.out.printf("%d cases, %d rounds, contenders %s%n", cases.size(), rounds, contenders);
        try (Children children = new Children(output, options.text("classpath", ""))) {
            for (Case which : cases) {
                compare(children, which, contenders);
                write();
            }
        }
        System.out.println("Report: " + output.resolve("benchmark.html"));
        return summaries.values().stream().flatMap(List::stream).allMatch(Summary::kept);
    }

    private List<ContenderSpec> contenders() {
        List<ContenderSpec> specs = new ArrayList<>();
        for (String text : options.list("contenders", contendersByDefault())) {
            ContenderSpec spec = ContenderSpec.parse(text);
            boolean there = !spec.name().equals(ContenderSpec.MQTTX) || options.has("contenders") || options.has("classpath")
                    || getClass().getResource("/META-INF/services/org/apache/camel/component/mqttx") != null;
            if (there) {
                specs.add(spec);
            } else {
                System.out.println("Left out: mqttx is not on the class path; see README.md");
            }
        }
        return specs;
    }

    private String contendersByDefault() {
        String others = quick ? QUICK_CONTENDERS : ALL_CONTENDERS;
        return onlyOutbox ? OUTBOX_CONTENDERS : others + "," + OUTBOX_CONTENDERS;
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String broker : options.list("brokers", Case.INSTANT + "," + Case.MOSQUITTO)) {
            boolean onlyRoute = !options.has("scenarios") && !broker.equals(Case.INSTANT);
            for (String scenario : options.list("scenarios", onlyRoute ? "route" : "publish,consume,route")) {
                for (String qos : options.list("qos", quick || onlyOutbox ? "1" : "0,1,2")) {
                    cases.add(new Case(Scenario.valueOf(scenario.toUpperCase(Locale.ROOT)), broker, Integer.parseInt(qos)));
                }
            }
        }
        return cases;
    }

    private void compare(Children children, Case which, List<ContenderSpec> contenders)
            throws IOException, InterruptedException {
        List<Summary> inCase = new ArrayList<>();
        for (ContenderSpec asked : contenders) {
            if (takesPart(asked, which.scenario())) {
                inCase.add(new Summary(asked, asked.callers() == 0 ? best(children, which, asked) : asked, new ArrayList<>()));
            }
        }
        summaries.put(which, inCase);
        for (int round = 0; round < rounds; round++) {
            for (Summary summary : inCase) {
                summary.rounds().add(measure(children, which, summary.used(), warmup(), seconds()));
            }
        }
        inCase.forEach(summary -> print(which, summary));
    }

    /**
     * Callers matter only if something is published, the way of acknowledging only if nothing is, the outbox only in
     * its own scenario.
     */
    private static boolean takesPart(ContenderSpec spec, Scenario scenario) {
        if (spec.isOutbox() || scenario == Scenario.OUTBOX) {
            return spec.isOutbox() && scenario == Scenario.OUTBOX;
        }
        boolean consuming = scenario == Scenario.CONSUME;
        boolean able = scenario == Scenario.PUBLISH || !spec.name().equals(ContenderSpec.LIMIT);
        return able && !(consuming && spec.callers() != 1) && !(!consuming && spec.options().startsWith("ack="));
    }

    private ContenderSpec best(Children children, Case which, ContenderSpec asked) throws IOException, InterruptedException {
        ContenderSpec best = asked.withCallers(1);
        double bestRate = 0;
        for (int callers : CALLERS_TO_TRY) {
            JsonObject result = measure(children, which, asked.withCallers(callers), 1, 1);
            double rate = result.containsKey("error") ? 0 : result.getDouble("messagesPerSecond");
            if (rate > bestRate) {
                bestRate = rate;
                best = asked.withCallers(callers);
            }
        }
        return best;
    }

    private JsonObject measure(Children children, Case which, ContenderSpec spec, double warmup, double seconds)
            throws IOException, InterruptedException {
        InetSocketAddress broker = broker(children, which.broker());
        List<String> arguments = new ArrayList<>(
                List.of("--contender", spec.toString(), "--scenario", which.scenario().name(), "--qos",
                        Integer.toString(which.qos()), "--broker", broker.getHostString() + ":" + broker.getPort(),
                        "--generating", Boolean.toString(which.broker().equals(Case.INSTANT)), "--warmup",
                        Double.toString(warmup), "--seconds", Double.toString(seconds), "--output", output.toString()));
        for (String passed : List.of("window", "payload", "messages", "rate", "latency-seconds")) {
            if (options.has(passed)) {
                arguments.addAll(List.of("--" + passed, options.text(passed, "")));
            }
        }
        return children.measure(arguments, (long) (warmup + seconds + options.decimal("latency-seconds", 3)) + 60);
    }

    private InetSocketAddress broker(Children children, String name) throws IOException, InterruptedException {
        InetSocketAddress known = brokers.get(name);
        if (known == null) {
            known = switch (name) {
                case Case.INSTANT -> children.startPeer(options.integer("window", 1000));
                case Case.MOSQUITTO -> children.startMosquitto();
                default -> Options.address(name);
            };
            brokers.put(name, known);
        }
        return known;
    }

    private double warmup() {
        return options.decimal("warmup", quick ? 1 : onlyOutbox ? 3 : 5);
    }

    private double seconds() {
        return options.decimal("seconds", quick ? 1 : onlyOutbox ? 3 : 4);
    }

    private static void print(Case which, Summary summary) {
        System.out.printf(
                Locale.ROOT, "%-32s %-22s %9.1f k/s (%.1f to %.1f) %7.2f us CPU %s lost %d, failed %d %s%n",
                which, summary.used().label(),
                summary.rate().median() / 1e3, summary.rate().least() / 1e3, summary.rate().greatest() / 1e3,
                summary.cpuMicros().median(),
                which.scenario() == Scenario.OUTBOX ? latencies(summary) : "", summary.total("lost"), summary.total("failed"),
                summary.kept() ? "" : "FAILED " + summary.firstError());
    }

    private static String latencies(Summary summary) {
        return String.format(
                Locale.ROOT, " p50 %.2f, p99 %.2f, p99.9 %.2f ms ", summary.latency("P50").median(),
                summary.latency("P99").median(), summary.latency("P999").median());
    }

    private void write() throws IOException {
        JsonObject json = new JsonObject();
        JsonObject environment = Environment.describe(brokers.keySet());
        environment.put("rounds", rounds);
        environment.put("warmupSeconds", warmup());
        environment.put("seconds", seconds());
        environment.put("window", options.integer("window", 1000));
        environment.put("fileSystem", Files.getFileStore(output).type());
        environment.put("payloadBytes", options.integer("payload", 100));
        json.put("environment", environment);
        List<JsonObject> cases = new ArrayList<>();
        summaries.forEach((which, inCase) -> {
            JsonObject entry = new JsonObject();
            entry.put("scenario", which.scenario().name().toLowerCase(Locale.ROOT));
            entry.put("broker", which.broker());
            entry.put("qos", which.qos());
            entry.put("contenders", inCase.stream().map(Summary::toJson).toList());
            cases.add(entry);
        });
        json.put("cases", cases);
        Files.writeString(output.resolve("benchmark.json"), json.toJson());
        Files.writeString(output.resolve("benchmark.html"), Page.of(environment, summaries));
    }
}
