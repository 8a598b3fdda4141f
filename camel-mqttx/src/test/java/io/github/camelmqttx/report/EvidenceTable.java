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
package io.github.camelmqttx.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.github.camelmqttx.report.RowEvidence.NamedTest;

/** An AsciiDoc table of rows and what proves them. The same results make the same text. */
final class EvidenceTable {

    /** How many tests are named in full before the rest is only counted. */
    private static final int NAMED = 6;

    private EvidenceTable() {
    }

    /** @param subject heading of the column with the titles */
    static String of(String subject, List<RowEvidence> rows) {
        StringBuilder text = new StringBuilder("// Generated from test results: mvn -q -Preport process-test-classes\n");
        long proved = rows.stream().filter(row -> row.status().isProved()).count();
        text.append(proved).append(" of ").append(rows.size()).append(" rows are proved by tests that passed.");
        rows.stream().filter(row -> !row.status().isProved())
                .forEach(row -> text.append(' ').append(row.row().id()).append(": ").append(row.status()).append('.'));
        text.append("\n\n[cols=\"1,4,2,10a\"]\n|===\n| | ").append(subject).append(" | status | tests\n");
        for (RowEvidence row : rows) {
            text.append("\n| ").append(row.row().id()).append("\n| ").append(cell(row.row().title()))
                    .append("\n| ").append(row.status()).append("\n|\n");
            tests(row, name -> '`' + name + '`').forEach(line -> text.append("* ").append(line).append('\n'));
        }
        return text.append("|===\n").toString();
    }

    /**
     * The tests of a row, those that did not pass first, in one line each.
     *
     * @param link makes the text for the name of a class
     */
    static List<String> tests(RowEvidence row, UnaryOperator<String> link) {
        List<String> lines = new ArrayList<>();
        List<NamedTest> noteworthy = row.tests().stream().filter(test -> test.failed() + test.skipped() > 0).toList();
        noteworthy.forEach(test -> lines.add(line(test, link)));
        List<NamedTest> others = new ArrayList<>(row.tests());
        others.removeAll(noteworthy);
        int named = others.size() > NAMED + 1 ? NAMED : others.size();
        others.subList(0, named).forEach(test -> lines.add(line(test, link)));
        List<NamedTest> counted = others.subList(named, others.size());
        if (!counted.isEmpty()) {
            Map<String, Long> classes
                    = counted.stream()
                            .collect(Collectors.groupingBy(NamedTest::className, TreeMap::new, Collectors.counting()));
            lines.add(counted.size() + " more: " + classes.entrySet().stream()
                    .map(each -> link.apply(each.getKey()) + " " + each.getValue()).collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static String line(NamedTest test, UnaryOperator<String> link) {
        StringBuilder line = new StringBuilder(link.apply(test.className())).append(": ").append(cell(test.name()));
        if (test.invocations() > 1) {
            line.append(" (").append(test.invocations()).append(" cases)");
        }
        if (test.failed() > 0) {
            line.append(" *").append(test.failed()).append(" failed*");
        }
        if (test.skipped() > 0) {
            line.append(" _").append(test.skipped()).append(" skipped_");
        }
        return line.toString();
    }

    /** Text that AsciiDoc takes as it is. */
    static String cell(String text) {
        String quoted = text.replace("|", "\\|").replace('\n', ' ');
        return quoted.matches("[\\w ,.;:()'/%=&-]*") ? quoted : "pass:c[" + quoted.replace("]", "\\]") + "]";
    }
}
