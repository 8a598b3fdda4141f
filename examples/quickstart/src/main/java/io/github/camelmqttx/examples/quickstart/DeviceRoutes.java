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

import org.apache.camel.builder.RouteBuilder;

/** The routes of the simulated devices. All their endpoints name one Client Identifier, so they share one session. */
final class DeviceRoutes extends RouteBuilder {

    private final Devices devices;

    DeviceRoutes(Devices devices) {
        this.devices = devices;
    }

    @Override
    public void configure() {
        for (String device : Devices.NAMES) {
            from("timer:" + device + "?delay=0&period={{measure.period}}&includeMetadata=false").routeId("measure-" + device)
                    .process(exchange -> devices.measure(exchange, device))
                    .toD("mqttx:sensors/${header.device}/temperature?qos=1&clientId={{devices.client}}")
                    .to("bean:post?method=sent");
        }

        from("mqttx:commands/+?qos=2&clientId={{devices.client}}").routeId("obey")
                .to("bean:post?method=received")
                .to("bean:devices?method=obey")
                .toD("mqttx:confirmations/${header.device}?qos=1&clientId={{devices.client}}")
                .to("bean:post?method=sent");
    }
}
