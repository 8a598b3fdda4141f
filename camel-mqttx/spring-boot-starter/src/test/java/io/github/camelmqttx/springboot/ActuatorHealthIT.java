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

import java.net.InetAddress;
import java.net.ServerSocket;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ActuatorHealthIT {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("mqttx:alarms").routeId("alarms").to("log:alarms");
                }
            };
        }
    }

    @Test
    @DisplayName("C17 the health of an application whose broker is away is DOWN, with the route and the subscription")
    void brokerAway_actuatorHealth_isDown() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        new ApplicationContextRunner().withUserConfiguration(Application.class)
                .withPropertyValues("camel.component.mqttx.brokers=127.0.0.1:" + port,
                        "camel.component.mqttx.connection-timeout=300ms", "camel.health.exposure-level=full")
                .run(context -> {
                    Health health = context.getBean("camelHealth", HealthIndicator.class).getHealth(true);

                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().toString()).contains("check.id=mqttx-consumer-alarms",
                            "subscription alarms=not yet granted");
                });
    }
}
