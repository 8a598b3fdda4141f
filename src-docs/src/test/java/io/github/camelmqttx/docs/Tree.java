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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of this clone. */
final class Tree {

    /** The folder of the pages; the tests run in it. */
    static final Path PAGES = Path.of("").toAbsolutePath();
    static final Path CLONE = PAGES.getParent();
    static final Path SITE = PAGES.resolve("target").resolve("site");

    private Tree() {
    }

    /** What is below the folder and ends like this, in the order of names; nothing of a folder {@code target} in it. */
    static List<Path> files(Path folder, String end) {
        Path target = folder.resolve("target");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end) && !file.startsWith(target)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The files below " + folder + " cannot be listed", e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
