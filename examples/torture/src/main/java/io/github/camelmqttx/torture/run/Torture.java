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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.camelmqttx.torture.Options;
import io.github.camelmqttx.torture.report.Report;
import io.github.camelmqttx.torture.route.Dialect;

/**
 * The whole run: legs one after the other until the time is up, then the verdict. {@code torture.json} and
 * {@code torture.html} are rewritten after each leg.
 */
public final class Torture {

    private static final String LEGS = "mqttx/mosquitto/memory,mqttx/hivemq/file,paho-mqtt5/mosquitto,"
                                       + "mqttx/mosquitto/file,mqttx/mosquitto+tls/memory,mqttx/hivemq/memory,"
                                       + "paho-mqtt5/hivemq";

    private final Settings settings;
    private final List<LegSpec> specs;
    private final double minutes;
    private final double legSeconds;
    private final Path output;
    private final boolean keepLedgers;
    private final List<LegResult> results = new ArrayList<>();

    private Torture(Options options) {
        settings = Settings.of(options);
        specs = options.list("legs", LEGS).stream().map(LegSpec::parse).toList();
        minutes = options.decimal("minutes", 45);
        legSeconds = options.decimal("leg", Math.min(180, minutes * 60 / specs.size()));
        output = Path.of(options.text("output", "target"), "torture");
        keepLedgers = options.text("keep", "false").equals("true");
    }

    /** The run that the options ask for; README.md lists them. */
    public static Torture of(Options options) {
        return new Torture(options);
    }

    /**
     * Runs all of it.
     *
     * @return                    what each leg has shown
     * @throws IOException        if a broker or a route cannot be started or the report cannot be written
     * @throws ExecutionException if a fault could not be done
     */
    public List<LegResult> run() throws IOException, ExecutionException, InterruptedException {
        Files.createDirectories(output);
        long traffic = 0;
        for (int i = 0; traffic < minutes * 60_000 - 1_000; i++) {
            LegSpec spec = specs.get(i % specs.size());
            LegResult result = runLeg(i, spec, Math.round(legSeconds * 1_000));
            results.add(result);
            traffic += result.trafficMillis();
            print(result);
            Report.write(output, settings, results);
        }
        System.out.println("Report: " + output.resolve("torture.html"));
        return List.copyOf(results);
    }

    /** Whether all legs of {@code mqttx} kept what it promises; others are there for comparison. */
    public static boolean kept(List<LegResult> results) {
        return results.stream().filter(result -> result.spec().dialect() == Dialect.MQTTX)
                .allMatch(result -> result.violations().isEmpty());
    }

    private LegResult runLeg(int index, LegSpec spec, long millis)
            throws IOException, ExecutionException, InterruptedException {
        Path directory = output.resolve("leg-" + index);
        delete(directory);
        long seed = settings.seed() * 1_000 + index / specs.size();
        LegResult result;
        try (Leg leg = new Leg(spec, settings, seed, directory)) {
            result = leg.run(millis);
        }
        if (!keepLedgers && result.violations().isEmpty()) {
            delete(directory);
        }
        return result;
    }

    private static void print(LegResult result) {
        System.out.printf(
                Locale.ROOT, "%-36s %4d s, %3d faults, %8d sent, %8d received, %s%n", result.spec(),
                result.trafficMillis() / 1_000, result.faultCount(), result.totals().accepted(), result.totals().received(),
                result.violations().isEmpty() ? "kept" : "NOT KEPT: " + String.join(", ", result.violations()));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
