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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class AutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(CamelAutoConfiguration.class, MqttxComponentAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        MqttxConfiguration plantDefaults() {
            MqttxConfiguration configuration = new MqttxConfiguration();
            configuration.setBrokers("from-the-bean");
            configuration.setQos(0);
            return configuration;
        }

        @Bean
        MqttxComponent plant() {
            MqttxComponent component = new MqttxComponent();
            component.getConfiguration().setBrokers("of-the-plant");
            return component;
        }
    }

    private static MqttxComponent component(AssertableApplicationContext context, String name) {
        return context.getBean(CamelContext.class).getComponent(name, MqttxComponent.class);
    }

    private static MqttxConfiguration options(AssertableApplicationContext context) {
        return component(context, "mqttx").getConfiguration();
    }

    @ParameterizedTest
    @CsvSource({
            "CAMEL_COMPONENT_MQTTX_KEEPALIVEINTERVAL, 5s", "CAMEL_COMPONENT_MQTTX_KEEP_ALIVE_INTERVAL, 5s",
            "CAMEL_COMPONENT_MQTTX_KEEPALIVEINTERVAL, PT5S" })
    @DisplayName("C17 variables of the environment set options")
    void environment_variable_setsTheOption(String name, String value) {
        runner.withInitializer(context -> context.getEnvironment().getPropertySources().replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value))))
                .run(context -> assertThat(options(context).getKeepAliveInterval()).isEqualTo(5000));
    }

    @Test
    @DisplayName("C17 of two spellings in two sources the source that comes first wins")
    void twoSpellings_twoSources_firstSourceWins() {
        runner.withInitializer(context -> context.getEnvironment().getPropertySources().replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("CAMEL_COMPONENT_MQTTX_CLIENTID", "of-the-environment"))))
                .withPropertyValues("camel.component.mqttx.client-id=of-the-test")
                .run(context -> assertThat(options(context).getClientId()).isEqualTo("of-the-test"));
    }

    @Test
    @DisplayName("C17 placeholders of Spring and of Camel are resolved")
    void placeholders_bothKinds_areResolved() {
        runner.withPropertyValues("site=plant-7", "camel.component.mqttx.client-id=${site}",
                "camel.component.mqttx.user-name={{site}}").run(context -> {
                    assertThat(options(context).getClientId()).isEqualTo("plant-7");
                    assertThat(options(context).getUserName()).isEqualTo("plant-7");
                });
    }

    @Test
    @DisplayName("C17 a list in order, and a list as a bean")
    void list_manyEntries_keepsTheirOrder() {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 11; i >= 0; i--) {
            entries.put("camel.component.mqttx.subscriptions[" + i + "]", "t/" + i);
        }
        runner.withPropertyValues(entries.entrySet().stream().map(Object::toString).toArray(String[]::new))
                .run(context -> assertThat(options(context).getSubscriptions().stream().map(Object::toString))
                        .startsWith("t/0", "t/1").endsWith("t/10", "t/11").hasSize(12));
    }

    @Test
    @DisplayName("C17 the option configuration is set first, the others change it")
    void configuration_bean_isChangedByTheOthers() {
        runner.withUserConfiguration(OwnBeans.class).withPropertyValues("camel.component.mqttx.configuration=#plantDefaults",
                "camel.component.mqttx.client-id=c").run(context -> {
                    assertThat(options(context)).isSameAs(context.getBean(MqttxConfiguration.class));
                    assertThat(options(context).getBrokers()).isEqualTo("from-the-bean");
                    assertThat(options(context).getClientId()).isEqualTo("c");
                });
    }

    @Test
    @DisplayName("C17 a component of another name keeps its own options")
    void otherComponent_properties_doNotTouchIt() {
        runner.withUserConfiguration(OwnBeans.class).withPropertyValues("camel.component.mqttx.brokers=of-the-properties")
                .run(context -> {
                    assertThat(component(context, "plant").getConfiguration().getBrokers()).isEqualTo("of-the-plant");
                    assertThat(options(context).getBrokers()).isEqualTo("of-the-properties");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "camel.component.mqttx.enabled=false", "camel.component.enabled=false",
            "camel.component.mqttx.customizer.enabled=false", "camel.component.customizer.enabled=false" })
    @DisplayName("C17 switched off, the properties do nothing and the component has its defaults")
    void disabled_properties_doNothing(String off) {
        runner.withPropertyValues(off, "camel.component.mqttx.qos=2", "camel.component.mqttx.qoss=1")
                .run(context -> assertThat(options(context).getQos()).isEqualTo(1));
    }

    @Test
    @DisplayName("C17 without properties and routes of it there is no component")
    void noProperties_noRoute_noComponent() {
        runner.withPropertyValues("camel.component.mqttx.enabled=true")
                .run(context -> assertThat(context.getBean(CamelContext.class).hasComponent("mqttx")).isNull());
    }

    @Test
    @DisplayName("C17 without Camel in the application there is nothing")
    void noCamel_starter_doesNothing() {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MqttxComponentAutoConfiguration.class))
                .withPropertyValues("camel.component.mqttx.qoss=1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MqttxComponentAutoConfiguration.class));
    }

    @Test
    @DisplayName("C17 a wrong value of an enumeration stops the start of the route that uses it, with the values there are")
    void badEnum_route_doesNotStart() {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:a").to("log:a");
            }
        };
        runner.withBean(RouteBuilder.class, () -> routes)
                .withPropertyValues("camel.component.mqttx.brokers=h", "camel.component.mqttx.ack-mode=later")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("ackMode=later")
                        .hasMessageContaining("onCompletion, onReceive"));
    }
}
