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
package io.github.camelmqttx.examples.storeandforward;

import org.apache.camel.builder.RouteBuilder;

/** Measures, and publishes what was measured. The exchange goes on when the message is on disk. */
// tag::routes[]
final class SenderRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:measure?period={{period}}&repeatCount={{count}}&delay=0&includeMetadata=false").routeId("measure")
                .to("bean:meter?method=next")
                .to("mqttx:vehicle/7/position?qos=2")
                .to("bean:meter?method=stored");
    }
}
// end::routes[]
