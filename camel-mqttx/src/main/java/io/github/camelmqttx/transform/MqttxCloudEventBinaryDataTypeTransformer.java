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
package io.github.camelmqttx.transform;

import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/**
 * Makes a message ready to be published as a CloudEvent in binary content mode, which needs MQTT 5.0: the attributes
 * become headers that the producer sends as User Properties, {@code datacontenttype} becomes the Content Type, and the
 * body stays. Stateless, safe for use by many threads.
 * <p>
 * Attributes are taken from Camel's {@code CamelCloudEvent…} headers, which stay, and extensions from the Map in
 * {@code CamelCloudEventExtensions}. What the headers do not say: the ID is that of the exchange, type and source are
 * Camel's defaults, the time is when the exchange was created, and the data has the Content Type of the message.
 * <p>
 * Spec: CloudEvents MQTT binding 1.0.2, section 3.1.
 */
@DataTypeTransformer(name = "mqttx:cloudevents-binary",
                     description = "Prepares a message with CloudEvent headers for MQTT 5.0 in binary content mode: attributes become"
                                   + " User Properties, the body is the data")
public class MqttxCloudEventBinaryDataTypeTransformer extends Transformer {

    /**
     * @throws IllegalArgumentException if a required attribute is empty, the version is not 1.0, or an extension has a
     *                                  name that attributes cannot have; the message is unchanged
     */
    @Override
    public void transform(Message message, DataType fromType, DataType toType) {
        Map<String, Object> attributes = EventHeaders.ofMessage(message);
        message.removeHeader(MqttxConstants.CONTENT_TYPE);
        attributes.forEach((name, value) -> {
            // removed first, because a header keeps the case of a name that it has already
            message.removeHeader(name);
            message.setHeader(name.equals(EventHeaders.DATA_CONTENT_TYPE) ? MqttxConstants.CONTENT_TYPE : name, value);
        });
    }
}
