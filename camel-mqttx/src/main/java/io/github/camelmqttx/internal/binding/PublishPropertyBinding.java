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
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.topic.TopicName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes the MQTT 5.0 properties of a publish from headers. Stateless, safe for use by many threads.
 * <p>
 * Headers that pass the filter become User Properties if their value is text, a number, a boolean, a character or an
 * enumeration constant, or a collection of those (one property for each element, in order); values of other types do
 * not travel.
 */
final class PublishPropertyBinding {

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;
    private static final int MAX_STRING = 65_535;

    private final HeaderFilterStrategy filter;

    PublishPropertyBinding(HeaderFilterStrategy filter) {
        this.filter = filter;
    }

    /**
     * The properties, or null if there are none.
     *
     * @throws IllegalArgumentException if a header has a value that its property cannot have
     */
    @Nullable
    PublishProperties properties(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!message.hasHeaders()) {
            return null;
        }
        Integer indicator = number(message, MqttxConstants.PAYLOAD_FORMAT_INDICATOR, Integer.class, 1);
        Long expiry = number(message, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, Long.class, MAX_UINT32);
        String contentType = text(message, MqttxConstants.CONTENT_TYPE);
        String responseTopic = text(message, MqttxConstants.RESPONSE_TOPIC);
        byte[] correlation = value(message, MqttxConstants.CORRELATION_DATA, byte[].class);
        List<UserProperty> user = userProperties(message.getHeaders(), exchange);
        if (responseTopic != null) {
            TopicName.validate(responseTopic);
        }
        if (correlation != null && correlation.length > MAX_STRING) {
            throw new IllegalArgumentException(
                    "Header " + MqttxConstants.CORRELATION_DATA + " has " + correlation.length
                                               + " bytes, but MQTT allows 65535");
        }
        boolean none
                = indicator == null && expiry == null && contentType == null && responseTopic == null && correlation == null;
        return none && user.isEmpty()
                ? null
                : new PublishProperties(indicator, expiry, contentType, responseTopic, correlation, List.of(), user);
    }

    /** The Message Expiry Interval alone, which bounds the wait in the outbox with MQTT 3.x as well; null without. */
    @Nullable
    PublishProperties expiryOnly(Message message) {
        Long expiry = number(message, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, Long.class, MAX_UINT32);
        return expiry == null ? null : new PublishProperties(null, expiry, null, null, null, List.of(), List.of());
    }

    private List<UserProperty> userProperties(Map<String, Object> headers, Exchange exchange) {
        List<UserProperty> properties = null;
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey();
            Object value = header.getValue();
            if (value != null && isCarried(value) && !filter.applyFilterToCamelHeaders(name, value, exchange)) {
                if (properties == null) {
                    properties = new ArrayList<>();
                }
                add(properties, name, value);
            }
        }
        return properties == null ? List.of() : properties;
    }

    private static void add(List<UserProperty> properties, String name, Object value) {
        if (value instanceof Collection<?> values) {
            for (Object one : values) {
                if (isSimple(one)) {
                    properties.add(new UserProperty(checked(name, name), checked(name, one.toString())));
                }
            }
        } else {
            properties.add(new UserProperty(checked(name, name), checked(name, value.toString())));
        }
    }

    private static boolean isCarried(Object value) {
        return isSimple(value) || value instanceof Collection<?>;
    }

    private static boolean isSimple(@Nullable Object value) {
        return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>;
    }

    private static @Nullable String text(Message message, String header) {
        String text = value(message, header, String.class);
        return text == null ? null : checked(header, text);
    }

    /** Spec: 5.0 [MQTT-1.5.4-1], [MQTT-1.5.4-2] and section 1.5.4 for the length. */
    private static String checked(String header, String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw notSendable(header, "the character U+0000");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else if (Character.isSurrogate(c)) {
                throw notSendable(header, "an unpaired surrogate");
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        if (bytes > MAX_STRING) {
            throw notSendable(header, bytes + " bytes of UTF-8, more than 65535,");
        }
        return text;
    }

    private static IllegalArgumentException notSendable(String header, String what) {
        return new IllegalArgumentException(
                "Header '" + header + "' cannot be sent as an MQTT property, because its name or value has " + what
                                            + " which MQTT does not allow: remove the header, or filter it by headerFilterStrategy");
    }

    private static <N extends Number> @Nullable N number(Message message, String header, Class<N> type, long max) {
        N number = value(message, header, type);
        if (number != null && (number.longValue() < 0 || number.longValue() > max)) {
            throw new IllegalArgumentException("Header " + header + "=" + number + " is out of range: use 0 to " + max);
        }
        return number;
    }

    private static <T> @Nullable T value(Message message, String header, Class<T> type) {
        Object raw = message.getHeader(header);
        if (raw == null) {
            return null;
        }
        T value = OutboundBinding.convert(message, raw, type);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Header " + header + " of type " + raw.getClass().getName() + " cannot be converted to "
                                               + type.getSimpleName());
        }
        return value;
    }
}
