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
package io.github.camelmqttx.internal.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Puts a received message into an exchange. Stateless, safe for use by many threads. */
public final class InboundBinding {

    private final HeaderFilterStrategy filter;

    public InboundBinding(HeaderFilterStrategy filter) {
        this.filter = filter;
    }

    /**
     * The body becomes the payload as a byte array, which is empty for an empty payload and shared with other
     * receivers.
     */
    public void bind(IncomingMessage from, Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(from.payload());
        message.setHeader(MqttxConstants.TOPIC, from.topic());
        message.setHeader(MqttxConstants.MESSAGE_ID, from.packetId());
        message.setHeader(MqttxConstants.QOS, from.qos());
        message.setHeader(MqttxConstants.DUPLICATE, from.duplicate());
        message.setHeader(MqttxConstants.RETAINED, from.retained());
        PublishProperties properties = from.properties();
        if (properties != null) {
            set(message, MqttxConstants.PAYLOAD_FORMAT_INDICATOR, properties.payloadFormatIndicator());
            set(message, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, properties.messageExpiryInterval());
            set(message, MqttxConstants.CONTENT_TYPE, properties.contentType());
            set(message, MqttxConstants.RESPONSE_TOPIC, properties.responseTopic());
            set(message, MqttxConstants.CORRELATION_DATA, properties.correlationData());
            if (!properties.userProperties().isEmpty()) {
                userProperties(properties.userProperties(), exchange);
            }
        }
    }

    private static void set(Message message, String header, @Nullable Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    /** A name that occurs once gives a String, one that occurs more often a List of them in order. */
    private void userProperties(List<UserProperty> properties, Exchange exchange) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (UserProperty property : properties) {
            if (!filter.applyFilterToExternalHeaders(property.name(), property.value(), exchange)) {
                headers.merge(property.name(), property.value(), InboundBinding::append);
            }
        }
        headers.forEach(exchange.getMessage()::setHeader);
    }

    private static Object append(Object earlier, Object value) {
        List<Object> values = new ArrayList<>();
        if (earlier instanceof List<?> list) {
            values.addAll(list);
        } else {
            values.add(earlier);
        }
        values.add(value);
        return values;
    }
}
