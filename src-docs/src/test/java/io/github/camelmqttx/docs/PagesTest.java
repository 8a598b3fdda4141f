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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages as they are written. */
class PagesTest {

    private static final Pattern BLOCK = Pattern.compile("^\\[source[^\\n]*\\n(?:\\.[^\\n]*\\n)?----\\n(.*?)^----$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INCLUDE = Pattern.compile("include::([^\\[]+)\\[([^\\]]*)]");
    private static final Pattern FENCED
            = Pattern.compile("^```(?:java|yaml|xml|properties)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("^:([a-z-]+-version): (.*)$", Pattern.MULTILINE);

    @Test
    @DisplayName("C13 code on a page is always part of a file of the build")
    void code_isIncludedFromFilesOfTheBuild() {
        List<String> written = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Tree.read(page));
            while (block.find()) {
                for (String line : block.group(1).split("\n")) {
                    if (!line.isBlank() && !INCLUDE.matcher(line).matches()) {
                        written.add(page.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertThat(written).as("move the code into a file that is tested, and include it").isEmpty();
    }

    @Test
    void includedFiles_areInModulesThatAreBuilt() {
        List<Path> included = new ArrayList<>();
        for (Path page : pages()) {
            INCLUDE.matcher(Tree.read(page)).results()
                    .forEach(include -> included.add(page.resolveSibling(include.group(1)).normalize()));
        }
        assertThat(included).hasSizeGreaterThan(20).allSatisfy(file -> {
            assertThat(file).exists();
            assertThat(Tree.CLONE.relativize(file).toString())
                    .matches("(camel-mqttx|camel-mqttx-catalog|examples/[^/]+)/.*|src-docs/generated/.*");
        });
    }

    @Test
    @DisplayName("C13 code in the README is that of the first page")
    void codeOfTheReadme_isThatOfTheFirstPage() {
        String project = Tree.files(Tree.CLONE.resolve("examples/getting-started/project/src"), "").stream()
                .filter(Files::isRegularFile).map(Tree::read).map(PagesTest::withoutBlanks).collect(Collectors.joining());
        List<String> blocks = FENCED.matcher(Tree.read(Tree.CLONE.resolve("README.md"))).results()
                .map(block -> withoutBlanks(block.group(1))).toList();
        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(project).contains(block));
    }

    @Test
    void versions_ofThePages_areThoseOfTheBuild() {
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            VERSION.matcher(Tree.read(page)).results().forEach(version -> {
                found.add(version.group(1));
                assertThat(version.group(2)).as("%s in %s", version.group(1), page.getFileName())
                        .isEqualTo(System.getProperty(version.group(1)));
            });
        }
        assertThat(found).isNotEmpty();
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    private static List<Path> pages() {
        return Tree.files(Tree.PAGES, ".adoc").stream().filter(page -> !page.startsWith(Tree.PAGES.resolve("generated")))
                .toList();
    }
}
