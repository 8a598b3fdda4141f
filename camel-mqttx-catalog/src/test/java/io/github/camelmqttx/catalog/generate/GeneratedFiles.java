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

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.apache.camel.tooling.model.ComponentModel;

/** The committed files that are made of the metadata, and who makes them. */
final class GeneratedFiles {

    private static final String CATALOG = "camel-mqttx-catalog/src/generated/resources/";

    private GeneratedFiles() {
    }

    /** By the path of the file from the top directory of the project. */
    static Map<String, Function<ComponentModel, String>> all() {
        Map<String, Function<ComponentModel, String>> files = new TreeMap<>();
        files.put(ReferencePage.PATH, ReferencePage::of);
        files.put(LanguageServerSettings.PATH, LanguageServerSettings::of);
        files.put("camel-mqttx/spring-boot-starter/src/generated/resources/META-INF/spring-configuration-metadata.json",
                SpringMetadata::make);
        files.put(CATALOG + "META-INF/camel-mqttx/karavan/components.json", KaravanFragment::of);
        files.put(CATALOG + "META-INF/camel-mqttx/kaoto/components.json", KaotoFragment::of);
        return files;
    }
}
