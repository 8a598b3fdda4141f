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

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be linked to in an AsciiDoc page: named anchors, and headings by the names that Asciidoctor gives them. */
final class Anchors {

    private static final Pattern NAMED = Pattern.compile("^\\[(?:\\[|#)([\\w-]+)\\]+\\s*$", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^={2,6} +(.+)$", Pattern.MULTILINE);

    private Anchors() {
    }

    static Set<String> of(String page) {
        Stream<String> named = NAMED.matcher(page).results().map(match -> match.group(1));
        Stream<String> headings = HEADING.matcher(page).results().map(match -> ofHeading(match.group(1)));
        return Stream.concat(named, headings).collect(Collectors.toSet());
    }

    /** The name of a heading that has no anchor of its own. */
    static String ofHeading(String heading) {
        String text = heading.strip().replaceAll("[`*]", "").toLowerCase(Locale.ROOT);
        Matcher others = Pattern.compile("[^\\p{L}\\p{N}_ .-]").matcher(text);
        return "_" + others.replaceAll("").replaceAll("[ .-]+", "_").replaceAll("_+", "_").replaceFirst("^_", "")
                .replaceFirst("_$", "");
    }
}
