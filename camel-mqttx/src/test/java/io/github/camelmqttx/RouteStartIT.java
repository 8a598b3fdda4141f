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
package io.github.camelmqttx;

import java.time.Duration;
import java.util.Set;

import io.github.camelmqttx.internal.binding.MqttHeaderFilterStrategy;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens to a route between the start of its consumer and its own. */
@Timeout(60)
class RouteStartIT {

    @Test
    @DisplayName("M63 a route whose session gives up while Camel still starts it is stopped after its start, which succeeds")
    void refusalForGood_whileTheRouteStarts_contextStartsAndRouteStops() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseConnect(0x85);
             DefaultCamelContext context = new DefaultCamelContext()) {
            MqttxComponent component = context.getComponent("mqttx", MqttxComponent.class);
            MqttxConfiguration configuration = new MqttxConfiguration();
            configuration.setBrokers(broker.uri());
            configuration.setHeaderFilterStrategy(new MqttHeaderFilterStrategy());
            MqttxEndpoint endpoint = new LingeringEndpoint(component, configuration);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(endpoint).routeId("in").to("log:in");
                }
            });
            context.start();
            Awaitility.await().until(() -> context.getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
            broker.reset(PacketType.CONNECT);
            context.getRouteController().startRoute("in");
            assertThat(broker.awaitConnection().clientId()).isNotEmpty();
            assertThat(context.getRouteController().getRouteStatus("in")).isEqualTo(ServiceStatus.Started);
        }
    }

    /** Camel asks for its URI between the start of the consumer and that of the route, which takes long here. */
    private static final class LingeringEndpoint extends MqttxEndpoint {

        private @Nullable MqttxConsumer consumer;

        LingeringEndpoint(MqttxComponent component, MqttxConfiguration configuration) {
            super("mqttx:lingering", component, configuration, Set.of());
            setTopic("lingering");
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            consumer = (MqttxConsumer) super.createConsumer(processor);
            return consumer;
        }

        @Override
        public String getEndpointBaseUri() {
            if (consumer != null && consumer.isStarted()) {
                Awaitility.await().during(Duration.ofMillis(300)).until(() -> true);
            }
            return super.getEndpointBaseUri();
        }
    }
}
