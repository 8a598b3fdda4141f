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

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tests say about one row. A test belongs to each row whose id is a word of its display name.
 *
 * @param tests   what carries the row's id, integration tests first, then by class and name
 * @param brokers those that a test which passed names, in its own name or in that of its class
 */
record RowEvidence(Row row, List<NamedTest> tests, Set<String> brokers) {

    /** What is known about a row. */
    enum Status {
        /** At least one integration test passed, none failed. Tests that were skipped say nothing. */
        PROVED("proved"),
        /** As {@link #PROVED}, without a broker. */
        PROVED_BY_UNIT_TESTS("proved by unit tests"),
        NO_PASSING_TEST("not proved: no passing test"),
        NO_TEST("not proved: no test"),
        FAILED("failed");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        boolean isProved() {
            return this == PROVED || this == PROVED_BY_UNIT_TESTS;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A test method with all its invocations.
     *
     * @param name without row ids
     */
    record NamedTest(String className, String name, boolean integrationTest, int passed, int failed, int skipped) {

        int invocations() {
            return passed + failed + skipped;
        }

        private NamedTest plus(TestResult result) {
            return new NamedTest(
                    className, name, integrationTest, passed + (result.outcome() == Outcome.PASSED ? 1 : 0),
                    failed + (result.outcome() == Outcome.FAILED ? 1 : 0),
                    skipped + (result.outcome() == Outcome.SKIPPED ? 1 : 0));
        }
    }

    private static final Pattern IDS = Pattern.compile("^((promises? \\d+|[A-Z]\\d{2}|\\[MQTT-[\\d.-]+\\])(, | and |:|,)? ?)+");
    private static final Pattern BROKER = Pattern.compile("mosquitto|hivemq|artemis", Pattern.CASE_INSENSITIVE);
    private static final Pattern INVOCATION = Pattern.compile("\\s*\\[\\d+\\].*$", Pattern.DOTALL);

    RowEvidence {
        tests = List.copyOf(tests);
        brokers = Collections.unmodifiableSet(new TreeSet<>(brokers));
    }

    /** The evidence for each row, in the order of the rows. */
    static List<RowEvidence> of(List<Row> rows, List<TestResult> results) {
        return rows.stream().map(row -> of(row, results)).toList();
    }

    private static RowEvidence of(Row row, List<TestResult> results) {
        Pattern id = Pattern.compile("\\b" + row.id() + "\\b");
        Map<String, NamedTest> tests = new LinkedHashMap<>();
        Set<String> brokers = new TreeSet<>();
        for (TestResult result : results) {
            if (id.matcher(result.displayName()).find()) {
                if (result.outcome() == Outcome.PASSED) {
                    BROKER.matcher(result.simpleClassName() + ' ' + result.displayName()).results()
                            .forEach(match -> brokers.add(match.group().toLowerCase(Locale.ROOT)));
                }
                String name = name(result.displayName());
                tests.merge(result.simpleClassName() + ' ' + name,
                        new NamedTest(result.simpleClassName(), name, result.isIntegrationTest(), 0, 0, 0).plus(result),
                        (before, ignored) -> before.plus(result));
            }
        }
        return new RowEvidence(
                row, tests.values().stream().sorted(Comparator.comparing(NamedTest::integrationTest).reversed()
                        .thenComparing(NamedTest::className).thenComparing(NamedTest::name)).toList(),
                brokers);
    }

    /**
     * The name of the method: a parameterized test has its method's name, and then that of the invocation, which begins
     * with the same row ids or with a number in brackets.
     */
    static String name(String displayName) {
        String text = INVOCATION.matcher(displayName.strip()).replaceFirst("");
        Matcher first = Pattern.compile("\\b[A-Z]\\d{2}\\b").matcher(text);
        if (first.find()) {
            int second = text.indexOf(' ' + first.group(), first.end());
            text = second > 0 ? text.substring(0, second) : text;
        }
        String bare = IDS.matcher(text).replaceFirst("");
        return (bare.isBlank() ? text : bare).strip().replaceFirst("[:,]$", "");
    }

    Status status() {
        if (tests.stream().anyMatch(test -> test.failed() > 0)) {
            return Status.FAILED;
        }
        if (tests.stream().anyMatch(test -> test.integrationTest() && test.passed() > 0)) {
            return Status.PROVED;
        }
        if (tests.stream().anyMatch(test -> test.passed() > 0)) {
            return Status.PROVED_BY_UNIT_TESTS;
        }
        return tests.isEmpty() ? Status.NO_TEST : Status.NO_PASSING_TEST;
    }
}
