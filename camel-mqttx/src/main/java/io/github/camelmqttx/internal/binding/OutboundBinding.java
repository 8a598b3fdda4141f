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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.topic.TopicName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes a publish from the message of an exchange. Immutable, safe for use by many threads.
 */
public final class OutboundBinding {

    private static final byte[] EMPTY = new byte[0];

    private final String topic;
    private final int qos;
    private final boolean retained;
    private final boolean completeWhenStored;
    private final boolean propertiesSent;
    private final PublishPropertyBinding properties;
    private final UnknownHeaders unknownHeaders;

    /**
     * @param topic          a valid Topic Name, used if the message does not override it
     * @param unknownHeaders is told the headers of each message
     */
    public OutboundBinding(
                           MqttxConfiguration configuration, String topic, HeaderFilterStrategy filter,
                           UnknownHeaders unknownHeaders) {
        this.topic = topic;
        this.qos = configuration.getQos();
        this.retained = configuration.isRetained();
        this.completeWhenStored
                = "file".equals(configuration.getOutbox()) && "stored".equals(configuration.getOutboxCompletion());
        this.propertiesSent = !configuration.getMqttVersion().startsWith("3");
        this.properties = new PublishPropertyBinding(filter);
        this.unknownHeaders = unknownHeaders;
    }

    /**
     * Takes the Topic Name of this publish, and removes the header that overrides it. Override headers of camel-paho
     * become ours.
     *
     * @throws io.github.camelmqttx.MqttxTopicException if it is not a valid Topic Name
     */
    public String takeTopic(Message message) {
        if (!message.hasHeaders()) {
            return topic;
        }
        PahoHeaders.translate(message);
        Object override = message.removeHeader(MqttxConstants.OVERRIDE_TOPIC);
        return override == null ? topic : TopicName.validate(override.toString());
    }

    /**
     * The message to publish. Removes the override headers. A body of null gives an empty payload, which clears a
     * retained message; text is sent as UTF-8; other types are left to Camel's type converters. A byte array is not
     * copied.
     *
     * @throws IllegalArgumentException if the body cannot be converted, or a header has an impossible value
     */
    public OutgoingMessage message(Exchange exchange, String toTopic, PublishCallback callback, long deadlineNanos) {
        Message message = exchange.getMessage();
        int useQos = qos;
        boolean useRetained = retained;
        PublishProperties useProperties = null;
        if (message.hasHeaders()) {
            useQos = takeQos(message);
            useRetained = takeRetained(message);
            unknownHeaders.look(message.getHeaders(), toTopic);
            useProperties = propertiesSent ? properties.properties(exchange) : properties.expiryOnly(message);
        }
        return new OutgoingMessage(
                toTopic, payload(message, toTopic), useQos, useRetained, useProperties, callback, deadlineNanos,
                completeWhenStored && useQos > 0);
    }

    private int takeQos(Message message) {
        Object override = message.removeHeader(MqttxConstants.OVERRIDE_QOS);
        if (override == null) {
            return qos;
        }
        Integer value = convert(message, override, Integer.class);
        if (value == null || value < 0 || value > 2) {
            throw new IllegalArgumentException(
                    "Header " + MqttxConstants.OVERRIDE_QOS + "=" + override + " is not a QoS: use 0, 1 or 2");
        }
        return value;
    }

    private boolean takeRetained(Message message) {
        Object override = message.removeHeader(MqttxConstants.OVERRIDE_RETAINED);
        if (override == null) {
            return retained;
        }
        Boolean value = convert(message, override, Boolean.class);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Header " + MqttxConstants.OVERRIDE_RETAINED + "=" + override + " is not a boolean: use true or false");
        }
        return value;
    }

    private static byte[] payload(Message message, String topic) {
        Object body = message.getBody();
        if (body == null) {
            return EMPTY;
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String || body instanceof Number || body instanceof Boolean) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (body instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        RuntimeException cause = null;
        try {
            byte[] bytes = message.getBody(byte[].class);
            if (bytes != null) {
                return bytes;
            }
        } catch (TypeConversionException e) {
            cause = e;
        }
        throw new IllegalArgumentException(
                "Cannot publish to topic '" + topic + "': Camel has no way to turn a body of type " + body.getClass().getName()
                                           + " into bytes; convert it before, for example by marshal or convertBodyTo",
                cause);
    }

    /** The value as the type, or null if it cannot be converted. */
    static <T> @Nullable T convert(Message message, Object value, Class<T> type) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            return message.getExchange().getContext().getTypeConverter().convertTo(type, message.getExchange(), value);
        } catch (TypeConversionException e) {
            return null;
        }
    }
}
