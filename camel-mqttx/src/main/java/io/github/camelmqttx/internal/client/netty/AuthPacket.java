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

import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** Reads and sizes AUTH, and the properties that it has in common with CONNECT and CONNACK. Spec: 5.0 section 3.15. */
final class AuthPacket {

    private static final int MAXIMUM_DATA_BYTES = 65_535;
    private static final int TYPE_BYTES = 1;

    private final int reasonCode;
    private final MqttProperties properties;

    private AuthPacket(int reasonCode, MqttProperties properties) {
        this.reasonCode = reasonCode;
        this.properties = properties;
    }

    /** @throws ProtocolViolation if its contents do not fit its length, or its Reason Code is none of AUTH */
    static AuthPacket of(MqttMessage packet) {
        PacketLength.check(packet, true);
        if (!(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
            return new AuthPacket(ReasonCodes.SUCCESS, MqttProperties.NO_PROPERTIES);
        }
        int code = header.reasonCode() & 0xFF;
        if (code != ReasonCodes.SUCCESS && code != ReasonCodes.CONTINUE_AUTHENTICATION && code != ReasonCodes.RE_AUTHENTICATE) {
            throw violation("sent AUTH with Reason Code " + ReasonCodes.describe(code) + ", which it cannot have");
        }
        return new AuthPacket(code, header.properties());
    }

    int reasonCode() {
        return reasonCode;
    }

    byte @Nullable [] data() {
        return data(properties);
    }

    /** @throws ProtocolViolation if the packet is not of this Authentication Method. Spec: 5.0 [MQTT-4.12.0-5] */
    void checkMethod(String method) {
        String named = PropertyMapper.text(properties, PropertyIds.AUTHENTICATION_METHOD);
        if (!method.equals(named)) {
            throw violation(named == null
                    ? "sent AUTH without Authentication Method"
                    : "sent AUTH of the Authentication Method " + PropertyMapper.printable(named) + " instead of " + method);
        }
    }

    static ProtocolViolation violation(String what) {
        return new ProtocolViolation(
                ReasonCodes.PROTOCOL_ERROR, what, "Check how the broker is set up for this Authentication Method");
    }

    static byte @Nullable [] data(MqttProperties properties) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(PropertyIds.AUTHENTICATION_DATA);
        return property instanceof MqttProperties.BinaryProperty binary ? binary.value() : null;
    }

    /** Adds Authentication Method and Data. */
    static void add(MqttProperties properties, String method, byte @Nullable [] data) {
        PropertyMapper.addText(properties, PropertyIds.AUTHENTICATION_METHOD, method);
        if (data != null) {
            properties.add(new MqttProperties.BinaryProperty(PropertyIds.AUTHENTICATION_DATA, data));
        }
    }

    /**
     * The properties of an AUTH packet.
     *
     * @throws IllegalStateException if data or packet are too long
     */
    static MqttProperties properties(String method, byte @Nullable [] data, int maximumPacketSize) {
        if (data != null && data.length > MAXIMUM_DATA_BYTES) {
            throw new IllegalStateException(
                    "Authentication Data of " + data.length + " bytes is longer than the " + MAXIMUM_DATA_BYTES
                                            + " that MQTT allows");
        }
        int length = 3 + ByteBufUtil.utf8Bytes(method) + (data == null ? 0 : 3 + data.length);
        int body = 1 + PublishLimits.lengthBytes(length) + length;
        int size = TYPE_BYTES + PublishLimits.lengthBytes(body) + body;
        if (size > maximumPacketSize) {
            throw new IllegalStateException(
                    "an AUTH packet of " + size + " bytes is larger than the Maximum Packet Size of the broker, "
                                            + maximumPacketSize);
        }
        MqttProperties properties = new MqttProperties();
        add(properties, method, data);
        return properties;
    }
}
