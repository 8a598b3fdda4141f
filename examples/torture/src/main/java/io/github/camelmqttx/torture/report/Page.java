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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.camelmqttx.torture.ledger.Totals;
import io.github.camelmqttx.torture.nemesis.FaultKind;
import io.github.camelmqttx.torture.nemesis.FaultLog;
import io.github.camelmqttx.torture.run.Ledgers;
import io.github.camelmqttx.torture.run.LegResult;
import io.github.camelmqttx.torture.run.Settings;
import org.apache.camel.util.json.JsonObject;

/** The report as one HTML page that needs nothing else. */
final class Page {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 120;
    private static final int FAULTS_HEIGHT = 36;
    private static final String HEAD
            = """
                    <!DOCTYPE html>
                    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                    <title>camel-mqttx: torture run</title>
                    <style>
                    :root { color-scheme: light dark; --sent: #999; --got: #d8742a; --line: #777; --bad: #c62828; --good: #2e7d32; }
                    body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
                    figure { margin: 0 0 1.5rem; } figcaption { font-size: .85em; opacity: .8; }
                    svg { font: 11px system-ui, sans-serif; max-width: 100%; } svg text { fill: currentColor; }
                    .sent { stroke: var(--sent); fill: none; stroke-width: 1.5; } .got { stroke: var(--got); fill: none; }
                    .axis { stroke: var(--line); }
                    table { border-collapse: collapse; margin: .5rem 0 2rem; } th, td { padding: .15rem .7rem; text-align: right; }
                    th { border-bottom: 1px solid var(--line); font-weight: 600; } td:first-child, th:first-child { text-align: left; }
                    .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
                    dt { font-weight: 600; float: left; clear: left; width: 11rem; } dd { margin: 0 0 0 12rem; }
                    i { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em; }
                    </style></head><body>
                    <h1>camel-mqttx: torture run</h1>
                    <p>Routes in child JVMs publish numbered messages and write down what they receive, while faults happen. Sent: the
                    exchange of the publish has completed. Lost: sent, never received. Stranded: received only
                    after the consumer was started again, although all faults had ended. Duplicated at QoS 1 is permitted; at QoS 2 it is
                    not, except for what a consumer had received but could not confirm before its process ended. Reordered: received for
                    the first time after a later message of its topic.</p>
                    """;
    private static final String COLUMNS
            = "<th>s</th><th>faults</th><th>sent</th><th>received/s</th><th>lost</th><th>stranded</th>"
              + "<th>dup. QoS 1</th><th>dup. QoS 2</th><th>dup. QoS 2, consumer ended</th>"
              + "<th>reordered</th><th>late</th><th>failed</th></tr>\n";

    private final StringBuilder html = new StringBuilder(HEAD);

    private Page() {
    }

    static String of(Settings settings, List<LegResult> results, JsonObject environment) {
        Page page = new Page();
        page.summary(results);
        page.latencies(results);
        page.legs(results);
        page.timelines(results);
        page.environment(settings, environment);
        return page.html.append("</body></html>\n").toString();
    }

    private void summary(List<LegResult> results) {
        html.append("<h2>Contenders</h2>\n<table><tr><th>contender</th>").append(COLUMNS);
        for (Figures.Sum sum : Figures.sums(results)) {
            row(sum.contender(), sum.trafficMillis(), sum.faults(), sum.stranded(), sum.totals());
        }
        html.append("</table>\n");
    }

    private void legs(List<LegResult> results) {
        html.append("<h2>Legs</h2>\n<table><tr><th>leg</th>").append(COLUMNS);
        for (LegResult result : results) {
            row(result.spec().toString(), result.trafficMillis(), result.faultCount(), result.trouble().stranded(),
                    result.totals());
        }
        html.append("</table>\n<h2>Faults</h2>\n<table><tr><th>fault</th><th>times</th></tr>\n");
        Figures.faultsByKind(results).forEach((name, count) -> html.append("<tr><td>").append(escape(name))
                .append("</td><td>").append(count).append("</td></tr>\n"));
        html.append("</table>\n");
    }

    private void row(String name, long trafficMillis, long faults, long stranded, Totals totals) {
        html.append("<tr><td>").append(escape(name)).append("</td>");
        cell(trafficMillis / 1_000);
        cell(faults);
        cell(totals.accepted());
        cell(trafficMillis == 0 ? 0 : totals.received() * 1_000 / trafficMillis);
        verdict(totals.lost());
        verdict(stranded);
        cell(totals.duplicates().qos1() + totals.duplicates().qos1AfterReceiverKill());
        verdict(totals.duplicates().qos2());
        cell(totals.duplicates().qos2AfterReceiverKill());
        verdict(totals.reordered());
        cell(totals.late());
        cell(totals.failed());
        html.append("</tr>\n");
    }

    private void cell(long value) {
        html.append("<td>").append(String.format(Locale.ROOT, "%,d", value)).append("</td>");
    }

