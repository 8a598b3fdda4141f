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

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmqttx.torture.Options;
import io.github.camelmqttx.torture.nemesis.FaultKind;

/**
 * What all legs of a run have in common.
 *
 * @param seed        decides the faults
 * @param rate        messages per second that a publisher aims at
 * @param topics      topics per QoS
 * @param window      exchanges that a publisher has under way at most
 * @param payload     bytes
 * @param lateSeconds what is late
 * @param gapMillis   mean calm between faults
 * @param only        kinds of faults that may happen; empty: all that the leg can have
 * @param trace       whether the broker logs each packet, if it can
 * @param more        further options of the {@code mqttx} endpoints
 */
public record Settings(long seed, int rate, int topics, int window, int payload, int lateSeconds, long gapMillis,
        Set<FaultKind> only, boolean trace, More more) {

    /**
     * Each option begins with an ampersand; empty: none.
     *
     * @param publisher of the producer
     * @param consumer  of the consumers
     */
    public record More(String publisher, String consumer) {
    }

    static Settings of(Options options) {
        return new Settings(
                options.number("seed", 1), options.integer("rate", 2_000), options.integer("topics", 4),
                options.integer("window", 500), options.integer("payload", 100), options.integer("late", 30),
                options.number("gap", 1_000), kinds(options), options.text("trace", "false").equals("true"),
                new More(options.text("publisher-options", ""), options.text("consumer-options", "")));
    }

    private static Set<FaultKind> kinds(Options options) {
        return options.list("faults", "").stream().map(name -> FaultKind.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
