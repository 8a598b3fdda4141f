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
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.camelmqttx.MqttxComponent;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PropertyBindingSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sets options of the component from properties. Which options there are is asked of the component. Names may be
 * spelled in all ways of Spring Boot: {@code keepAliveInterval}, {@code keep-alive-interval}, {@code KEEPALIVEINTERVAL}
 * and, of the environment, {@code KEEP_ALIVE_INTERVAL}. Values are what Camel understands: durations like
 * {@code 1h30m}, beans like {@code #bean:name}, Camel's own placeholders.
 */
final class OptionBinder {

    /** A bean with the defaults of all other options, which are set after it. */
    private static final String CONFIGURATION = "configuration";

    private final MqttxComponent component;
    private final PropertyConfigurer configurer;
    private final PropertyConfigurerGetter options;

    /** @param component neither initialized nor started */
    OptionBinder(MqttxComponent component) {
        this.component = component;
        component.build();
        if (!(component.getComponentPropertyConfigurer() instanceof PropertyConfigurerGetter getter)) {
            throw new IllegalStateException("The jar of camel-mqttx is incomplete: it has no configurer of the component");
        }
        this.options = getter;
        this.configurer = (PropertyConfigurer) getter;
    }

    /** @throws MqttxPropertiesException with all properties that could not be set; those that could are then set */
    void bind(Collection<MqttxProperty> properties) {
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        for (MqttxProperty property : properties) {
            Assignment assignment = assignment(property);
            assignments.putIfAbsent(assignment.target(), assignment);
        }
        List<String> mistakes = assignments.values().stream().sorted(Assignment.ORDER).map(this::set)
                .filter(mistake -> !mistake.isEmpty()).toList();
        if (!mistakes.isEmpty()) {
            throw new MqttxPropertiesException(mistakes);
        }
    }

    /** Sets one option; what is wrong, or nothing. */
    private String set(Assignment assignment) {
        try {
            PropertyBindingSupport.build().withConfigurer(configurer).withIgnoreCase(true).withReflection(false)
                    .withMandatory(true).bind(component.getCamelContext(), component, assignment.target(),
                            assignment.property().value());
            return "";
        } catch (PropertyBindingException e) {
            return assignment.property() + ": " + reason(e);
        }
    }

    /**
     * The text of a PropertyBindingException has the value, which may be a secret; that of its cause has it if it may.
     */
    private static String reason(PropertyBindingException failure) {
        Throwable cause = failure;
        while (cause instanceof PropertyBindingException) {
            cause = cause.getCause();
        }
        return cause == null || cause.getMessage() == null
                ? "the value does not fit, or there is no such bean" : cause.getMessage();
    }

    /** As many segments as possible are the name of the option; what is left is a key of a map or an index. */
    private Assignment assignment(MqttxProperty property) {
        List<String> segments = property.segments();
        for (int end = segments.size(); end > 0; end--) {
            String name = String.join("", segments.subList(0, end)).replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
            Class<?> type = options.getOptionType(name, true);
            if (type != null && end == segments.size()) {
                return new Assignment(name, null, property);
            }
            if (type != null && (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type))) {
                return new Assignment(name, String.join(".", segments.subList(end, segments.size())), property);
            }
        }
        return new Assignment(camelCase(segments), null, property);
    }

    /** The name of what is no option, spelled like one. */
    private static String camelCase(List<String> segments) {
        List<String> words = new ArrayList<>(List.of(String.join("-", segments).split("[-_]")));
        StringBuilder name = new StringBuilder(words.remove(0));
        for (String word : words) {
            name.append(word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /**
     * @param option name in lower case, or what is written if there is no such option
     * @param key    of a map, or index in a list; null for the option itself
     */
    private record Assignment(String option, @Nullable String key, MqttxProperty property) {

        static final Comparator<Assignment> ORDER = Comparator.comparing((Assignment it) -> !it.option.equals(CONFIGURATION))
                .thenComparing(Assignment::option)
                .thenComparing(it -> it.key == null ? 0 : it.key.length()).thenComparing(Assignment::target);

        String target() {
            return key == null ? option : option + "[" + key + "]";
        }
    }
}
