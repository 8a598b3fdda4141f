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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables of messages against the code of the component. */
class ErrorsTableTest {

    private static final Path CODE = Tree.CLONE.resolve("camel-mqttx/src/main/java");
    private static final String ERRORS = "errors.adoc";
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern STATEMENT = Pattern.compile(
            "(?:LOG\\.(?:warn|error)|new Mqttx(?:Connect|Publish|PublishTimeout|Outbox|Subscribe|Topic)Exception)\\(.*?;\\n",
            Pattern.DOTALL);

    @Test
    @DisplayName("X12 each message of the tables is in the code")
    void messages_ofTheTables_areInTheCode() {
        String code = String.join("\n", sources().map(ErrorsTableTest::literals).toList());
        assertThat(Stream.of(ERRORS, "security.adoc", "tls.adoc").flatMap(ErrorsTableTest::messages)
                .flatMap(ErrorsTableTest::parts)
                .filter(part -> !code.contains(part))).isEmpty();
    }

    @Test
    @DisplayName("X12 each WARN and ERROR line and each exception of the code has a row in a table")
    void warningsAndExceptions_ofTheCode_haveARow() {
        List<String> parts = messages(ERRORS).flatMap(ErrorsTableTest::parts).filter(part -> part.length() > 8).toList();
        List<String> without = new ArrayList<>();
        for (String source : sources().toList()) {
            STATEMENT.matcher(source).results().map(MatchResult::group).map(ErrorsTableTest::literals)
                    .filter(text -> text.replaceAll("[^A-Za-z]", "").length() > 10)
                    .filter(text -> parts.stream().noneMatch(text::contains)).forEach(without::add);
        }
        assertThat(without).as("add a row to " + ERRORS).isEmpty();
    }

    private static Stream<String> sources() {
        return Tree.files(CODE, ".java").stream().map(Tree::read);
    }

    /**
     * The texts of the code, one per line; what is put together from several without a variable between them is one.
     */
    private static String literals(String code) {
        String joined = code.replaceAll("\"\\s*\\+\\s*\"", "").replace("{}", "\" + \"");
        return String.join("\n", LITERAL.matcher(joined).results().map(text -> text.group(1).replace("\\\"", "\"")).toList());
    }

    /** What is between backticks in the first column of a table whose heading is "message". */
    private static Stream<String> messages(String page) {
        List<String> messages = new ArrayList<>();
        boolean inTable = false;
        String before = "";
        for (String line : Tree.read(Tree.PAGES.resolve(page)).split("\n")) {
            if (line.equals("|===")) {
                inTable = false;
            } else if (line.toLowerCase(Locale.ROOT).matches("\\| message( contains)? \\| cause \\| remedy")) {
                inTable = true;
            } else if (inTable && line.startsWith("| ") && (before.isEmpty() || line.contains(" | "))) {
                Pattern.compile("`([^`]+)`").matcher(line.split(" \\| ")[0]).results().map(text -> text.group(1))
                        .filter(text -> !text.contains("=") || text.contains(" ")).forEach(messages::add);
            }
            before = line;
        }
        assertThat(messages).as(page).isNotEmpty();
        return messages.stream();
    }

    /** A message without what differs from case to case. */
    private static Stream<String> parts(String message) {
        return Stream.of(message.replaceAll(" \\(0x..\\)", "").split("…")).map(String::strip)
                .filter(part -> part.matches(".*[A-Za-z]{3}.*"));
    }
}
