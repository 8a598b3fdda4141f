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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Builds a small project with {@code camel-report-maven-plugin}. */
@Timeout(300)
class ReportPluginIT {

    private static final Path SOURCES = Path.of("src/test/resources/validated-project");

    @TempDir
    private Path project;

    private Child validate(String routes, String properties) throws IOException, InterruptedException {
        Path java = Files.createDirectories(project.resolve("src/main/java/com/example"));
        Path resources = Files.createDirectories(project.resolve("src/main/resources"));
        Files.copy(SOURCES.resolve("pom.xml"), project.resolve("pom.xml"));
        Files.copy(SOURCES.resolve(routes), java.resolve(routes));
        Files.copy(SOURCES.resolve(properties), resources.resolve("application.properties"));
        return Child.run(project, List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "-Ddownloaded=" + Path.of(System.getProperty("downloaded.repository")).toUri(),
                "-Dcamel.version=" + System.getProperty("camel.baseline.version"),
                "-Dcamel-mqttx.version=" + System.getProperty("project.version"),
                "org.apache.camel:camel-report-maven-plugin:" + System.getProperty("camel.baseline.version") + ":validate"));
    }

    @Test
    @DisplayName("C12 Camel's validate plugin reports wrong URIs of mqttx and fails the build")
    void wrongRoutes_validate_failsTheBuild() throws Exception {
        Child maven = validate("WrongRoutes.java", "good.properties");

        assertThat(maven.output()).containsPattern("qoss +Unknown option. Did you mean: \\[qos]")
                .containsPattern("outbox +Invalid enum value: disk. Possible values: \\[memory, file, none]")
                .contains("(1 = passed, 2 = invalid, 0 = incapable, 0 = unknown components");
        assertThat(maven.status()).isNotZero();
    }

    @Test
    @Tag("slow")
    @DisplayName("C12 Camel's validate plugin reports a property of mqttx that there is not")
    void wrongProperty_validate_failsTheBuild() throws Exception {
        Child maven = validate("GoodRoutes.java", "wrong.properties");

        assertThat(maven.output()).contains("Endpoint validation success: (2 = passed, 0 = invalid")
                .containsPattern("keepAliveIntervall +Unknown option")
                .contains("Configuration validation error: (1 = passed, 1 = invalid");
        assertThat(maven.status()).isNotZero();
    }

    @Test
    @Tag("slow")
    @DisplayName("C12 Camel's validate plugin passes right URIs and properties of mqttx")
    void rightRoutes_validate_passes() throws Exception {
        Child maven = validate("GoodRoutes.java", "good.properties");

        assertThat(maven.status()).as(maven.output()).isZero();
        assertThat(maven.output()).contains("Endpoint validation success: (2 = passed, 0 = invalid",
                "Configuration validation success: (2 = passed, 0 = invalid");
    }
}
