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

import java.util.List;
import java.util.stream.Stream;

import org.apache.camel.catalog.DefaultRuntimeProvider;

/**
 * The default runtime of a catalog with what {@code mqttx} adds to it: the component, its dev console and, if there are
 * any, its data types. Without state of its own beyond the catalog that {@code setRuntimeProvider} hands in.
 */
public class MqttxRuntimeProvider extends DefaultRuntimeProvider {

    private static final String CAMELS_LISTS = "org/apache/camel/catalog/";
    private static final String OUR_LISTS = "io/github/camelmqttx/catalog/";

    @Override
    public String getProviderName() {
        return MqttxCatalog.COMPONENT;
    }

    @Override
    public String getProviderGroupId() {
        return "io.github.camel-mqttx";
    }

    @Override
    public String getProviderArtifactId() {
        return "camel-mqttx-catalog";
    }

    /**
     * The names in Camel's list and in ours of the same file name, in alphabetical order; a new list on each call.
     *
     * @param list path of a resource with a name on each line
     */
    @Override
    protected List<String> find(String list) {
        return Stream.of(list, list.replace(CAMELS_LISTS, OUR_LISTS)).distinct()
                .flatMap(resource -> super.find(resource).stream()).distinct().sorted().toList();
    }
}
