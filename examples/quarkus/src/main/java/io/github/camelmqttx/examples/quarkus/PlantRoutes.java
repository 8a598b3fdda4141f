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
package io.github.camelmqttx.examples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** Sends a numbered measurement again and again, and receives them. */
@ApplicationScoped
public class PlantRoutes extends RouteBuilder {

    // tag::routes[]
    @Override
    public void configure() {
        from("mqttx:ovens/+/temperature").routeId("receive")
                .bean(Ledger.class, "arrived");

        from("timer:oven?period=20&repeatCount={{plant.measurements}}").routeId("send")
                .bean(Ledger.class, "next")
                .to("mqttx:ovens/1/temperature")
                .bean(Ledger.class, "sent");
    }
    // end::routes[]
}
