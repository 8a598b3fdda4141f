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

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** A value for each option of the component that is not its default, made of the metadata of the component. */
final class OptionSamples {

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, Sample> samples = new LinkedHashMap<>();

    /**
     * @param suffix   of the option's name for the property, empty for the option itself
     * @param text     value of the property
     * @param expected value of the option
     */
    record Sample(String suffix, String text, Object expected) {
    }

    OptionSamples() {
        JsonObject options = metadata("/META-INF/io/github/camelmqttx/mqttx.json").getMap("componentProperties");
        options.forEach((name, option) -> samples.put(name, sample(name, (JsonObject) option)));
    }

    /** By the name of the option, in the order of the metadata. */
    Map<String, Sample> all() {
        return samples;
    }

    /** What the samples refer to, by name. */
    Map<String, Object> beans() {
        return beans;
    }

    /** The value that the option of a component has. */
    static @Nullable Object valueOf(CamelContext context, String option) {
        MqttxComponent component = (MqttxComponent) context.hasComponent("mqttx");
        PropertyConfigurerGetter getter = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        return getter.getOptionValue(component, option, false);
    }

    static JsonObject metadata(String resource) {
        try (InputStream in = MqttxConfiguration.class.getResourceAsStream(resource)) {
            return (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8), new JsonObject());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sample sample(String name, JsonObject option) {
        Object standard = option.get("defaultValue");
        switch (option.getString("type")) {
            case "boolean":
                boolean other = !Boolean.TRUE.equals(standard);
                return new Sample("", String.valueOf(other), other);
            case "integer":
                int next = 1 + ((Number) standard).intValue();
                return new Sample(
                        "", String.valueOf(next), "long".equals(option.getString("javaType")) ? (Object) (long) next : next);
            case "duration":
                return new Sample("", "1h30m", 5_400_000L);
            case "enum":
                String last = (String) option.getCollection("enum").stream().filter(value -> !value.equals(standard))
                        .reduce((first, second) -> second).orElseThrow();
                return new Sample("", last, last);
            case "string":
                return new Sample("", "a " + name, "a " + name);
            case "array":
                return new Sample("[0]", "sensors/#", List.of("sensors/#"));
            default:
                return objectSample(name, option.getString("javaType"));
        }
    }

    private Sample objectSample(String name, String javaType) {
        if (javaType.startsWith("java.util.Map")) {
            return new Sample(".X-Some.Key", "value", Map.of("X-Some.Key", "value"));
        }
        Object bean = instance(javaType);
        beans.put("a-" + name, bean);
        return new Sample("", "#bean:a-" + name, bean);
    }

    private static Object instance(String javaType) {
        try {
            Class<?> type = Class.forName(javaType);
            return type.isInterface()
                    ? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, OptionSamples::answer)
                    : type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "a " + proxy.getClass().getInterfaces()[0].getSimpleName();
            default -> null;
        };
    }
}
