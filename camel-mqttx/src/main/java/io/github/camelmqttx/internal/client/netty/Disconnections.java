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

import java.io.IOException;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** Says why an established connection ended. */
public final class Disconnections {

    private static final int NO_REASON_CODE = -1;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private Disconnections() {
    }

    public static Disconnection local(BrokerAddress broker, int reasonCode) {
        return new Disconnection(Kind.LOCAL, reasonCode, "The connection to " + broker + " was closed as asked.", null, null);
    }

    public static Disconnection closed(BrokerAddress broker) {
        return new Disconnection(
                Kind.CLOSED, NO_REASON_CODE, broker + " closed the connection without DISCONNECT.", null, null);
    }

    /** The transport reported an exception; one of its decoders means that the peer broke TLS or WebSocket. */
    public static Disconnection broken(BrokerAddress broker, Throwable cause) {
        boolean undecodable = cause instanceof DecoderException && !(cause.getCause() instanceof IOException);
        return new Disconnection(
                undecodable ? Kind.PROTOCOL_ERROR : Kind.CLOSED, NO_REASON_CODE,
                "The connection to " + broker + " broke: " + ConnectErrors.messageOf(cause) + ".", null, cause);
    }

    static Disconnection violated(BrokerAddress broker, ProtocolViolation violation) {
        return new Disconnection(
                Kind.PROTOCOL_ERROR, violation.reasonCode(),
                broker + " " + violation.getMessage() + "; the connection was closed with "
                                                             + ReasonCodes.describe(violation.reasonCode()) + ".",
                null, violation);
    }

    /** The enhanced authentication was broken off by this side. @param why a clause that begins with what failed */
    static Disconnection brokenOff(BrokerAddress broker, String why, @Nullable Throwable cause) {
        return new Disconnection(
                Kind.PROTOCOL_ERROR, ReasonCodes.UNSPECIFIED_ERROR,
                "The connection to " + broker + " was closed: " + why
                                                                    + (cause == null
                                                                            ? "" : ": " + ConnectErrors.messageOf(cause))
                                                                    + ".",
                null, cause);
    }

    public static Disconnection dead(BrokerAddress broker, long silentNanos) {
        return new Disconnection(
                Kind.KEEP_ALIVE, NO_REASON_CODE,
                broker + " has sent nothing for " + silentNanos / NANOS_PER_MILLI
                                                 + " ms, not even an answer to PINGREQ; the connection was closed.",
                null, null);
    }

    /** The broker sent DISCONNECT. Spec: 5.0 section 3.14. */
    static Disconnection byBroker(BrokerAddress broker, MqttMessage packet) {
        int reasonCode = ReasonCodes.SUCCESS;
        String reasonString = "";
        String reference = null;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            MqttProperties properties = header.properties();
            reasonCode = header.reasonCode() & 0xFF;
            reasonString = PropertyMapper.reasonString(properties);
            reference = PropertyMapper.text(properties, PropertyIds.SERVER_REFERENCE);
        }
        return byBroker(broker, reasonCode, reasonString, reference);
    }

    /** @param reasonString part of a sentence, or empty */
    public static Disconnection byBroker(
            BrokerAddress broker, int reasonCode, String reasonString, @Nullable String reference) {
        String hint = reference == null ? "" : " It names: " + PropertyMapper.printable(reference) + ".";
        return new Disconnection(
                Kind.BY_BROKER, reasonCode,
                broker + " ended the connection: " + ReasonCodes.describe(reasonCode) + reasonString + "." + hint, reference,
                null);
    }
}
