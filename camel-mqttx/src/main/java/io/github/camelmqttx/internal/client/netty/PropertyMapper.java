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
package io.github.camelmqttx.internal.client.netty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.UserProperty;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Translates the properties of MQTT 5.0 between the port and Netty's codec. */
final class PropertyMapper {

    /** What {@link #sizeOf} says when a value does not fit the two-byte length MQTT has for it. */
    static final int UNENCODABLE = -1;

    private static final int MAXIMUM_LENGTH = 65_535;
    private static final int LONGEST_PRINTED_TEXT = 256;

    private PropertyMapper() {
    }

    /** Properties to send, {@link MqttProperties#NO_PROPERTIES} for none; Subscription Identifiers are not sent. */
    static MqttProperties encode(@Nullable PublishProperties properties) {
        return properties == null
                ? MqttProperties.NO_PROPERTIES : encode(properties, properties.messageExpiryInterval());
    }

    /** Like {@link #encode(PublishProperties)}, with what is left of the Message Expiry Interval. */
    static MqttProperties encode(OutgoingMessage message, long nowNanos) {
        PublishProperties properties = message.properties();
        if (properties == null) {
            return MqttProperties.NO_PROPERTIES;
        }
        long left = message.expiryLeftSeconds(nowNanos);
        return encode(properties, left == OutgoingMessage.NO_EXPIRY ? null : left);
    }

    private static MqttProperties encode(PublishProperties properties, @Nullable Long expirySeconds) {
        MqttProperties encoded = new MqttProperties();
        if (properties.payloadFormatIndicator() != null) {
            addInt(encoded, PropertyIds.PAYLOAD_FORMAT_INDICATOR, properties.payloadFormatIndicator());
        }
        if (expirySeconds != null) {
            addInt(encoded, PropertyIds.MESSAGE_EXPIRY_INTERVAL, expirySeconds);
        }
        if (properties.contentType() != null) {
            addText(encoded, PropertyIds.CONTENT_TYPE, properties.contentType());
        }
        if (properties.responseTopic() != null) {
            addText(encoded, PropertyIds.RESPONSE_TOPIC, properties.responseTopic());
        }
        if (properties.correlationData() != null) {
            encoded.add(new MqttProperties.BinaryProperty(PropertyIds.CORRELATION_DATA, properties.correlationData()));
        }
        addUserProperties(encoded, properties.userProperties());
        return encoded;
    }

    static void addInt(MqttProperties properties, int id, long value) {
        properties.add(new MqttProperties.IntegerProperty(id, (int) value));
    }

    static void addText(MqttProperties properties, int id, String value) {
        properties.add(new MqttProperties.StringProperty(id, value));
    }

    static void addUserProperties(MqttProperties properties, List<UserProperty> userProperties) {
        for (UserProperty property : userProperties) {
            properties.add(new MqttProperties.UserProperty(property.name(), property.value()));
        }
    }

    /** The encoded size in bytes, without the property length itself, or {@link #UNENCODABLE}. */
    static int sizeOf(@Nullable PublishProperties properties) {
        if (properties == null) {
            return 0;
        }
        long size = (properties.payloadFormatIndicator() == null ? 0 : 2)
                    + (properties.messageExpiryInterval() == null ? 0 : 5);
        String contentType = properties.contentType();
        String responseTopic = properties.responseTopic();
        byte[] correlationData = properties.correlationData();
        int longest = 0;
        if (contentType != null) {
            int length = ByteBufUtil.utf8Bytes(contentType);
            longest = Math.max(longest, length);
            size += 3 + length;
        }
        if (responseTopic != null) {
            int length = ByteBufUtil.utf8Bytes(responseTopic);
            longest = Math.max(longest, length);
            size += 3 + length;
        }
        if (correlationData != null) {
            longest = Math.max(longest, correlationData.length);
            size += 3 + correlationData.length;
        }
        for (UserProperty property : properties.userProperties()) {
            int name = ByteBufUtil.utf8Bytes(property.name());
            int value = ByteBufUtil.utf8Bytes(property.value());
            longest = Math.max(longest, Math.max(name, value));
            size += 5 + name + value;
        }
        return longest > MAXIMUM_LENGTH || size > Integer.MAX_VALUE ? UNENCODABLE : (int) size;
    }

    /** The encoded size in bytes of received properties, without the property length itself. */
    static int receivedSizeOf(@Nullable PublishProperties properties) {
        int size = sizeOf(properties);
        if (properties != null) {
            for (int identifier : properties.subscriptionIdentifiers()) {
                size += 1 + PublishLimits.lengthBytes(identifier);
            }
        }
        return size;
    }

