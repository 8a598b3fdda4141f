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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * AsciiDoc tables of features, one for each letter of their ids: what proves them, at which brokers, and where they are
 * explained. The same results make the same text.
 */
final class FeatureTable {

    private static final Map<Character, String> CHAPTERS = new LinkedHashMap<>();

    static {
        CHAPTERS.put('M', "What teams know from the reference connector");
        CHAPTERS.put('C', "What Camel users expect");
        CHAPTERS.put('X', "What goes beyond");
    }

    private FeatureTable() {
    }

    /** @param link makes the text for the name of a test class */
    static String of(List<RowEvidence> rows, UnaryOperator<String> link) {
        StringBuilder text = new StringBuilder("// Generated from test results: mvn -q -Preport process-test-classes\n");
        CHAPTERS.forEach((letter, title) -> chapter(
                text, title, rows.stream().filter(row -> row.row().id().charAt(0) == letter).toList(), link));
        return text.toString();
    }

    private static void chapter(StringBuilder text, String title, List<RowEvidence> rows, UnaryOperator<String> link) {
        long proved = rows.stream().filter(row -> row.status().isProved()).count();
        List<String> others = new ArrayList<>(
                rows.stream().filter(row -> !row.status().isProved())
                        .map(row -> row.row().id() + " (" + row.status() + ")").toList());
        text.append("\n== ").append(title).append("\n\n").append(proved).append(" of ").append(rows.size())
                .append(" rows are proved by tests that passed.");
        if (!others.isEmpty()) {
            text.append(" The others: ").append(String.join(", ", others)).append('.');
        }
        text.append("\n\n[cols=\"1,4,2,9a,2\"]\n|===\n| | feature | status | tests | explained in\n");
        rows.forEach(row -> row(text, row, link));
        text.append("|===\n");
    }

    private static void row(StringBuilder text, RowEvidence row, UnaryOperator<String> link) {
        text.append("\n| ").append(row.row().id()).append("\n| ").append(EvidenceTable.cell(row.row().title()))
                .append("\n| ").append(row.status());
        if (!row.brokers().isEmpty()) {
            text.append(": ").append(String.join(", ", row.brokers()));
        }
        text.append("\n|\n");
        EvidenceTable.tests(row, link).forEach(line -> text.append("* ").append(line).append('\n'));
        String page = row.row().page();
        text.append("| ").append(page == null ? "" : "xref:" + page + "[" + page.replaceFirst("\\.adoc.*", "") + "]")
                .append('\n');
    }
}
