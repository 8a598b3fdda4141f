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
package com.example;

import org.apache.camel.builder.RouteBuilder;

/** Publishes a temperature each second, to a topic that is computed for each message. */
public class SendRoute extends RouteBuilder {

    // tag::route[]
    @Override
    public void configure() {
        from("timer:measure?period=1000").routeId("send")
                .setHeader("sensor", simple("oven${random(1,4)}"))
                .setBody(simple("${random(150,250)}"))
                .toD("mqttx:sensors/${header.sensor}/temperature?qos=1");
    }
    // end::route[]
}
