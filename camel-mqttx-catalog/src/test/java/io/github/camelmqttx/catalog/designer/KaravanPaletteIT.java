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
package io.github.camelmqttx.catalog.designer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The palette that Karavan's generator makes of the Camel catalog, with mqttx added as documented. Needs jq. */
@EnabledIfSystemProperty(named = KaotoEditorIT.FOLDER, matches = ".+", disabledReason = "runs in the profile designers only")
class KaravanPaletteIT {

    private static final Path FRAGMENT = Path.of("src/generated/resources/META-INF/camel-mqttx/karavan/components.json");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("C15 Karavan: the script adds mqttx to a palette once, and replaces an older one")
    void palette_addedTwice_hasItOnceBesideTheOthers() throws Exception {
        ArrayNode camels = camelsOwn();
        Path palette = Files.writeString(folder.resolve("components.json"), camels.toString());

        add(palette);
        add(palette);

        JsonNode merged = Fragment.json(Files.readString(palette));
        assertThat(names(merged)).doesNotHaveDuplicates().hasSize(camels.size() + 1).containsAll(names(camels))
                .contains("mqttx");
        assertThat(merged).filteredOn(entry -> "mqttx".equals(name(entry))).containsExactly(Fragment.karavan().get(0));
    }

    private static List<String> names(JsonNode palette) {
        return StreamSupport.stream(palette.spliterator(), false).map(KaravanPaletteIT::name).toList();
    }

    private static String name(JsonNode entry) {
        return entry.path("component").path("name").asText();
    }

    private static ArrayNode camelsOwn() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        ArrayNode palette = JsonNodeFactory.instance.arrayNode();
        for (String name : catalog.findComponentNames()) {
            ObjectNode entry = (ObjectNode) Fragment.json(catalog.componentJSonSchema(name));
            entry.remove("componentProperties");
            if (!entry.path("component").path("deprecated").asBoolean() && !"kamelet".equals(name)) {
                palette.add(entry);
            }
        }
        return palette;
    }

    private static void add(Path palette) throws Exception {
        Path script = Path.of(System.getProperty(KaotoEditorIT.FOLDER)).resolve("add-to-karavan.sh");
        Command added = Command.run(palette.getParent(), Duration.ofMinutes(1), "sh", script.toString(), palette.toString(),
                FRAGMENT.toAbsolutePath().toString());
        assertThat(added).isEqualTo(new Command(0, ""));
    }
}