    /**
     * Properties of a received PUBLISH, or {@code null} if it has none.
     *
     * @throws ProtocolViolation if there is a Topic Alias (we announce a Topic Alias Maximum of 0), a Subscription
     *                           Identifier of 0 or a Payload Format Indicator above 1. Spec: 5.0 [MQTT-3.3.2-9],
     *                           sections 3.3.2.3.2 and 3.3.2.3.8
     */
    static @Nullable PublishProperties decode(MqttProperties properties) {
        // Not isEmpty(): it overlooks User Properties and Subscription Identifiers.
        Collection<? extends MqttProperties.MqttProperty> all = properties.listAll();
        if (all.isEmpty()) {
            return null;
        }
        Received received = new Received();
        for (MqttProperties.MqttProperty<?> property : all) {
            received.take(property);
        }
        return received.toPublishProperties();
    }

    static @Nullable String text(MqttProperties properties, int id) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(id);
        return property instanceof MqttProperties.StringProperty text ? text.value() : null;
    }

    static int number(MqttProperties properties, int id, int absent) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(id);
        return property instanceof MqttProperties.IntegerProperty number ? number.value() : absent;
    }

    static boolean has(MqttProperties properties, int id) {
        return properties.getProperty(id) != null;
    }

    /**
     * The Reason String as part of a sentence, or an empty text; control characters and excessive length are taken out.
     */
    static String reasonString(MqttProperties properties) {
        return ConnectErrors.said(text(properties, PropertyIds.REASON_STRING));
    }

    static String printable(String text) {
        String cut = text.length() > LONGEST_PRINTED_TEXT ? text.substring(0, LONGEST_PRINTED_TEXT) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }

    /** Collects the properties of one received PUBLISH. */
    private static final class Received {
        private @Nullable Integer payloadFormatIndicator;
        private @Nullable Long messageExpiryInterval;
        private @Nullable String contentType;
        private @Nullable String responseTopic;
        private byte @Nullable [] correlationData;
        private List<Integer> subscriptionIdentifiers = List.of();
        private List<UserProperty> userProperties = List.of();

        void take(MqttProperties.MqttProperty<?> property) {
            switch (property.propertyId()) {
                case PropertyIds.PAYLOAD_FORMAT_INDICATOR -> takePayloadFormat((Integer) property.value());
                case PropertyIds.MESSAGE_EXPIRY_INTERVAL ->
                    messageExpiryInterval = Integer.toUnsignedLong((Integer) property.value());
                case PropertyIds.CONTENT_TYPE -> contentType = (String) property.value();
                case PropertyIds.RESPONSE_TOPIC -> responseTopic = (String) property.value();
                case PropertyIds.CORRELATION_DATA -> correlationData = (byte[]) property.value();
                case PropertyIds.SUBSCRIPTION_IDENTIFIER -> takeSubscription((Integer) property.value());
                case PropertyIds.USER_PROPERTY -> takeUserProperties(property);
                case PropertyIds.TOPIC_ALIAS -> throw new ProtocolViolation(
                        ReasonCodes.TOPIC_ALIAS_INVALID, "used a Topic Alias although none was allowed");
                default -> throw new ProtocolViolation(
                        ReasonCodes.PROTOCOL_ERROR,
                        "sent a PUBLISH with property " + property.propertyId() + ", which does not belong there");
            }
        }

        private void takePayloadFormat(int indicator) {
            if (indicator > 1 || indicator < 0) {
                throw new ProtocolViolation(
                        ReasonCodes.PROTOCOL_ERROR, "sent a PUBLISH with Payload Format Indicator " + (indicator & 0xFF));
            }
            payloadFormatIndicator = indicator;
        }

        private void takeSubscription(int identifier) {
            if (identifier == 0) {
                throw new ProtocolViolation(ReasonCodes.PROTOCOL_ERROR, "sent a PUBLISH with Subscription Identifier 0");
            }
            if (subscriptionIdentifiers.isEmpty()) {
                subscriptionIdentifiers = new ArrayList<>(2);
            }
            subscriptionIdentifiers.add(identifier);
        }

        private void takeUserProperties(MqttProperties.MqttProperty<?> property) {
            if (userProperties.isEmpty()) {
                userProperties = new ArrayList<>();
            }
            if (property instanceof MqttProperties.UserProperties several) {
                for (MqttProperties.StringPair pair : several.value()) {
                    userProperties.add(new UserProperty(pair.key, pair.value));
                }
            } else if (property instanceof MqttProperties.UserProperty single) {
                userProperties.add(new UserProperty(single.value().key, single.value().value));
            }
        }

        PublishProperties toPublishProperties() {
            return new PublishProperties(
                    payloadFormatIndicator, messageExpiryInterval, contentType, responseTopic, correlationData,
                    subscriptionIdentifiers, userProperties);
        }
    }
}
