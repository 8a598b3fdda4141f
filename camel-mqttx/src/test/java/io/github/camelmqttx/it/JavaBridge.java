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
package io.github.camelmqttx.it;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.builder.RouteBuilder;

/** The bridge of the documents in the Java DSL. */
// tag::route[]
final class JavaBridge extends RouteBuilder {

    @Override
    public void configure() {
        from("mqttx:sensors/+/temperature?qos=2&retainAsPublished=true").routeId("bridge")
                .setHeader(MqttxConstants.CONTENT_TYPE, constant("text/plain"))
                .to("mqttx:readings?qos=1&retained=true&publishTimeout=10s");
    }
}
// end::route[]
