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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FeaturesTest {

    private static final Path DOCUMENTS = Path.of("..", "src-docs");

    static List<Row> rows() {
        return Row.catalogue("features");
    }

    private static Stream<String> ids(char letter, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> String.format("%c%02d", letter, i));
    }

    @Test
    void catalogue_hasEveryIdOnceAndInOrder() {
        assertThat(rows()).extracting(Row::id).containsExactlyElementsOf(
                Stream.of(ids('M', 66), ids('C', 20), ids('X', 17)).flatMap(each -> each).toList());
    }

    @ParameterizedTest(name = "case {index}")
    @MethodSource("rows")
    void page_ifGiven_hasTheAnchor(Row row) throws IOException {
        String page = row.page();
        if (page != null) {
            String[] parts = page.split("#", -1);
            assertThat(parts).as(page).hasSize(2);
            assertThat(DOCUMENTS.resolve(parts[0])).isRegularFile();
            assertThat(Anchors.of(Files.readString(DOCUMENTS.resolve(parts[0])))).as("anchors of %s", parts[0])
                    .contains(parts[1]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "When is a publish complete? | _when_is_a_publish_complete",
            "What if `reconnectMaxAttempts` is used up? | _what_if_reconnectmaxattempts_is_used_up",
            "What if a broker sends the session elsewhere (Server Reference)? | _what_if_a_broker_sends_the_session_elsewhere_server_reference",
            "What survives a kill -9? | _what_survives_a_kill_9", "TLS 1.3 only | _tls_1_3_only" })
    void anchor_ofHeading_isAsAsciidoctorMakesIt(String heading, String anchor) {
        assertThat(Anchors.ofHeading(heading)).isEqualTo(anchor);
    }

    @Test
    void anchors_namedAndHeadings_areFound() {
        assertThat(Anchors.of("= Title\n\n[[one]]\n== First\n\n[#two]\n=== Second thing\ntext == none\n"))
                .isEqualTo(Set.of("one", "two", "_first", "_second_thing"));
    }

    @Test
    void table_features_haveStatusBrokersLinksAndPages() {
        List<Row> rows = Row.parse("M01 by URL -> connection.adoc#x\nM02 by form\nC01 asynchronous\nX01 properties");
        List<RowEvidence> evidence = RowEvidence.of(rows, List.of(
                new TestResult("a.HiveMqSomeIT", "M01 good", Outcome.PASSED),
                new TestResult("a.SomeIT", "M01 with Artemis", Outcome.FAILED),
                new TestResult("a.SomeIT", "M02 with mosquitto", Outcome.PASSED),
                new TestResult("a.SomeTest", "C01 pure", Outcome.PASSED)));
        String table = FeatureTable.of(evidence, name -> "<" + name + ">");
        assertThat(table).contains("1 of 2 rows are proved by tests that passed. The others: M01 (failed).",
                "| M01\n| by URL\n| failed: hivemq\n|\n* <SomeIT>: with Artemis *1 failed*\n* <HiveMqSomeIT>: good\n"
                                                                                                             + "| xref:connection.adoc#x[connection]\n",
                "| M02\n| by form\n| proved: mosquitto\n", "| C01\n| asynchronous\n| proved by unit tests\n",
                "The others: X01 (not proved: no test).");
    }

    @Test
    void sources_ofThisProject_areLinked() {
        TestSources sources = TestSources.of(Path.of(".."));
        assertThat(sources.apply("FeaturesTest$Nested"))
                .isEqualTo(
                        "link:{source-root}/camel-mqttx/src/test/java/io/github/camelmqttx/report/FeaturesTest.java[FeaturesTest$Nested]");
        assertThat(sources.apply("Missing")).isEqualTo("`Missing`");
    }
}
