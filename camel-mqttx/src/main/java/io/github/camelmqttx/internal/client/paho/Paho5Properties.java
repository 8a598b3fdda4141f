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
package io.github.camelmqttx.internal.client.paho;

import java.util.List;
import java.util.Objects;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.client.WillMessage;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Translates messages of MQTT 5.0 and their properties between the port and version 5 of the library. Stateless. */
final class Paho5Properties {

    private Paho5Properties() {
    }

    /** Subscription Identifiers are not sent. */
    static MqttProperties encode(OutgoingMessage message, long nowNanos) {
        PublishProperties properties = message.properties();
        if (properties == null) {
            return new MqttProperties();
        }
        MqttProperties encoded = encode(properties);
        long left = message.expiryLeftSeconds(nowNanos);
        encoded.setMessageExpiryInterval(left == OutgoingMessage.NO_EXPIRY ? null : left);
        return encoded;
    }

    static MqttProperties encode(WillMessage will) {
        PublishProperties properties = will.properties();
        MqttProperties encoded = new MqttProperties();
        if (properties != null) {
            encoded = encode(properties);
            encoded.setMessageExpiryInterval(properties.messageExpiryInterval());
        }
        if (will.delaySeconds() > 0) {
            encoded.setWillDelayInterval(will.delaySeconds());
        }
        return encoded;
    }

    private static MqttProperties encode(PublishProperties properties) {
        MqttProperties encoded = new MqttProperties();
        encoded.setPayloadFormat(Objects.equals(properties.payloadFormatIndicator(), 1));
        encoded.setContentType(properties.contentType());
        encoded.setResponseTopic(properties.responseTopic());
        encoded.setCorrelationData(properties.correlationData());
        encoded.setUserProperties(encode(properties.userProperties()));
        return encoded;
    }

    static List<org.eclipse.paho.mqttv5.common.packet.UserProperty> encode(List<UserProperty> properties) {
        return properties.stream()
                .map(property -> new org.eclipse.paho.mqttv5.common.packet.UserProperty(property.name(), property.value()))
                .toList();
    }

    /** What a received message has, or null for nothing. The library does not tell a Payload Format Indicator of 0. */
    static @Nullable PublishProperties decode(MqttMessage message) {
        MqttProperties given = message.getProperties();
        if (given == null) {
            return null;
        }
        List<UserProperty> users = given.getUserProperties().stream()
                .map(property -> new UserProperty(property.getKey(), property.getValue())).toList();
        PublishProperties decoded = new PublishProperties(
                given.getPayloadFormat() ? 1 : null, given.getMessageExpiryInterval(), given.getContentType(),
                given.getResponseTopic(), given.getCorrelationData(), List.copyOf(given.getSubscriptionIdentifiers()), users);
        return isEmpty(decoded) ? null : decoded;
    }

    private static boolean isEmpty(PublishProperties properties) {
        return properties.payloadFormatIndicator() == null && properties.messageExpiryInterval() == null
                && properties.contentType() == null && properties.responseTopic() == null
                && properties.correlationData() == null && properties.subscriptionIdentifiers().isEmpty()
                && properties.userProperties().isEmpty();
    }
}
