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

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.WillMessage;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import org.jspecify.annotations.Nullable;

/** Makes the CONNECT of an attempt. Spec: 5.0 section 3.1, 3.1.1 section 3.1. */
final class ConnectPacket {

    /** The largest MQTT packet: Remaining Length of four bytes. */
    static final int LARGEST_PACKET = 268_435_460;

    private static final int MAXIMUM_FIELD_BYTES = 65_535;
    private static final int RECEIVE_MAXIMUM_DEFAULT = 65_535;
    private static final int LONGEST_CLIENT_ID_3_1 = 23;

    private ConnectPacket() {
    }

    /** Why this request cannot be sent in its MQTT version, or {@code null} if it can. */
    static @Nullable MqttxConnectException refusalOf(ConnectRequest request) {
        Credentials credentials = request.credentials();
        if (request.version() != ProtocolVersion.MQTT_5 && credentials.password() != null && credentials.userName() == null) {
            return refused(request, "MQTT " + request.version() + " has no password without a user name."
                                    + " Set userName, or mqttVersion=5.");
        }
        if (request.version() != ProtocolVersion.MQTT_5 && credentials.authentication() != null) {
            return refused(request, "MQTT " + request.version() + " has no enhanced authentication. Set mqttVersion=5.");
        }
        if (request.version() == ProtocolVersion.MQTT_3_1
                && (request.clientId().isEmpty() || request.clientId().length() > LONGEST_CLIENT_ID_3_1)) {
            return refused(request, "MQTT 3.1 wants a Client Identifier of 1 to 23 characters, this one has "
                                    + request.clientId().length() + ". Set a shorter clientId, or a later mqttVersion.");
        }
        if (isTooLong(request.clientId()) || isTooLong(credentials.userName()) || isTooLong(credentials.password())) {
            return refused(request, "clientId, userName and password may have 65535 bytes each at most."
                                    + " Shorten the one that is longer.");
        }
        WillMessage will = request.will();
        if (will != null && (will.payload().length > MAXIMUM_FIELD_BYTES || isTooLong(will.topic())
                || PropertyMapper.sizeOf(will.properties()) == PropertyMapper.UNENCODABLE)) {
            return refused(request, "topic, payload and properties of a Will Message may have 65535 bytes each at most."
                                    + " Shorten willTopic, willPayload or the Will properties.");
        }
        return null;
    }

    static MqttConnectMessage of(ConnectRequest request) {
        WillMessage will = request.will();
        Credentials credentials = request.credentials();
        String password = credentials.password();
        MqttVersion version = codecVersion(request.version());
        MqttConnectVariableHeader header = new MqttConnectVariableHeader(
                version.protocolName(), version.protocolLevel(), credentials.userName() != null, password != null,
                will != null && will.retained(), will == null ? 0 : will.qos(), will != null, request.cleanStart(),
                request.keepAliveSeconds(), properties(request));
        MqttConnectPayload payload = new MqttConnectPayload(
                request.clientId(), will == null ? MqttProperties.NO_PROPERTIES : willProperties(request.version(), will),
                will == null ? null : will.topic(), will == null ? null : will.payload(), credentials.userName(),
                password == null ? null : password.getBytes(StandardCharsets.UTF_8));
        return new MqttConnectMessage(PacketWriter.header(MqttMessageType.CONNECT, 0), header, payload);
    }

    /** The limit for received packets; values below 1 stand for none. */
    static int maximumPacketSize(ConnectRequest request) {
        return request.maximumPacketSize() < 1 ? LARGEST_PACKET : Math.min(request.maximumPacketSize(), LARGEST_PACKET);
    }

    private static MqttProperties properties(ConnectRequest request) {
        if (request.version() != ProtocolVersion.MQTT_5) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        if (request.sessionExpirySeconds() > 0) {
            PropertyMapper.addInt(properties, PropertyIds.SESSION_EXPIRY_INTERVAL, request.sessionExpirySeconds());
        }
        if (request.receiveMaximum() < RECEIVE_MAXIMUM_DEFAULT) {
            PropertyMapper.addInt(properties, PropertyIds.RECEIVE_MAXIMUM, request.receiveMaximum());
        }
        if (maximumPacketSize(request) < LARGEST_PACKET) {
            PropertyMapper.addInt(properties, PropertyIds.MAXIMUM_PACKET_SIZE, maximumPacketSize(request));
        }
        Authentication authentication = request.credentials().authentication();
        if (authentication != null) {
            AuthPacket.add(properties, authentication.method(), authentication.first());
        }
        PropertyMapper.addUserProperties(properties, request.userProperties());
        return properties;
    }

    private static MqttProperties willProperties(ProtocolVersion version, WillMessage will) {
        if (version != ProtocolVersion.MQTT_5) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        PropertyMapper.encode(will.properties()).listAll().forEach(properties::add);
        if (will.delaySeconds() > 0) {
            PropertyMapper.addInt(properties, PropertyIds.WILL_DELAY_INTERVAL, will.delaySeconds());
        }
        return properties;
    }

    private static MqttVersion codecVersion(ProtocolVersion version) {
        return switch (version) {
            case MQTT_3_1 -> MqttVersion.MQTT_3_1;
            case MQTT_3_1_1 -> MqttVersion.MQTT_3_1_1;
            case MQTT_5 -> MqttVersion.MQTT_5;
        };
    }

    private static boolean isTooLong(@Nullable String text) {
        return text != null && ByteBufUtil.utf8Bytes(text) > MAXIMUM_FIELD_BYTES;
    }

    private static MqttxConnectException refused(ConnectRequest request, String why) {
        return new MqttxConnectException(
                "Cannot connect to " + request.broker() + ": " + why, MqttxConnectException.NO_REASON_CODE, false, null);
    }
}
