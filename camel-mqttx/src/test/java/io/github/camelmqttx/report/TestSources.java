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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the source files of the tests of a project are. */
final class TestSources implements UnaryOperator<String> {

    private final Map<String, String> paths;

    private TestSources(Map<String, String> paths) {
        this.paths = paths;
    }

    /** The sources below {@code src/test/java} of all modules. */
    static TestSources of(Path project) {
        try (Stream<Path> files = Files.walk(project)) {
            return new TestSources(
                    files.map(file -> project.relativize(file).toString().replace('\\', '/'))
                            .filter(path -> path.contains("src/test/java/") && path.endsWith(".java")).sorted()
                            .collect(Collectors.toMap(TestSources::simpleName, path -> path, (one, other) -> one)));
        } catch (IOException e) {
            throw new UncheckedIOException("The sources below " + project + " cannot be listed", e);
        }
    }

    private static String simpleName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    }

    /** A link to the source of a class, for a page in {@code src-docs}; only its name if there is no source. */
    @Override
    public String apply(String className) {
        String path = paths.get(className.replaceFirst("\\$.*", ""));
        return path == null ? '`' + className + '`' : "link:{source-root}/" + path + "[" + className + "]";
    }
}
