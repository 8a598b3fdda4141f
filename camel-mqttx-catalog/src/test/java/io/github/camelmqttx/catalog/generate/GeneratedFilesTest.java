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
package io.github.camelmqttx.catalog.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedFilesTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final boolean WRITE = Boolean.getBoolean("mqttx.generate");

    private final ComponentModel component = new DefaultCamelCatalog().componentModel("mqttx");

    @TestFactory
    @DisplayName("C11 generated files are what the metadata says")
    Stream<DynamicTest> committedFile_isWhatIsMadeOfTheMetadata() {
        return GeneratedFiles.all().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest("C11 " + file.getKey(), () -> check(file.getKey(), file.getValue())));
    }

    private void check(String name, Function<ComponentModel, String> generator) throws IOException {
        Path file = TOP.resolve(name);
        String generated = generator.apply(component);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }

        assertThat(file).as("mvn -q -Pgenerate -pl camel-mqttx-catalog -am test writes it").hasContent(generated);
    }
}
