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

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.catalog.DefaultRuntimeProvider;

/**
 * Lists {@code mqttx} next to the components of Camel itself.
 *
 * <pre>{@code
 * CamelCatalog catalog = new DefaultCamelCatalog();
 * catalog.setRuntimeProvider(new MqttxRuntimeProvider());
 * }</pre>
 *
 * Not thread safe, as little as the catalog that it belongs to.
 */
public class MqttxRuntimeProvider extends DefaultRuntimeProvider {

    private static final String COMPONENT = "mqttx";

    @Override
    public String getProviderName() {
        return COMPONENT;
    }

    @Override
    public String getProviderGroupId() {
        return "io.github.camel-mqttx";
    }

    @Override
    public String getProviderArtifactId() {
        return "camel-mqttx-catalog";
    }

    /** The names of all components of Camel and {@code mqttx}, in alphabetical order; a new list on each call. */
    @Override
    public List<String> findComponentNames() {
        List<String> names = new ArrayList<>(super.findComponentNames());
        names.add(COMPONENT);
        names.sort(null);
        return names;
    }
}
