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

import java.io.EOFException;

import javax.net.ssl.SSLException;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.netty.ConnectErrors;
import io.github.camelmqttx.internal.client.netty.Disconnections;
import io.github.camelmqttx.internal.client.netty.TlsErrors;
import org.jspecify.annotations.Nullable;

/** Says in the words of the component what Paho reports by numbers. Stateless. */
final class PahoErrors {

    /** The same numbers in both libraries. */
    static final int CLIENT_TIMEOUT = 32_000;
    static final int WRITE_TIMEOUT = 32_002;
    static final int CONNECTION_LOST = 32_109;
    private static final int LARGEST_REASON_CODE = 0xFF;
    private static final int LARGEST_RETURN_CODE = 5;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private PahoErrors() {
    }

    /** @param code of the library or of CONNACK, or {@link PahoLinkEvents#NO_CODE} */
    static ConnectFailure connectFailure(ConnectRequest request, BrokerSocket socket, int code, @Nullable Throwable cause) {
        ConnectFailure known = socket.failure();
        if (known != null) {
            return known;
        }
        int reasonCode = connackCode(request.version(), code);
        if (reasonCode != ReasonCodes.SUCCESS) {
            return ConnectErrors.refused(request, reasonCode, "", null);
        }
        SSLException brokenTls = socket.brokenTls();
        if (brokenTls != null) {
            return TlsErrors.failure(request.broker(), brokenTls, socket.witness());
        }
        Throwable root = rootOf(cause);
        if (request.broker().transport().isWebSocket() && code != CONNECTION_LOST) {
            return ConnectErrors.failure(
                    Stage.WEB_SOCKET,
                    "Cannot open a WebSocket to " + request.broker() + ": the server does not upgrade ("
                                      + messageOf(root) + "). Check that this is a WebSocket port for MQTT, and the path.",
                    true, root);
        }
        if (root == null || root instanceof EOFException) {
            return ConnectErrors.closed(request, socket.witness());
        }
        if (code == CONNECTION_LOST) {
            return ConnectErrors.broken(request, root, socket.witness());
        }
        return ConnectErrors.failure(
                Stage.NO_CONNACK,
                "Cannot connect to " + request.broker() + ": Paho does not understand its answer to CONNECT ("
                                  + messageOf(root) + "). Check that this is an MQTT broker's port.",
                true, root);
    }

    /** The Reason Code of a CONNACK, or {@link ReasonCodes#SUCCESS} if the code of the library is not that of one. */
    static int connackCode(ProtocolVersion version, int code) {
        if (code > 0 && code <= LARGEST_RETURN_CODE) {
            return ReasonCodes.ofConnectReturnCode(code);
        }
        return version == ProtocolVersion.MQTT_5 && isBrokersCode(code) ? code : ReasonCodes.SUCCESS;
    }

    /** Whether the code is one of MQTT 5.0, and not the library's own. */
    static boolean isBrokersCode(int code) {
        return ReasonCodes.isError(code) && code <= LARGEST_REASON_CODE;
    }

    /** CONNECT was not even sent, because the library does not take it. */
    static ConnectFailure impossible(ConnectRequest request, Exception cause) {
        return ConnectErrors.failure(
                Stage.REFUSED,
                "Cannot connect to " + request.broker() + ": Paho does not send this CONNECT (" + messageOf(cause)
                               + "). Check the options of the connection, or use client=netty.",
                false, cause);
    }

    /** [MQTT-3.2.2-2], 3.1.1 [MQTT-3.2.2-1] */
    static ConnectFailure sessionNotWanted(BrokerAddress broker) {
        return ConnectErrors.failure(
                Stage.NO_CONNACK,
                "Cannot connect to " + broker
                                  + ": it answered with Session Present although Clean Start was requested. Check that this is an"
                                  + " MQTT broker's port.",
                true, null);
    }

