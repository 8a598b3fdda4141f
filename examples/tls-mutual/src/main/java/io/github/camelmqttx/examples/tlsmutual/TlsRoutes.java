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
package io.github.camelmqttx.examples.tlsmutual;

import org.apache.camel.builder.RouteBuilder;

/** A greeting goes to the broker and comes back. TLS is in {@code application.properties}, not in routes. */
final class TlsRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:greet").routeId("greet")
                .to("mqttx:greetings?qos=1");

        from("mqttx:greetings?qos=1").routeId("listen")
                .convertBodyTo(String.class)
                .to("bean:greetings?method=add(${body})");
    }
}
