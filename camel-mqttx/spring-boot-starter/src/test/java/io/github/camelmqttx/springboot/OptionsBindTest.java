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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.camelmqttx.springboot.OptionSamples.Sample;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Each option of the metadata, one by one. */
class OptionsBindTest {

    private final OptionSamples samples = new OptionSamples();

    @TestFactory
    @DisplayName("C17 Spring Boot binds each option, spelled with hyphens")
    Stream<DynamicTest> springBoot_hyphens_bindEachOption() {
        return checks("Spring Boot, with hyphens", bySpringBoot(OptionsBindTest::withHyphens));
    }

    @TestFactory
    @DisplayName("C17 Spring Boot binds each option, spelled as in a URI")
    Stream<DynamicTest> springBoot_camelCase_bindEachOption() {
        return checks("Spring Boot, as in a URI", bySpringBoot(name -> name));
    }

    @TestFactory
    @DisplayName("C17 Camel Main binds each option")
    Stream<DynamicTest> camelMain_allOptions_bindEachOption() throws Exception {
        Main main = new Main();
        samples.beans().forEach(main::bind);
        main.configure().setAutoConfigurationLogSummary(false);
        // a key of a map that has a dot is written in brackets there
        properties(name -> name).forEach((name, value) -> main
                .addInitialProperty(name.endsWith(".X-Some.Key") ? name.replace(".X-Some.Key", "[X-Some.Key]") : name, value));
        main.init();
        try {
            return checks("Camel Main", values(main.getCamelContext()));
        } finally {
            main.stop();
        }
    }

    @Test
    @DisplayName("C17 the metadata for editors has each option, spelled with hyphens, and no other")
    void metadataForEditors_options_areThoseOfTheComponent() {
        JsonObject metadata = OptionSamples.metadata("/META-INF/spring-configuration-metadata.json");
        Set<String> names = new TreeSet<>(Set.of("camel.component.mqttx.enabled", "camel.component.mqttx.customizer.enabled"));
        samples.all().keySet().forEach(option -> names.add("camel.component.mqttx." + withHyphens(option)));

        assertThat(metadata.getCollection("properties").stream().map(property -> ((JsonObject) property).getString("name")))
                .containsExactlyInAnyOrderElementsOf(names)
                .allSatisfy(name -> assertThat(ConfigurationPropertyName.isValid(name)).as(name).isTrue());
    }

    private static String withHyphens(String option) {
        return option.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Test
    @DisplayName("C17 Camel Main reads variables of the environment where a value names them")
    void camelMain_variableInValue_isItsValue() {
        Main main = new Main();
        main.addInitialProperty("camel.component.mqttx.clientId", "{{env:PATH}}");
        main.init();
        try {
            assertThat(OptionSamples.valueOf(main.getCamelContext(), "clientId")).isEqualTo(System.getenv("PATH"));
        } finally {
            main.stop();
        }
    }

    private Map<String, Object> bySpringBoot(UnaryOperator<String> spelling) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CamelAutoConfiguration.class, MqttxComponentAutoConfiguration.class));
        for (Map.Entry<String, Object> bean : samples.beans().entrySet()) {
            runner = runner.withInitializer(
                    context -> context.getBeanFactory().registerSingleton(bean.getKey(), bean.getValue()));
        }
        List<String> pairs = new ArrayList<>();
        properties(spelling).forEach((name, value) -> pairs.add(name + "=" + value));
        Map<String, Object> values = new LinkedHashMap<>();
        runner.withPropertyValues(pairs.toArray(String[]::new))
                .run(context -> values.putAll(values(context.getBean(CamelContext.class))));
        return values;
    }

    /** All but the option configuration, which would be what the others change. */
    private Map<String, String> properties(UnaryOperator<String> spelling) {
        Map<String, String> properties = new LinkedHashMap<>();
        samples.all().forEach((option, sample) -> {
            if (!option.equals("configuration")) {
                properties.put("camel.component.mqttx." + spelling.apply(option) + sample.suffix(), sample.text());
            }
        });
        return properties;
    }

    private Map<String, Object> values(CamelContext context) {
        Map<String, Object> values = new LinkedHashMap<>();
        samples.all().keySet().forEach(option -> values.put(option, String.valueOf(OptionSamples.valueOf(context, option))));
        return values;
    }

    private Stream<DynamicTest> checks(String who, Map<String, Object> values) {
        assertThat(values).hasSameSizeAs(samples.all()).hasSizeGreaterThan(90);
        return samples.all().entrySet().stream().filter(sample -> !sample.getKey().equals("configuration"))
                .map(sample -> DynamicTest.dynamicTest("C17 " + who + " binds " + sample.getKey(),
                        () -> check(sample.getValue(), values.get(sample.getKey()))));
    }

    private static void check(Sample sample, Object value) {
        assertThat(value).isEqualTo(String.valueOf(sample.expected()));
    }
}
