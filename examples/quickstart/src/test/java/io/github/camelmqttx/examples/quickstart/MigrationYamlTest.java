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
package io.github.camelmqttx.examples.quickstart;

import java.nio.file.Path;
import java.util.List;

import io.github.camelmqttx.MqttxComponent;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML routes of the page for those who come from MuleSoft's connector; here because this module has the YAML DSL.
 */
class MigrationYamlTest {

    private static final Path ROUTES
            = Path.of("..", "..", "camel-mqttx", "src", "test", "resources", "migration", "mulesoft.camel.yaml");

    @Test
    @Timeout(60)
    @DisplayName("C20 the translated flows in YAML load and start")
    void translatedFlows_yaml_loadAndStart() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            MqttxComponent component = new MqttxComponent();
            component.getConfiguration().setBrokers("tcp://127.0.0.1:9");
            component.getConfiguration().setConnectionTimeout(100);
            context.addComponent("mqttx", component);
            PluginHelper.getRoutesLoader(context).loadRoutes(
                    ResourceHelper.resolveMandatoryResource(context, "file:" + ROUTES.toAbsolutePath().normalize()));
            context.start();
            assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactlyInAnyOrder("readings", "commands");
            assertThat(context.getRouteController().getRouteStatus("readings").isStarted()).isTrue();
            List<String> topics = context.getEndpoints().stream().map(Endpoint::getEndpointUri)
                    .filter(uri -> uri.startsWith("mqttx")).toList();
            assertThat(topics).containsExactly("mqttx://sensors/+/temperature,sensors/+/state;qos=2");
        }
    }
}
