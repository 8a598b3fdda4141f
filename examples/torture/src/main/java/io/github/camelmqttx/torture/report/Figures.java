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
package io.github.camelmqttx.torture.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelmqttx.torture.ledger.Totals;
import io.github.camelmqttx.torture.nemesis.FaultLog;
import io.github.camelmqttx.torture.run.Ledgers;
import io.github.camelmqttx.torture.run.LegResult;
import io.github.camelmqttx.torture.run.Settings;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The figures of a report, and the report as JSON. */
final class Figures {

    private static final int POINTS = 120;

    private Figures() {
    }

    /** The legs of one contender, together. */
    record Sum(String contender, int legs, long trafficMillis, long faults, long stranded, Totals totals) {

        /** Messages received for the first time, per second under faults. */
        double rate() {
            return trafficMillis == 0 ? 0 : totals.received() * 1_000.0 / trafficMillis;
        }

        Sum plus(LegResult result) {
            return new Sum(
                    contender, legs + 1, trafficMillis + result.trafficMillis(), faults + result.faultCount(),
                    stranded + result.trouble().stranded(), totals.plus(result.totals()));
        }
    }

    static List<Sum> sums(List<LegResult> results) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (LegResult result : results) {
            String name = result.spec().dialect().scheme();
            Sum before = sums.getOrDefault(name, new Sum(name, 0, 0, 0, 0, Totals.none()));
            sums.put(name, before.plus(result));
        }
        return List.copyOf(sums.values());
    }

    static Map<String, Long> faultsByKind(List<LegResult> results) {
        Map<String, Long> counts = new TreeMap<>();
        results.stream().flatMap(result -> result.faults().stream()).filter(FaultLog.Entry::happened)
                .forEach(entry -> counts.merge(name(entry), 1L, Long::sum));
        return counts;
    }

    static String name(FaultLog.Entry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Receipts, sent messages and missing messages over time, at most {@value #POINTS} points. */
    static List<Ledgers.Sample> thinned(List<Ledgers.Sample> samples) {
        int step = Math.max(1, (samples.size() + POINTS - 1) / POINTS);
        List<Ledgers.Sample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += step) {
            kept.add(samples.get(i));
        }
        return kept;
    }

    static JsonObject of(Settings settings, List<LegResult> results) throws IOException {
        JsonObject json = new JsonObject();
        json.put("environment", Environment.describe());
        json.put("seed", settings.seed());
        json.put("rate", settings.rate());
        json.put("topicsPerQos", settings.topics());
        json.put("payloadBytes", settings.payload());
        json.put("lateSeconds", settings.lateSeconds());
        json.put("publisherOptions", settings.more().publisher());
        json.put("consumerOptions", settings.more().consumer());
        json.put("faultsByKind", new JsonObject(faultsByKind(results)));
        JsonArray contenders = new JsonArray();
        sums(results).forEach(sum -> contenders.add(contender(sum)));
        json.put("contenders", contenders);
        JsonArray legs = new JsonArray();
        results.forEach(result -> legs.add(leg(result)));
        json.put("legs", legs);
        return json;
    }

    private static JsonObject contender(Sum sum) {
        JsonObject json = totals(sum.totals());
        json.put("contender", sum.contender());
        json.put("legs", sum.legs());
        json.put("trafficSeconds", sum.trafficMillis() / 1_000);
        json.put("faults", sum.faults());
        json.put("stranded", sum.stranded());
        json.put("receivedPerSecond", Math.round(sum.rate()));
        return json;
    }

    private static JsonObject totals(Totals totals) {
        JsonObject json = new JsonObject();
        json.put("sent", totals.accepted());
        json.put("failedPublishes", totals.failed());
        json.put("received", totals.received());
        json.put("lost", totals.lost());
        json.put("duplicatedQos1", totals.duplicates().qos1());
        json.put("duplicatedQos2", totals.duplicates().qos2());
        json.put("duplicatedQos1AcrossConsumerRestart", totals.duplicates().qos1AfterReceiverKill());
        json.put("duplicatedQos2AcrossConsumerRestart", totals.duplicates().qos2AfterReceiverKill());
        json.put("reordered", totals.reordered());
        json.put("late", totals.late());
        JsonObject latency = new JsonObject();
        for (double percentile : new double[] { 50, 90, 99, 99.9, 100 }) {
            latency.put("p" + percentile, totals.latency().getValueAtPercentile(percentile) / 1_000.0);
        }
        json.put("latencyMillis", latency);
        return json;
    }

    private static JsonObject leg(LegResult result) {
        JsonObject json = totals(result.totals());
        json.put("leg", result.spec().toString());
        json.put("seed", result.seed());
        json.put("trafficSeconds", result.trafficMillis() / 1_000);
        json.put("totalSeconds", result.totalMillis() / 1_000);
        json.put("violations", new JsonArray(result.violations()));
        json.put("stranded", result.trouble().stranded());
        json.put("publisherCrashes", result.trouble().publisherCrashes());
        json.put("consumerCrashes", result.trouble().consumerCrashes());
        json.put("evidence", new JsonArray(result.totals().evidence()));
        JsonArray faults = new JsonArray();
        for (FaultLog.Entry entry : result.faults()) {
            JsonArray row = new JsonArray();
            row.addAll(List.of(name(entry), entry.detail(), entry.beginMillis(), entry.endMillis(), entry.happened()));
            faults.add(row);
        }
        json.put("faults", faults);
        JsonArray samples = new JsonArray();
        for (Ledgers.Sample sample : thinned(result.samples())) {
            JsonArray row = new JsonArray();
            row.addAll(List.of(sample.millis(), sample.accepted(), sample.receipts(), sample.missing()));
            samples.add(row);
        }
        json.put("samples", samples);
        return json;
    }
}
