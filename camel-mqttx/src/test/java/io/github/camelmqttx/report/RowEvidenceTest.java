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

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmqttx.report.RowEvidence.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowEvidenceTest {

    private static final List<Row> ROWS = Row.parse("# comment\nF01 deaf\n\nF02 early\nF03 backlog\nF04 lock\n");

    private static TestResult result(String className, String name, Outcome outcome) {
        return new TestResult("a.b." + className, name, outcome);
    }

    private static List<RowEvidence> evidence(TestResult... results) {
        return RowEvidence.of(ROWS, List.of(results));
    }

    @Test
    void of_passedFailedSkippedAndMissing_eachRowHasItsStatus() {
        List<RowEvidence> rows = evidence(
                result("OneIT", "F01 F02 good", Outcome.PASSED),
                result("OneIT", "F02 bad", Outcome.FAILED),
                result("OneIT", "F03 absent", Outcome.SKIPPED));
        assertThat(rows).extracting(row -> row.row().id() + " " + row.status()).containsExactly(
                "F01 proved", "F02 failed", "F03 not proved: no passing test", "F04 not proved: no test");
        assertThat(rows.get(0).status()).isEqualTo(Status.PROVED);
    }

    @Test
    void of_invocationsOfOneMethod_areOneTestWithItsCounts() {
        RowEvidence row = evidence(
                result("OneIT", "F01 each broker: nothing lost F01 broker a: nothing lost", Outcome.PASSED),
                result("OneIT", "F01 each broker: nothing lost F01 broker b: nothing lost", Outcome.FAILED),
                result("OneTest", "F01 each broker: nothing lost[1] a", Outcome.PASSED)).get(0);
        assertThat(row.tests()).extracting(test -> test.className() + "/" + test.name() + "/" + test.invocations())
                .containsExactly("OneIT/each broker: nothing lost/2", "OneTest/each broker: nothing lost/1");
        assertThat(row.status()).isEqualTo(Status.FAILED);
    }

    @ParameterizedTest(name = "case {index}")
    @CsvSource(delimiter = '|', value = {
            "F01 M12 promise 2: what is held | what is held", "promise 1 F12: cut while routed | cut while routed",
            "F06: an identifier | an identifier", "M10 F11 F21 vanish F11 again | vanish F11 again",
            "F20 [MQTT-4.4.0-1] [MQTT-3.3.1-1] cut before PUBACK | cut before PUBACK", "F16 1 000 stops | 1 000 stops",
            "F09 refused connections[2] refused | refused connections" })
    void name_displayName_isWithoutIdsAndInvocation(String displayName, String name) {
        assertThat(RowEvidence.name(displayName)).isEqualTo(name);
    }

    @Test
    void table_missingFailedAndSkipped_areSaid() {
        String table = EvidenceTable.of("fault", evidence(
                result("OneIT", "F01 good", Outcome.PASSED),
                result("OneIT", "F02 good", Outcome.PASSED),
                result("OneIT", "F02 bad", Outcome.FAILED),
                result("OneIT", "F03 absent | here", Outcome.SKIPPED)));
        assertThat(table).contains("1 of 4 rows are proved", "F02: failed.", "F03: not proved: no passing test.",
                "F04: not proved: no test.",
                "* `OneIT`: bad *1 failed*\n* `OneIT`: good\n", "absent \\| here", "_1 skipped_");
        assertThat(table).containsOnlyOnce("|===\n| | fault").endsWith("| F04\n| lock\n| not proved: no test\n|\n|===\n");
    }

    @Test
    void table_manyTests_areCondensedAfterTheIntegrationTests() {
        TestResult[] results = Stream.concat(
                IntStream.range(0, 5).mapToObj(i -> result("UnitTest", "F01 unit " + i, Outcome.PASSED)),
                IntStream.range(0, 4).mapToObj(i -> result("SomeIT", "F01 it " + i, Outcome.PASSED)))
                .toArray(TestResult[]::new);
        assertThat(EvidenceTable.of("fault", evidence(results)))
                .contains("* `SomeIT`: it 0\n* `SomeIT`: it 1\n* `SomeIT`: it 2\n* `SomeIT`: it 3\n"
                          + "* `UnitTest`: unit 0\n* `UnitTest`: unit 1\n* 3 more: `UnitTest` 3\n");
    }

    @Test
    void catalogue_ofFaults_hasAllTwentyNine() {
        assertThat(Row.catalogue("faults")).extracting(Row::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 29).mapToObj(i -> String.format("F%02d", i)).toList());
    }

    @ParameterizedTest(name = "case {index}")
    @CsvSource({ "F1 short", "F01", "'F01 a\nF01 b'" })
    void parse_badLine_isRefused(String text) {
        assertThatThrownBy(() -> Row.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("F");
    }

    @Test
    void catalogue_unknown_saysWhere() {
        assertThatThrownBy(() -> Row.catalogue("none")).hasMessageContaining("none.rows");
    }
}
