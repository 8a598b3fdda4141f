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
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.spi.DataType;

/** The routes of the page about CloudEvents. */
final class CloudEventRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // tag::in[]
        onException(IllegalArgumentException.class).handled(true).to("direct:refused");

        from("mqttx:events/in/#?qos=1").routeId("in")
                .transformDataType(new DataType("mqttx:application-cloudevents"))
                .log("${header.CamelCloudEventType} ${header.CamelCloudEventID}: ${body}")
                // end::in[]
                .to("direct:received");

        // tag::out[]
        from("direct:binary")
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, constant("com.example.oven.reading"))
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, constant("/ovens/7"))
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, constant("application/json"))
                .transformDataType(new DataType("mqttx:cloudevents-binary"))
                .to("mqttx:events/out/binary?qos=1&mqttVersion=5");

        from("direct:structured")
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, constant("com.example.oven.reading"))
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, constant("/ovens/7"))
                .setHeader(MqttxConstants.CONTENT_TYPE, constant("application/json"))
                .transformDataType(new DataType("mqttx:cloudevents-structured"))
                .to("mqttx:events/out/structured?qos=1");
        // end::out[]

        from("direct:old")
                .setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, constant("com.example.oven.reading"))
                .transformDataType(new DataType("mqttx:cloudevents-structured"))
                .to("mqttx:events/in/old?qos=1&mqttVersion=3.1.1");
    }
}
