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

import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Reads a CONNACK. Spec: 5.0 section 3.2, 3.1.1 section 3.2. */
final class Connack {

    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
    private static final int RECEIVE_MAXIMUM_DEFAULT = 65_535;
    private static final int HIGHEST_QOS = 2;

    private final ConnectRequest request;
    private final int reasonCode;
    private final boolean sessionPresent;
    private final MqttProperties properties;

    Connack(MqttConnAckMessage packet, ConnectRequest request) {
        this.request = request;
        int code = packet.variableHeader().connectReturnCode().byteValue() & 0xFF;
        this.reasonCode = request.version() == ProtocolVersion.MQTT_5 && ReasonCodes.isError(code)
                ? code : ReasonCodes.ofConnectReturnCode(code);
        this.sessionPresent = packet.variableHeader().isSessionPresent();
        this.properties = request.version() == ProtocolVersion.MQTT_5
                ? packet.variableHeader().properties() : MqttProperties.NO_PROPERTIES;
    }

    /**
     * Success or why not, numbered as in MQTT 5.0. MQTT 5.0 has no other codes below 0x80 here, so those are the return
     * codes of a broker of MQTT 3.x.
     */
    int reasonCode() {
        return reasonCode;
    }

    @Nullable
    String serverReference() {
        return PropertyMapper.text(properties, PropertyIds.SERVER_REFERENCE);
    }

    MqttProperties properties() {
        return properties;
    }

    String reasonString() {
        return PropertyMapper.reasonString(properties);
    }

    /**
     * Whether the broker continues a session.
     *
     * @param  knownBroker       whether the last connection of this client was to the same broker: MQTT 3.1 has no
     *                           Session Present, there it stands in for it
     * @throws ProtocolViolation if it is set although Clean Start was. Spec: 5.0 [MQTT-3.2.2-2], 3.1.1 [MQTT-3.2.2-1]
     */
    boolean sessionPresent(boolean knownBroker) {
        if (request.version() == ProtocolVersion.MQTT_3_1) {
            return knownBroker && !request.cleanStart();
        }
        if (sessionPresent && request.cleanStart()) {
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR, "answered with Session Present although Clean Start was requested");
        }
        return sessionPresent;
    }

    /** Whether the broker may hold a session of ours; MQTT 3.1 does not tell. */
    boolean sessionPossible() {
        return sessionPresent || request.version() == ProtocolVersion.MQTT_3_1 && !request.cleanStart();
    }

    /** @throws ProtocolViolation if a property has a value that is not allowed */
    ConnectResult result(boolean present) {
        String assigned = PropertyMapper.text(properties, PropertyIds.ASSIGNED_CLIENT_IDENTIFIER);
        return new ConnectResult(
                request.version(), present, assigned == null ? request.clientId() : assigned,
                number(PropertyIds.SERVER_KEEP_ALIVE, request.keepAliveSeconds()), sessionExpirySeconds(),
                positive(PropertyIds.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM_DEFAULT, "Receive Maximum"),
                number(PropertyIds.MAXIMUM_QOS, HIGHEST_QOS), isAvailable(PropertyIds.RETAIN_AVAILABLE), maximumPacketSize(),
                isAvailable(PropertyIds.WILDCARD_SUBSCRIPTION_AVAILABLE),
                isAvailable(PropertyIds.SUBSCRIPTION_IDENTIFIER_AVAILABLE),
                isAvailable(PropertyIds.SHARED_SUBSCRIPTION_AVAILABLE), serverReference());
    }

    private long sessionExpirySeconds() {
        if (request.version() != ProtocolVersion.MQTT_5) {
            return request.cleanStart() ? 0 : NEVER_EXPIRES;
        }
        return PropertyMapper.has(properties, PropertyIds.SESSION_EXPIRY_INTERVAL)
                ? Integer.toUnsignedLong(number(PropertyIds.SESSION_EXPIRY_INTERVAL, 0)) : request.sessionExpirySeconds();
    }

    private int maximumPacketSize() {
        int value = number(PropertyIds.MAXIMUM_PACKET_SIZE, ConnectPacket.LARGEST_PACKET);
        if (value == 0) {
            throw zero("Maximum Packet Size");
        }
        return value < 0 ? ConnectPacket.LARGEST_PACKET : Math.min(value, ConnectPacket.LARGEST_PACKET);
    }

    private int positive(int property, int absent, String name) {
        int value = number(property, absent);
        if (value == 0) {
            throw zero(name);
        }
        return value;
    }

    private boolean isAvailable(int property) {
        return number(property, 1) != 0;
    }

    private int number(int property, int absent) {
        return PropertyMapper.number(properties, property, absent);
    }

    private static ProtocolViolation zero(String property) {
        return new ProtocolViolation(ReasonCodes.PROTOCOL_ERROR, "sent a CONNACK with a " + property + " of 0");
    }
}
