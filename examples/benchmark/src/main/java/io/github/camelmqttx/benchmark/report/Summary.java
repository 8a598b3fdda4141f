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

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import org.apache.camel.util.json.JsonObject;

/**
 * The rounds of one contender in one case.
 *
 * @param asked  the contender as it was asked for
 * @param used   the same with the number of callers that was used
 * @param rounds what the measurements printed, in order; failed ones have the key {@code error} only
 */
record Summary(ContenderSpec asked, ContenderSpec used, List<JsonObject> rounds) {
    /** Median, least and greatest value; all NaN if there is no round. */
    record Spread(double median, double least, double greatest) {
    }

    private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

    Spread rate() {
        return spread(json -> json.getDouble("messagesPerSecond"));
    }

    Spread cpuMicros() {
        return spread(json -> json.getDouble("cpuMicrosPerMessage"));
    }

    /** Of the exchange at a fixed rate, in milliseconds; all NaN if it was not measured. */
    Spread latency(String percentile) {
        String key = latencyKey(percentile);
        return measured().stream().allMatch(json -> json.containsKey(key)) ? spread(json -> json.getDouble(key)) : NONE;
    }

    private static String latencyKey(String percentile) {
        return "latency" + percentile + "Millis";
    }

    long total(String key) {
        return measured().stream().mapToLong(json -> json.getLong(key)).sum();
    }

    /** Whether every round has measured and kept what the quality of service promises. */
    boolean kept() {
        return rounds.stream().allMatch(json -> Boolean.TRUE.equals(json.getBoolean("kept")));
    }

    String firstError() {
        return rounds.stream().filter(json -> json.containsKey("error")).map(json -> json.getString("error"))
                .findFirst().orElse("");
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("contender", used.toString());
        json.put("asked", asked.toString());
        json.put("messagesPerSecond", toJson(rate()));
        json.put("cpuMicrosPerMessage", toJson(cpuMicros()));
        for (String percentile : List.of("P50", "P99", "P999")) {
            if (!Double.isNaN(latency(percentile).median())) {
                json.put(latencyKey(percentile), toJson(latency(percentile)));
            }
        }
        json.put("lost", total("lost"));
        json.put("duplicates", total("duplicates"));
        json.put("failed", total("failed"));
        json.put("kept", kept());
        json.put("rounds", rounds);
        return json;
    }

    private static JsonObject toJson(Spread spread) {
        JsonObject json = new JsonObject();
        if (!Double.isNaN(spread.median)) {
            json.put("median", spread.median);
            json.put("least", spread.least);
            json.put("greatest", spread.greatest);
        }
        return json;
    }

    private Spread spread(ToDoubleFunction<JsonObject> value) {
        double[] sorted = measured().stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            return NONE;
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    private List<JsonObject> measured() {
        return rounds.stream().filter(json -> !json.containsKey("error")).toList();
    }
}
