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
package io.github.camelmqttx.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables for operators against the code of the component. */
class OperationsTest {

    private static final Path CODE = Tree.CLONE.resolve("camel-mqttx/src/main/java/io/github/camelmqttx");
    private static final String PAGE = Tree.read(Tree.PAGES.resolve("operations.adoc"));

    @Test
    @DisplayName("C08 the table of events has every kind with the level of its line in the log")
    void events_haveTheirRows() {
        String kinds = Tree.read(CODE.resolve("MqttxSessionEvent.java")).replaceFirst("(?s).*enum Kind \\{", "")
                .replaceFirst("(?s)}.*", "");
        List<String> names = all("(?m)^ +([A-Z_]+),?$", kinds);
        assertThat(names).hasSizeGreaterThan(15);
        String levels = Tree.read(CODE.resolve("internal/event/LogBudget.java"));
        for (String name : names) {
            String row = row("`" + name + "`");
            String level = all(
                    "case [A-Z_, ]*\\b" + name + "\\b[A-Z_, ]*-> (?:\\{\\s*[^}]*yield |expected \\? Level.DEBUG : )?([\\w.]+)",
                    levels).get(0);
            switch (level) {
                case "onceAMinute" -> assertThat(row).contains("| WARN, once a minute |");
                case "outage" -> assertThat(row).contains("| WARN, once per outage");
                default -> assertThat(row).contains("| " + level.replace("Level.", "") + " |");
            }
        }
    }

    @Test
    @DisplayName("C07 the table of health details has every detail")
    void healthDetails_haveTheirRows() {
        String code = Tree.read(CODE.resolve("MqttxHealthCheck.java"));
        List<String> details = all("prefix \\+ \"(\\w+)\"", code);
        assertThat(details).hasSizeGreaterThan(20).allSatisfy(detail -> assertThat(PAGE).contains("`" + detail + "`"));
    }

    private static String row(String cell) {
        return PAGE.lines().filter(line -> line.startsWith("| ") && line.contains(cell)).findFirst()
                .orElseThrow(() -> new AssertionError("operations.adoc has no row for " + cell));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
    }
}