    private void verdict(long value) {
        html.append("<td class=\"").append(value == 0 ? "good" : "bad").append("\">")
                .append(String.format(Locale.ROOT, "%,d", value)).append("</td>");
    }

    private void latencies(List<LegResult> results) {
        html.append("<h2>Latency under faults</h2>\n<p>Milliseconds from the begin of the publish to the first receipt.</p>\n")
                .append("<table><tr><th>contender</th><th>50 %</th><th>90 %</th><th>99 %</th><th>99.9 %</th><th>most</th></tr>\n");
        for (Figures.Sum sum : Figures.sums(results)) {
            html.append("<tr><td>").append(escape(sum.contender())).append("</td>");
            for (double percentile : new double[] { 50, 90, 99, 99.9, 100 }) {
                html.append(String.format(
                        Locale.ROOT, "<td>%,.1f</td>", sum.totals().latency().getValueAtPercentile(percentile) / 1_000.0));
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private void timelines(List<LegResult> results) {
        html.append("<h2>Time lines</h2>\n<p>Messages per second: sent (grey), received (orange); faults above.")
                .append(legend()).append("</p>\n");
        results.forEach(this::timeline);
    }

    private static String legend() {
        StringBuilder legend = new StringBuilder();
        for (FaultKind kind : FaultKind.values()) {
            legend.append("<i style=\"background:").append(colour(kind)).append("\"></i>")
                    .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return legend.toString();
    }

    private static String colour(FaultKind kind) {
        int kinds = FaultKind.values().length;
        return "hsl(" + kind.ordinal() * 360 / kinds + ",70%," + (kind.ordinal() % 2 == 0 ? 40 : 60) + "%)";
    }

    private void timeline(LegResult result) {
        List<Ledgers.Sample> samples = Figures.thinned(result.samples());
        long end = Math.max(1, result.totalMillis());
        double most = 1;
        for (int i = 1; i < samples.size(); i++) {
            most = Math.max(most, Math.max(rate(samples, i, true), rate(samples, i, false)));
        }
        html.append("<figure><svg role=\"img\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT + FAULTS_HEIGHT)
                .append("\" width=\"").append(WIDTH).append("\"><title>").append(escape(result.spec().toString()))
                .append("</title>\n");
        result.faults().stream().filter(FaultLog.Entry::happened).forEach(entry -> bar(entry, end));
        line("sent", samples, true, most, end);
        line("got", samples, false, most, end);
        html.append(String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/><text x=\"2\" y=\"%d\">%,.0f/s</text>%n", WIDTH,
                HEIGHT + FAULTS_HEIGHT - 1, HEIGHT + FAULTS_HEIGHT - 1, FAULTS_HEIGHT + 10, most));
        html.append("</svg><figcaption>").append(escape(result.spec().toString())).append(", ").append(end / 1_000)
                .append(" s, seed ").append(result.seed()).append("</figcaption></figure>\n");
    }

    private void bar(FaultLog.Entry entry, long end) {
        double x = WIDTH * (double) entry.beginMillis() / end;
        double width = Math.max(1.5, WIDTH * (double) (entry.endMillis() - entry.beginMillis()) / end);
        html.append(String.format(
                Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"8\" fill=\"%s\"><title>%s</title></rect>%n", x,
                2 + entry.kind().ordinal() % 4 * 8, width, colour(entry.kind()),
                escape(Figures.name(entry) + " (" + entry.detail() + ")")));
    }

    private void line(String style, List<Ledgers.Sample> samples, boolean sent, double most, long end) {
        StringBuilder points = new StringBuilder();
        for (int i = 1; i < samples.size(); i++) {
            points.append(String.format(
                    Locale.ROOT, "%.0f,%.0f ", WIDTH * (double) samples.get(i).millis() / end,
                    FAULTS_HEIGHT + HEIGHT - 2 - (HEIGHT - 4) * rate(samples, i, sent) / most));
        }
        html.append("<polyline class=\"").append(style).append("\" points=\"").append(points).append("\"/>\n");
    }

    private static double rate(List<Ledgers.Sample> samples, int i, boolean sent) {
        Ledgers.Sample before = samples.get(i - 1);
        Ledgers.Sample after = samples.get(i);
        long count = sent ? after.accepted() - before.accepted() : after.receipts() - before.receipts();
        return count * 1_000.0 / Math.max(1, after.millis() - before.millis());
    }

    private void environment(Settings settings, JsonObject environment) {
        String rows = environment.entrySet().stream()
                .map(entry -> "<dt>" + escape(entry.getKey()) + "</dt><dd>" + escape(String.valueOf(entry.getValue()))
                              + "</dd>\n")
                .collect(Collectors.joining());
        html.append("<h2>Environment</h2>\n<dl>").append(rows).append("<dt>run</dt><dd>")
                .append(escape(settings.toString())).append("</dd></dl>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
