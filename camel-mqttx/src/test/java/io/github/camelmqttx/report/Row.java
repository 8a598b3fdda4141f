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

/**
 * One line of a catalogue: something that tests prove.
 *
 * @param id    a letter and two digits, as tests carry it in their display names
 * @param title in a few words
 */
record Row(String id, String title) {

    private static final Pattern ID = Pattern.compile("[A-Z]\\d{2}");

    Row {
        if (!ID.matcher(id).matches() || title.isBlank()) {
            throw new IllegalArgumentException(
                    "A row begins with a letter, two digits and a blank, but not: " + id + " " + title);
        }
    }

    /**
     * Reads a catalogue of this package: one row in each line, its id, a blank and its title. Empty lines and those
     * that begin with # are left out.
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
                .map(line -> new Row(line.substring(0, Math.min(3, line.length())), line.substring(Math.min(4, line.length()))))
                .toList();
        if (rows.stream().map(Row::id).distinct().count() < rows.size()) {
            throw new IllegalArgumentException("An id occurs twice in " + rows);
        }
        return rows;
    }
}
