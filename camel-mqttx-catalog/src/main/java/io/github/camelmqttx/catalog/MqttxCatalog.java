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
package io.github.camelmqttx.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.DefaultRuntimeProvider;
import org.apache.camel.tooling.model.JsonMapper;

/**
 * Installs {@code mqttx} in a Camel catalog. Safe for use by many threads; a catalog itself must not be used by others
 * meanwhile.
 */
public final class MqttxCatalog {

    static final String COMPONENT = "mqttx";

    private static final String COMPONENT_CLASS = "io.github.camelmqttx.MqttxComponent";
    private static final String SCHEMA = "/org/apache/camel/catalog/components/" + COMPONENT + ".json";

    private MqttxCatalog() {
    }

    /** A new caching catalog of Camel's components and {@code mqttx} that suggests names for misspelt options. */
    public static CamelCatalog create() {
        return addTo(new DefaultCamelCatalog(true));
    }

    /**
     * Makes the catalog list {@code mqttx}, and suggest names for misspelt options unless it does already.
     *
     * A catalog of the default runtime gets {@link MqttxRuntimeProvider}. One of another runtime, such as Quarkus,
     * keeps its provider and gets the component alone. Doing it twice changes nothing.
     *
     * @return the same catalog
     */
    public static <T extends CamelCatalog> T addTo(T catalog) {
        if (!catalog.findComponentNames().contains(COMPONENT)) {
            if (catalog.getRuntimeProvider().getClass() == DefaultRuntimeProvider.class) {
                catalog.setRuntimeProvider(new MqttxRuntimeProvider());
            } else {
                catalog.addComponent(COMPONENT, COMPONENT_CLASS, schema());
            }
        }
        if (catalog.getSuggestionStrategy() == null) {
            catalog.setSuggestionStrategy(new SimilarNames());
        }
        return catalog;
    }

    /** The version of the component that this catalog describes. */
    public static String version() {
        return JsonMapper.generateComponentModel(schema()).getVersion();
    }

    private static String schema() {
        try (InputStream in = MqttxCatalog.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The jar camel-mqttx-catalog is not complete: it lacks " + SCHEMA + ". Get it again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + SCHEMA + " from the jar camel-mqttx-catalog", e);
        }
    }
}
