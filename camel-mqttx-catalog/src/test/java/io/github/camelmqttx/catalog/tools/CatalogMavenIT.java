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

import java.nio.file.Path;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogMavenIT {

    @Test
    @Timeout(120)
    @DisplayName("C12 camel-catalog-maven gets the component and the runtime provider from a Maven repository")
    void emptyClassPath_artifactsResolved_areInTheCatalog(@TempDir Path directory) throws Exception {
        String version = System.getProperty("project.version");
        Child probe = Child.java(directory, Child.classPathWithoutOurs(), RepositoryProbe.class,
                System.getProperty("local.repository"), directory.resolve("download").toString(), version);

        assertThat(probe.status()).as(probe.output()).isZero();
        assertThat(probe.output().lines()).contains(
                "before=false", "component.added=[mqttx]", "component.listed=true", "component.good=true",
                "component.unknown=[qoss]", "provider.loaded=true", "provider.version=" + version, "provider.listed=true",
                "provider.console=MQTTX", "provider.documentation=true", "provider.unknown=[qoss]",
                "provider.others={direct=true}");
    }
}
