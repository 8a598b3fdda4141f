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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message ready to be published as a CloudEvent in structured content mode, with any version of MQTT: the body
 * becomes a JSON object of attributes and data as a byte array, and the Content Type says so. Stateless, safe for use
 * by many threads.
 * <p>
 * Attributes are taken as {@link MqttxCloudEventBinaryDataTypeTransformer} does, and the headers stay. The body is
 * written as a JSON value if {@code datacontenttype} declares JSON, as a text if it declares text or XML, and in Base64
 * otherwise or if nothing is declared; a body of null gives an event without data.
 * <p>
 * Spec: CloudEvents MQTT binding 1.0.2, section 3.2; JSON format 1.0.2, section 3.
 */
@DataTypeTransformer(name = "mqttx:cloudevents-structured",
                     description = "Wraps the body and the CloudEvent headers of a message into the JSON format of CloudEvents, for any"
                                   + " version of MQTT")
public class MqttxCloudEventStructuredDataTypeTransformer extends Transformer {

    /**
     * @throws IllegalArgumentException if a required attribute is empty, the version is not 1.0, an extension has a
     *                                  name that attributes cannot have, or the body is declared to be JSON and is not;
     *                                  the message is unchanged
     */
    @Override
    public void transform(Message message, DataType fromType, DataType toType) {
        Map<String, Object> attributes = EventHeaders.ofMessage(message);
        Object contentType = attributes.get(EventHeaders.DATA_CONTENT_TYPE);
        Charset charset = contentType == null
                ? StandardCharsets.UTF_8 : JsonEventFormat.mediaType(message, contentType.toString()).charset();
        Event event = new Event(attributes, bytes(message, charset));
        message.setBody(JsonEventFormat.write(message, event));
        message.setHeader(MqttxConstants.CONTENT_TYPE, JsonEventFormat.MEDIA_TYPE + "; charset=utf-8");
    }

    private static byte @Nullable [] bytes(Message message, Charset charset) {
        Object body = message.getBody();
        if (body == null) {
            return null;
        }
        if (body instanceof String text) {
            return text.getBytes(charset);
        }
        TypeConversionException cause = null;
        try {
            byte[] bytes = message.getBody(byte[].class);
            if (bytes != null) {
                return bytes;
            }
        } catch (TypeConversionException e) {
            cause = e;
        }
        throw EventHeaders.invalid(message, "Camel has no way to turn a body of type " + body.getClass().getName()
                                            + " into bytes; convert it before, for example by marshal or convertBodyTo",
                cause);
    }
}
