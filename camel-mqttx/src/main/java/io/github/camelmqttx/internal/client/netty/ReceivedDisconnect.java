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

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** Reads a DISCONNECT of the broker. Spec: 5.0 section 3.14. */
final class ReceivedDisconnect {

    private ReceivedDisconnect() {
    }

    static Disconnection of(BrokerAddress broker, MqttMessage packet) {
        int reasonCode = ReasonCodes.SUCCESS;
        String reasonString = "";
        String serverReference = null;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            MqttProperties properties = header.properties();
            reasonCode = header.reasonCode() & 0xFF;
            reasonString = PropertyMapper.reasonString(properties);
            serverReference = PropertyMapper.text(properties, PropertyIds.SERVER_REFERENCE);
        }
        return new Disconnection(
                Disconnection.Kind.BY_BROKER, reasonCode,
                broker + " ended the connection: " + ReasonCodes.describe(reasonCode) + reasonString + "."
                                                          + reference(serverReference),
                serverReference, null);
    }

    private static String reference(@Nullable String serverReference) {
        return serverReference == null ? "" : " It names: " + PropertyMapper.printable(serverReference) + ".";
    }
}
