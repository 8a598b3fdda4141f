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
package io.github.camelmqttx.internal.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("M63 the table of refusals in the documents is what the program does")
public class VerdictTest {

    /** One line of the table. */
    public record Row(int reasonCode, String returnCode, String meaning, String next, String delay) {

        static Row of(String line) {
            String[] cells = line.substring(1).split("\\|", -1);
            return new Row(
                    Integer.decode(cells[0].strip()), cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
        }

        public Verdict verdict() {
            return switch (next) {
                case "same broker, lower version" -> Verdict.SAME_BROKER;
                case "next broker" -> Verdict.NEXT_BROKER;
                case "give up" -> Verdict.GIVE_UP;
                default -> throw new IllegalArgumentException("Not a verdict: " + next);
            };
        }

        @Override
        public String toString() {
            return String.format("0x%02X %s: %s", reasonCode, meaning, next);
        }
    }

    /** The lines of the table in the documents. */
    public static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "src-docs", "connection.adoc")).stream()
                .filter(line -> line.startsWith("| 0x")).map(Row::of).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void line_ofTheTable_isTheVerdict(Row row) {
        assertThat(Verdict.of(Stage.REFUSED, row.reasonCode())).isEqualTo(row.verdict());
        assertThat(ReasonCodes.name(row.reasonCode())).isEqualTo(row.meaning());
        if (row.verdict() == Verdict.NEXT_BROKER) {
            assertThat(ReasonCodes.isConnectRetryable(row.reasonCode())).as("tried again soon")
                    .isEqualTo("after the back-off".equals(row.delay()));
        }
        if (row.returnCode().matches("[1-5]")) {
            assertThat(ReasonCodes.ofConnectReturnCode(Integer.parseInt(row.returnCode()))).isEqualTo(row.reasonCode());
        }
    }

    @Test
    void table_hasEveryCode_thatMqttAllowsInConnack() throws IOException {
        Set<Integer> codes = new TreeSet<>(rows().stream().map(Row::reasonCode).toList());
        assertThat(codes).containsExactlyInAnyOrder(
                0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B,
                0x9C, 0x9D, 0x9F);
        assertThat(rows().stream().map(Row::returnCode).filter(code -> code.matches("[1-5]")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 5).mapToObj(Integer::toString).toList());
        assertThat(codes.stream().filter(code -> Verdict.of(Stage.REFUSED, code) == Verdict.GIVE_UP)).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
            "NETWORK, NEXT_BROKER", "TLS, NEXT_BROKER", "WEB_SOCKET, NEXT_BROKER", "TIMEOUT, NEXT_BROKER",
            "CANCELLED, NEXT_BROKER", "CREDENTIALS, NEXT_BROKER", "PROXY, NEXT_BROKER", "NO_CONNACK, SAME_BROKER",
            "REFUSED, GIVE_UP" })
    void failure_withoutReasonCode_isJudgedByItsStage(Stage stage, Verdict verdict) {
        assertThat(Verdict.of(stage, -1)).isEqualTo(verdict);
        assertThat(Arrays.asList(Stage.values())).hasSize(9);
    }
}
