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
package io.github.camelmqttx.examples.failover;

import org.apache.camel.builder.RouteBuilder;

/**
 * Routes that know nothing of brokers: where they connect to, and what happens when a broker dies, is said in
 * {@code application.properties}. The shop and the warehouse have a session each, named by their Client Identifiers.
 */
// tag::routes[]
final class FailoverRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:qos1?period={{period}}&delay=0&includeMetadata=false").routeId("send-qos1").autoStartup(false)
                .to("bean:orders?method=next(*, 1)")
                .to("mqttx:orders/qos1?qos=1&clientId=shop")
                .to("bean:orders?method=accepted(*, 1)");

        from("timer:qos2?period={{period}}&delay=0&includeMetadata=false").routeId("send-qos2").autoStartup(false)
                .to("bean:orders?method=next(*, 2)")
                .to("mqttx:orders/qos2?qos=2&clientId=shop")
                .to("bean:orders?method=accepted(*, 2)");

        from("mqttx:orders/+?qos=2&clientId=warehouse").routeId("receive")
                .to("bean:orders?method=arrived");
    }
}
// end::routes[]
