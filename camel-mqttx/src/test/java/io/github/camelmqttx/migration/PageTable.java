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
package io.github.camelmqttx.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Tables of a document, with one row on each line. */
final class PageTable {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private PageTable() {
    }

    /** The cells of all rows below the header of the table whose title ends with the text. */
    static List<List<String>> rows(String page, String title) {
        List<List<String>> rows = new ArrayList<>();
        int fences = 0;
        boolean found = false;
        for (String line : lines(page)) {
            if (line.startsWith(".") && line.endsWith(title)) {
                found = true;
            } else if (found && line.equals("|===")) {
                fences++;
            } else if (fences == 1 && line.startsWith("| ")) {
                rows.add(List.of(line.substring(2).split(" \\| ", -1)));
            }
            if (fences == 2) {
                return rows.subList(1, rows.size());
            }
        }
        throw new AssertionError("No table '" + title + "' in " + page);
    }

    /** Everything between back-quotes. */
    static List<String> code(String text) {
        return CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    static List<String> lines(String page) {
        try {
            return Files.readAllLines(Path.of("..", "src-docs", page));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
