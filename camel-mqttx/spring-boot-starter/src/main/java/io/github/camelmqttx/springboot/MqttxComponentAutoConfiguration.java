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

import io.github.camelmqttx.MqttxComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Sets the options of the component named {@code mqttx} from the properties {@code camel.component.mqttx.*}. Components
 * of other names are left alone: they have the options that the application has given them.
 * <p>
 * A mistake in the properties stops the start of the application, whether or not a route uses the component. Without
 * such properties nothing happens until a route does. {@code camel.component.mqttx.enabled=false} turns this off, not
 * the component; so do {@code camel.component.enabled} and the two {@code customizer.enabled}.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({ "camel.component", MqttxProperties.PREFIX })
public class MqttxComponentAutoConfiguration {

    private static final String NAME = "mqttx";

    @Bean
    ComponentCustomizer mqttxComponentCustomizer(Environment environment) {
        return new ComponentCustomizer() {
            @Override
            public boolean isEnabled(String name, Component target) {
                return NAME.equals(name) && target instanceof MqttxComponent && isCustomized(environment);
            }

            @Override
            public void configure(String name, Component target) {
                new OptionBinder((MqttxComponent) target).bind(MqttxProperties.read(environment));
            }
        };
    }

    /** Makes the component before the routes start, after everything that the application does itself. */
    @Bean
    CamelContextConfiguration mqttxComponentCheck(Environment environment) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                if (isCustomized(environment) && !MqttxProperties.read(environment).isEmpty()) {
                    context.getComponent(NAME);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // all is done before
            }
        };
    }

    private static boolean isCustomized(Environment environment) {
        return HierarchicalPropertiesEvaluator.evaluate(environment, "camel.component.customizer",
                MqttxProperties.PREFIX + ".customizer");
    }
}
