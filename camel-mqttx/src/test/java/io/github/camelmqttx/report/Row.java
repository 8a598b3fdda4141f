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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One line of a catalogue: something that tests prove.
 *
 * @param id    a letter and two digits, as tests carry it in their display names
 * @param title in a few words
 * @param page  where the documents explain it, {@code <file>#<anchor>}, or null
 */
record Row(String id, String title, @Nullable String page) {

    private static final String PAGE = " -> ";
    private static final Pattern ID = Pattern.compile("[A-Z]\\d{2}");

    Row {
        if (!ID.matcher(id).matches() || title.isBlank()) {
            throw new IllegalArgumentException(
                    "A row begins with a letter, two digits and a blank, but not: " + id + " " + title);
        }
    }

    /**
     * Reads a catalogue of this package: one row in each line, its id, a blank, its title, and perhaps an arrow and its
     * page. Empty lines and those that begin with # are left out.
     *
     * @throws IllegalArgumentException if there is no such catalogue, a line is none of these, or an id occurs twice
     */
    static List<Row> catalogue(String name) {
        try (InputStream in = Row.class.getResourceAsStream(name + ".rows")) {
            if (in == null) {
                throw new IllegalArgumentException("There is no catalogue " + name + ".rows beside " + Row.class.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("The catalogue " + name + ".rows cannot be read", e);
        }
    }

    /** @throws IllegalArgumentException as {@link #catalogue} */
    static List<Row> parse(String text) {
        List<Row> rows = text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Row::line).toList();
        if (rows.stream().map(Row::id).distinct().count() < rows.size()) {
            throw new IllegalArgumentException("An id occurs twice in " + rows);
        }
        return rows;
    }

    private static Row line(String line) {
        int arrow = line.indexOf(PAGE);
        String text = arrow < 0 ? line : line.substring(0, arrow);
        return new Row(
                text.substring(0, Math.min(3, text.length())), text.substring(Math.min(4, text.length())),
                arrow < 0 ? null : line.substring(arrow + PAGE.length()).strip());
    }
}
