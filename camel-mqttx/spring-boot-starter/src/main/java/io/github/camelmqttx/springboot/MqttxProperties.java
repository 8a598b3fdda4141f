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
package io.github.camelmqttx.springboot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/** Reads the properties of the component from all sources of an application, in their order of precedence. */
final class MqttxProperties {

    static final String PREFIX = "camel.component.mqttx";

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PREFIX);
    private static final Set<List<String>> OF_CAMEL = Set.of(List.of("enabled"), List.of("customizer", "enabled"));

    private MqttxProperties() {
    }

    /**
     * The properties that stand for options, which means all but {@code enabled} and {@code customizer.enabled}. Of one
     * name in several sources the first source wins; two spellings of one option are both in the list, the one of the
     * first source first.
     */
    static List<MqttxProperty> read(Environment environment) {
        Map<ConfigurationPropertyName, MqttxProperty> found = new LinkedHashMap<>();
        Binder.get(environment, new Collector(found)).bind(PREFIX, Bindable.mapOf(String.class, String.class));
        return found.values().stream().filter(property -> !OF_CAMEL.contains(property.segments())).toList();
    }

    /** A map has lost the origin of its values, so they are noted while it is filled. */
    private record Collector(Map<ConfigurationPropertyName, MqttxProperty> found) implements BindHandler {

        @Override
        public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            ConfigurationProperty property = context.getConfigurationProperty();
            if (property != null && result instanceof String value && ROOT.isAncestorOf(name)) {
                List<String> segments = new ArrayList<>();
                for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
                    segments.add(name.getElement(i, Form.ORIGINAL));
                }
                found.putIfAbsent(name, new MqttxProperty(segments, value, property.getOrigin()));
            }
            return result;
        }
    }
}
