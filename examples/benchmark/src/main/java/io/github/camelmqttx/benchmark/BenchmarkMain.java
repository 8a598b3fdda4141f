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
package io.github.camelmqttx.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.github.camelmqttx.benchmark.contender.Contender;
import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import io.github.camelmqttx.benchmark.contender.Contenders;
import io.github.camelmqttx.benchmark.contender.PreEncodedPublisher;
import io.github.camelmqttx.benchmark.peer.InstantPeer;
import io.github.camelmqttx.benchmark.report.Comparison;
import io.github.camelmqttx.benchmark.run.Measurement;
import io.github.camelmqttx.benchmark.run.Result;
import io.github.camelmqttx.benchmark.run.Scenario;
import io.github.camelmqttx.benchmark.run.Settings;
import io.github.camelmqttx.benchmark.run.Tally;

/**
 * Entry point: {@code compare} (the whole comparison), {@code run} (one measurement, prints one JSON line),
 * {@code peer} (the instant peer until its standard input ends), {@code feed} (publishes until killed), {@code tally}
 * (counts arrivals until its standard input ends). README.md lists the options.
 */
public final class BenchmarkMain {
    private BenchmarkMain() {
    }

    /** Ends with status 0 if all went well, 1 if a message with QoS above 0 was lost or a measurement failed. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        List<String> words = Arrays.stream(arguments).flatMap(a -> Arrays.stream(a.trim().split("\\s+")))
                .filter(a -> !a.isEmpty()).toList();
        String command = words.isEmpty() ? "compare" : words.get(0);
        Options options = new Options(words.isEmpty() ? words : words.subList(1, words.size()));
        switch (command) {
            case "compare" -> System.exit(Comparison.of(options).run() ? 0 : 1);
            case "run" -> System.exit(run(options) ? 0 : 1);
            case "peer" -> peer(options);
            case "feed" -> feed(options);
            case "tally" -> tally(options);
            default -> throw new IllegalArgumentException("Expected compare, run, peer, feed or tally, got " + command);
        }
    }

    private static boolean run(Options options) throws Exception {
        Settings settings = new Settings(
                ContenderSpec.parse(options.text("contender", ContenderSpec.MQTTX)),
                Scenario.valueOf(options.text("scenario", "route").toUpperCase()),
                options.broker(), Boolean.parseBoolean(options.text("generating", "false")), options.integer("qos", 1),
                load(options), new Settings.Outbox(
                        Path.of(options.text("output", System.getProperty("java.io.tmpdir"))), options.integer("rate", 2000),
                        options.decimal("latency-seconds", 3)));
        Result result = new Measurement(settings).run();
        System.out.println(result.toJson(settings).toJson());
        return result.kept(settings.qos());
    }

    private static Settings.Load load(Options options) {
        return new Settings.Load(
                options.integer("window", 1000), options.integer("payload", 100), options.decimal("warmup", 3),
                options.decimal("seconds", 3), options.number("messages", Long.MAX_VALUE));
    }

    private static void peer(Options options) throws IOException {
        try (InstantPeer peer = new InstantPeer(options.integer("port", 0), options.integer("window", 1000))) {
            Thread thread = new Thread(peer, "instant-peer");
            thread.start();
            System.out.println(peer.port());
            awaitEndOfInput();
        }
    }

    private static void feed(Options options) throws IOException {
        Thread watch = new Thread(() -> {
            awaitEndOfInput();
            Runtime.getRuntime().halt(0);
        }, "end-of-input");
        watch.setDaemon(true);
        watch.start();
        try (PreEncodedPublisher publisher = new PreEncodedPublisher(
                options.broker(), options.text("topic", "bench"), options.integer("qos", 1),
                options.integer("window", 1000), options.integer("payload", 100))) {
            publisher.publishUntil(System.nanoTime() + Long.MAX_VALUE / 2, options.number("messages", Long.MAX_VALUE));
        }
    }

    private static void tally(Options options) throws Exception {
        ContenderSpec subscriber = ContenderSpec.parse(ContenderSpec.HIVEMQ);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Contender contender = Contenders.create(
                subscriber, options.broker(), options.integer("qos", 1), options.integer("window", 1000), false)) {
            new Tally().run(contender, options.text("topic", "bench"), in, System.out);
        }
    }

    /** A child whose parent has gone sees the end of its input. */
    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                Thread.yield();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