    static Disconnection disconnection(ConnectRequest request, PahoLinkEvents.Loss loss, int keepAliveSeconds) {
        BrokerAddress broker = request.broker();
        if (loss.byBroker()) {
            return Disconnections.byBroker(broker, loss.code(), loss.reasonString(), loss.serverReference());
        }
        Throwable root = rootOf(loss.cause());
        if (loss.code() == CLIENT_TIMEOUT || loss.code() == WRITE_TIMEOUT) {
            return Disconnections.dead(broker, keepAliveSeconds * NANOS_PER_SECOND);
        }
        if (isBrokersCode(loss.code())) {
            return new Disconnection(
                    Disconnection.Kind.PROTOCOL_ERROR, loss.code(),
                    "The connection to " + broker + " was closed by Paho, because the broker refused a QoS 2 publish: "
                                                                    + ReasonCodes.describe(loss.code()) + ".",
                    null, root);
        }
        if (root == null || root instanceof EOFException) {
            return Disconnections.closed(broker);
        }
        if (loss.code() == CONNECTION_LOST) {
            return Disconnections.broken(broker, root);
        }
        return new Disconnection(
                Disconnection.Kind.PROTOCOL_ERROR, PahoLinkEvents.NO_CODE,
                "The connection to " + broker + " was closed by Paho, which does not understand the broker: "
                                                                           + messageOf(root) + ".",
                null, root);
    }

    /** What a publish is told that the broker refused. */
    static MqttxPublishException refused(
            BrokerAddress broker, OutgoingMessage message, int reasonCode, String reasonString) {
        return new MqttxPublishException(
                broker + " refused the publish to topic " + message.topic() + " with "
                                         + (message.qos() == 1 ? "PUBACK" : "PUBREC") + ": "
                                         + ReasonCodes.describe(reasonCode) + reasonString + ". "
                                         + ReasonCodes.publishAdvice(reasonCode),
                message.topic(), reasonCode, ReasonCodes.isPublishRetryable(reasonCode));
    }

    /** @param suspects number of publishes that may have been the one that was refused */
    static MqttxPublishException perhapsRefused(
            BrokerAddress broker, OutgoingMessage message, int reasonCode, int suspects) {
        if (suspects == 1) {
            return refused(broker, message, reasonCode, "");
        }
        return new MqttxPublishException(
                broker + " refused one of " + suspects + " QoS 2 publishes with PUBREC: " + ReasonCodes.describe(reasonCode)
                                         + ". Paho does not tell which, so whether the one to topic " + message.topic()
                                         + " was taken is unknown. " + ReasonCodes.publishAdvice(reasonCode)
                                         + " client=netty tells which.",
                message.topic(), reasonCode, false);
    }

    /** See {@link PahoSession#mayPublishQos2}. */
    static MqttxPublishException unknownQos2(BrokerAddress broker, OutgoingMessage message) {
        return new MqttxPublishException(
                "Cannot publish to topic " + message.topic() + " with QoS 2: " + broker
                                         + " may continue a session of an earlier process, and client=paho does not know which Packet"
                                         + " Identifiers are in use there, so that the broker could take the message for a repetition"
                                         + " and drop it. Use qos=1, cleanStart=true or client=netty.",
                message.topic(), MqttxPublishException.NO_REASON_CODE, false);
    }

    static MqttxPublishException unpublishable(BrokerAddress broker, OutgoingMessage message, Exception cause) {
        return new MqttxPublishException(
                "Cannot publish to topic " + message.topic() + " at " + broker + ": Paho does not send it ("
                                         + messageOf(cause) + "). Check topic and properties, or use client=netty.",
                message.topic(), MqttxPublishException.NO_REASON_CODE, false);
    }

    /** A message of QoS 0 went down with its connection. */
    static MqttxConnectException lost(BrokerAddress broker, OutgoingMessage message) {
        return new MqttxConnectException(
                "The connection to " + broker + " ended before the QoS 0 message for topic " + message.topic()
                                         + " was written. Publish it again if it still matters, or use QoS 1.",
                MqttxConnectException.NO_REASON_CODE, true, null);
    }

    /** What is behind the exceptions of the library, or the last of them, or null. */
    private static @Nullable Throwable rootOf(@Nullable Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null && root.getClass().getName().startsWith("org.eclipse.paho.")) {
            root = root.getCause();
        }
        return root;
    }

    private static String messageOf(@Nullable Throwable cause) {
        return cause == null ? "no reason given" : ConnectErrors.messageOf(cause);
    }
}
