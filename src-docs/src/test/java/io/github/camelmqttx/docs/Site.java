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

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the links of a folder of HTML pages. Looks at files only; addresses of other machines are not
 * asked.
 */
final class Site {

    private static final Pattern LINK = Pattern.compile("<(\\w+)\\b[^>]*?\\s(?:href|src|data)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");
    private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");

    private final Path folder;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    Site(Path folder) {
        this.folder = folder;
    }

    List<Path> pages() {
        return Tree.files(folder, ".html").stream().filter(page -> !page.startsWith(folder.resolve("reports"))).toList();
    }

    /** One line for each link, image or anchor that leads nowhere, and for each thing that is loaded from elsewhere. */
    List<String> brokenLinks() {
        List<String> problems = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Tree.read(page)).results().distinct().forEach(link -> {
                String problem = problem(page, link);
                if (problem != null) {
                    problems.add(folder.relativize(page) + ": " + link.group(2) + " " + problem);
                }
            });
        }
        return problems;
    }

    /**
     * The pages that a part of a page links to, without those of other machines.
     *
     * @param begin of the part
     * @param end   the next text like this ends it
     */
    Set<Path> linkedFrom(Path page, String begin, String end) {
        String text = Tree.read(page);
        int from = text.indexOf(begin);
        return LINK.matcher(text.substring(from, text.indexOf(end, from))).results().filter(link -> "a".equals(link.group(1)))
                .map(link -> link.group(2).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !SCHEME.matcher(target).matches())
                .map(target -> page.resolveSibling(decoded(target)).normalize()).collect(Collectors.toSet());
    }

    private @Nullable String problem(Path page, MatchResult link) {
        String target = link.group(2).replace("&amp;", "&");
        if (SCHEME.matcher(target).matches()) {
            return "a".equals(link.group(1)) ? null : "is loaded from elsewhere";
        }
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path file = name.isEmpty() ? page : page.resolveSibling(decoded(name)).normalize();
        if (!Files.exists(file)) {
            return "does not exist";
        }
        if (hash >= 0 && hash + 1 < target.length() && file.toString().endsWith(".html")
                && !anchors(file).contains(decoded(target.substring(hash + 1)))) {
            return "has no such anchor";
        }
        return null;
    }

    private static String decoded(String text) {
        return URI.create(text.replace(" ", "%20")).getPath();
    }

    private Set<String> anchors(Path page) {
        return anchors.computeIfAbsent(page,
                key -> ID.matcher(Tree.read(key)).results().map(id -> id.group(1)).collect(Collectors.toSet()));
    }
}
