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
import java.util.Locale;
import java.util.Map;

import io.github.camelmqttx.benchmark.contender.ContenderSpec;
import io.github.camelmqttx.benchmark.run.Scenario;
import org.apache.camel.util.json.JsonObject;

/** The report as one HTML page that needs nothing else: bars with spread per case, ratios, environment. */
final class Page {
    private static final int LABEL_WIDTH = 170;
    private static final int BAR_WIDTH = 300;
    private static final int ROW_HEIGHT = 26;
    private static final String COLUMNS = "<th>of hivemq-raw</th><th>x paho-mqtt5</th>";
    private static final String OUTBOX_COLUMNS = "<th>p50 ms</th><th>p99 ms</th><th>p99.9 ms</th>";
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>MQTT with Camel: benchmark</title>
            <style>
            :root { color-scheme: light dark; --bar: #3b7dd8; --own: #d8742a; --line: #777; --bad: #c62828; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
            figure { display: inline-block; margin: 0 1rem 0 0; } figcaption { font-size: .85em; opacity: .8; }
            svg { font: 12px system-ui, sans-serif; max-width: 100%; } svg text { fill: currentColor; }
            .bar { fill: var(--bar); } .own { fill: var(--own); } .spread { stroke: var(--line); stroke-width: 2; }
            table { border-collapse: collapse; margin: .5rem 0 2rem; } th, td { padding: .15rem .8rem; text-align: right; }
            th { border-bottom: 1px solid var(--line); font-weight: 600; } td:first-child, th:first-child { text-align: left; }
            .bad { color: var(--bad); font-weight: 600; } dt { font-weight: 600; float: left; clear: left; width: 11rem; }
            dd { margin: 0 0 0 12rem; }
            </style></head><body>
            <h1>MQTT with Camel: benchmark</h1>
            <p>Bars show the median of the rounds, lines the least and the greatest. The machine may have been busy with
            other things: compare within a case, not across reports. CPU is that of the contender's process.</p>
            """;

    private final StringBuilder html = new StringBuilder(HEAD);

    private Page() {
    }

    static String of(JsonObject environment, Map<Case, List<Summary>> summaries) {
        Page page = new Page();
        summaries.forEach(page::section);
        page.environment(environment);
        return page.html.append("</body></html>\n").toString();
    }

    private void section(Case which, List<Summary> inCase) {
        html.append("<h2>").append(escape(which.toString())).append("</h2>\n");
        chart("messages per second, in thousands", inCase, inCase.stream().map(s -> scale(s.rate(), 1e-3)).toList());
        chart("CPU microseconds per message", inCase, inCase.stream().map(Summary::cpuMicros).toList());
        boolean outbox = which.scenario() == Scenario.OUTBOX;
        html.append("<table><tr><th>contender</th><th>messages/s</th>").append(outbox ? OUTBOX_COLUMNS : COLUMNS)
                .append("<th>CPU us</th><th>lost</th><th>duplicates</th><th>failed publishes</th></tr>\n");
        for (Summary summary : inCase) {
            html.append("<tr><td>").append(escape(summary.used().label())).append(summary.kept() ? "" : failure(summary))
                    .append(cell("%,.0f", summary.rate().median()))
                    .append(outbox ? latencies(summary) : ratios(summary, inCase))
                    .append(cell("%.2f", summary.cpuMicros().median()))
                    .append("</td><td>").append(summary.total("lost"))
                    .append("</td><td>").append(summary.total("duplicates"))
                    .append("</td><td>").append(summary.total("failed")).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String ratios(Summary summary, List<Summary> inCase) {
        double rate = summary.rate().median();
        return cell("%.2f", rate / rateOf(inCase, ContenderSpec.HIVEMQ))
               + cell("%.1f", rate / rateOf(inCase, ContenderSpec.PAHO_MQTT5));
    }

    private static String latencies(Summary summary) {
        return cell("%.2f", summary.latency("P50").median()) + cell("%.2f", summary.latency("P99").median())
               + cell("%.2f", summary.latency("P999").median());
    }

    private static String failure(Summary summary) {
        String why = summary.firstError().isEmpty() ? "lost or repeated messages" : summary.firstError();
        return " <span class=\"bad\" title=\"" + escape(why) + "\">failed</span>";
    }

    private static double rateOf(List<Summary> inCase, String name) {
        return inCase.stream().filter(s -> s.asked().toString().equals(name)).mapToDouble(s -> s.rate().median())
                .findFirst().orElse(Double.NaN);
    }

    private void chart(String caption, List<Summary> inCase, List<Summary.Spread> spreads) {
        double most = spreads.stream().mapToDouble(Summary.Spread::greatest).filter(v -> !Double.isNaN(v)).max().orElse(1);
        html.append("<figure><svg role=\"img\" width=\"").append(LABEL_WIDTH + BAR_WIDTH + 70).append("\" height=\"")
                .append(inCase.size() * ROW_HEIGHT).append("\"><title>").append(caption).append("</title>\n");
        for (int row = 0; row < inCase.size(); row++) {
            bar(inCase.get(row), spreads.get(row), BAR_WIDTH / most, row * ROW_HEIGHT);
        }
        html.append("</svg><figcaption>").append(caption).append("</figcaption></figure>\n");
    }

    private void bar(Summary summary, Summary.Spread spread, double scale, int top) {
        int middle = top + ROW_HEIGHT / 2;
        html.append("<text x=\"").append(LABEL_WIDTH - 6).append("\" y=\"").append(middle + 4)
                .append("\" text-anchor=\"end\">").append(escape(summary.used().label())).append("</text>");
        if (Double.isNaN(spread.median())) {
            return;
        }
        String style = summary.used().name().equals(ContenderSpec.MQTTX) ? "bar own" : "bar";
        html.append(String.format(
                Locale.ROOT, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", style, LABEL_WIDTH, top + 4,
                spread.median() * scale, ROW_HEIGHT - 8));
        html.append(String.format(
                Locale.ROOT, "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                LABEL_WIDTH + spread.least() * scale, LABEL_WIDTH + spread.greatest() * scale, middle, middle));
        html.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>%n", LABEL_WIDTH + spread.greatest() * scale + 5, middle + 4,
                String.format(Locale.ROOT, spread.median() < 100 ? "%.2f" : "%,.0f", spread.median())));
    }

    private void environment(JsonObject environment) {
        html.append("<h2>Environment</h2>\n<dl>");
        environment.forEach((key, value) -> html.append("<dt>").append(escape(key)).append("</dt><dd>")
                .append(escape(String.valueOf(value))).append("</dd>\n"));
        html.append("</dl>\n");
    }

    private static Summary.Spread scale(Summary.Spread spread, double factor) {
        return new Summary.Spread(spread.median() * factor, spread.least() * factor, spread.greatest() * factor);
    }

    private static String cell(String format, double value) {
        return "</td><td>" + (Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
