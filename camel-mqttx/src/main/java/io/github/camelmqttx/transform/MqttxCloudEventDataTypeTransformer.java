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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.cloudevents.CloudEvents;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a CloudEvent of a received message: Camel's {@code CamelCloudEvent…} headers, and the data as body. Stateless,
 * safe for use by many threads.
 * <ul>
 * <li>Structured content mode: the Content Type begins with {@code application/cloudevents}, or there is no Content
 * Type (MQTT 3.1.1) and the body is a JSON object with {@code specversion}. The body becomes the data as a byte array,
 * and the Content Type that of the data.</li>
 * <li>Binary content mode: else, if there is a User Property {@code specversion}. The body stays. The User Properties
 * of the specification are removed from the headers; others whose names can be those of extensions are kept and copied
 * to {@code CamelCloudEventExtensions}.</li>
 * <li>A message that is no CloudEvent keeps its body, and gets what it does not have: the ID of the exchange, the type
 * {@value #TYPE}, the source {@code mqttx:} with its Topic Name, the Topic Name as subject, and the time at which the
 * exchange was created.</li>
 * </ul>
 * Attributes whose names begin with {@code camel} are dropped, as such User Properties are.
 * <p>
 * Spec: CloudEvents MQTT binding 1.0.2, section 3.
 */
@DataTypeTransformer(name = "mqttx:application-cloudevents",
                     description = "Turns a received MQTT message, in binary or structured content mode or no CloudEvent at all,"
                                   + " into CloudEvent headers and data")
public class MqttxCloudEventDataTypeTransformer extends Transformer {

    /** The type of the event that a message becomes which is no CloudEvent. */
    public static final String TYPE = "org.apache.camel.event.mqttx.receive";

    private static final String UNQUOTED = "-._~!$&'()*+,;=:@/";

    /**
     * @throws IllegalArgumentException if the message claims to be a CloudEvent and is none: a required attribute is
     *                                  missing, the payload is not valid JSON, the event format is not supported. The
     *                                  text names the attribute and the topic; the message is unchanged
     */
    @Override
    public void transform(Message message, DataType fromType, DataType toType) {
        String contentType = message.getHeader(MqttxConstants.CONTENT_TYPE, String.class);
        if (contentType != null && MediaType.isCloudEvents(contentType)) {
            structured(message, contentType);
        } else if (message.getHeader(EventHeaders.SPEC_VERSION) != null) {
            EventHeaders.receive(message, EventHeaders.ofUserProperties(message));
        } else {
            Event event = contentType == null ? withoutContentType(message) : null;
            if (event == null) {
                describe(message, contentType);
            } else {
                unwrap(message, event);
            }
        }
    }

    private static void structured(Message message, String contentType) {
        int end = contentType.indexOf(';');
        String format = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        if (!format.equalsIgnoreCase(JsonEventFormat.MEDIA_TYPE)) {
            throw EventHeaders.invalid(message, "the event format " + format + " is not supported: only "
                                                + JsonEventFormat.MEDIA_TYPE + " is");
        }
        byte[] payload = message.getBody(byte[].class);
        unwrap(message, JsonEventFormat.read(message, payload == null ? new byte[0] : payload));
    }

    /** Streams are not looked into, because that could consume them. */
    private static @Nullable Event withoutContentType(Message message) {
        byte[] payload = null;
        if (message.getBody() instanceof byte[] bytes) {
            payload = bytes;
        } else if (message.getBody() instanceof String text) {
            payload = text.getBytes(StandardCharsets.UTF_8);
        }
        return payload == null ? null : JsonEventFormat.readIfEvent(message, payload);
    }

    private static void unwrap(Message message, Event event) {
        EventHeaders.receive(message, event.attributes());
        byte[] data = event.data();
        message.setBody(data == null ? new byte[0] : data);
        message.removeHeader(MqttxConstants.PAYLOAD_FORMAT_INDICATOR);
        message.removeHeader(MqttxConstants.CONTENT_TYPE);
        Object contentType = event.attributes().get(EventHeaders.DATA_CONTENT_TYPE);
        if (contentType != null) {
            message.setHeader(MqttxConstants.CONTENT_TYPE, contentType);
        }
    }

    private static void describe(Message message, @Nullable String contentType) {
        String topic = message.getHeader(MqttxConstants.TOPIC, String.class);
        Map<String, Object> headers = message.getHeaders();
        headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, CloudEvents.v1_0.version());
        headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_ID, message.getExchange().getExchangeId());
        headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, TYPE);
        headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE,
                topic == null ? CloudEvent.DEFAULT_CAMEL_CLOUD_EVENT_SOURCE : "mqttx:" + quoted(topic));
        headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_TIME, CloudEvents.v1_0.getEventTime(message.getExchange()));
        if (topic != null) {
            headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, topic);
        }
        if (contentType != null) {
            headers.putIfAbsent(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, contentType);
        }
    }

    /** The source of an event is a URI reference. Spec: RFC 3986, section 2.1. */
    private static String quoted(String topic) {
        StringBuilder quoted = new StringBuilder();
        for (byte b : topic.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNQUOTED.indexOf(c) >= 0)) {
                quoted.append(c);
            } else {
                quoted.append(String.format("%%%02X", (int) c));
            }
        }
        return quoted.toString();
    }
}
