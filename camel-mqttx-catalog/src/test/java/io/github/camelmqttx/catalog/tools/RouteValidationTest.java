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
package io.github.camelmqttx.catalog.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That the module which validates the routes of the examples sees all of them. */
class RouteValidationTest {

    private static final Path EXAMPLES = Path.of("../examples");
    /**
     * Programs that measure, with URIs that they put together; Spring Boot, whose properties are checked when it binds
     * them.
     */
    private static final Set<String> NO_EXAMPLES = Set.of("benchmark", "torture", "spring-boot");

    private static boolean hasRoutes(Path file) {
        try {
            String name = file.toString();
            return name.endsWith(".java") && Files.readString(file).contains("extends RouteBuilder")
                    || name.endsWith("application.properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("C12 the routes and properties of every example are validated against the catalog in the build")
    void examples_withRoutes_areAllValidated() throws IOException {
        String pom = Files.readString(EXAMPLES.resolve("route-validation/pom.xml"));
        Set<String> unseen = new TreeSet<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            List<Path> main = files.filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
                    .filter(RouteValidationTest::hasRoutes).toList();
            assertThat(main).hasSizeGreaterThan(3);
            for (Path file : main) {
                String path = EXAMPLES.relativize(file).toString().replace('\\', '/');
                String kind = path.endsWith(".java") ? "/src/main/java" : "/src/main/resources";
                String folder = "../" + path.substring(0, path.indexOf("/src/main/")) + kind;
                if (!NO_EXAMPLES.contains(path.substring(0, path.indexOf('/'))) && !pom.contains(">" + folder + "<")) {
                    unseen.add(folder);
                }
            }
        }
        assertThat(unseen).as("to be added in examples/route-validation/pom.xml").isEmpty();
    }
}
