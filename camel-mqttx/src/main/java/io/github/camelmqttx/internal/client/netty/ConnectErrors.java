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

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.TlsWitness;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.EncoderException;
import org.jspecify.annotations.Nullable;

/** Says why an attempt failed: what happened, at which broker, what to do. */
public final class ConnectErrors {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final String OTHER_PORTS
            = " If this port expects TLS, use mqtts://; if it is a WebSocket port, use ws://.";

    private ConnectErrors() {
    }

    /** Name resolution or TCP failed. */
    public static ConnectFailure network(BrokerAddress broker, Throwable cause) {
        String why = networkReason(broker.host(), broker.port(), "broker", cause);
        return failure(Stage.NETWORK, "Cannot connect to " + broker + ": " + why, true, cause);
    }

    /** Why a peer was not reached, and what to do. @param kind of the peer, for people */
    static String networkReason(String host, int port, String kind, Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "the host name " + host + " is unknown. Check its spelling and the name service.";
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException) {
            return "the host does not answer. Check the address, firewalls, and whether the host is up.";
        }
        if (cause instanceof NoRouteToHostException) {
            return "there is no route to the host. Check the address and the network.";
        }
        if (cause instanceof ConnectException) {
            return "the connection was refused. Check that the " + kind + " runs and listens on port " + port + ".";
        }
        return "the network reported: " + messageOf(cause) + ". Check the address and the network.";
    }

    /** CONNACK with a Reason Code other than success. */
    public static ConnectFailure refused(
            ConnectRequest request, int reasonCode, String reasonString, @Nullable String serverReference) {
        BrokerAddress broker = request.broker();
        boolean needsMqtt5 = reasonCode == ReasonCodes.UNSUPPORTED_PROTOCOL_VERSION && request.credentials().needsMqtt5();
        String advice = needsMqtt5
                ? "Use a broker that speaks MQTT 5.0, which enhancedAuthentication needs, or remove that option."
                : ReasonCodes.connectAdvice(reasonCode);
        String reference = serverReference == null ? "" : " It names: " + PropertyMapper.printable(serverReference) + ".";
        return new ConnectFailure(
                Stage.REFUSED,
                new MqttxConnectException(
                        broker + " refused the connection: " + ReasonCodes.describe(reasonCode) + reasonString + ". "
                                          + advice + reference,
                        reasonCode, ReasonCodes.isConnectRetryable(reasonCode), null),
                serverReference);
    }

    /** The channel was open and closed without CONNACK. */
    public static ConnectFailure closed(ConnectRequest request, @Nullable TlsWitness witness) {
        return withoutConnack(request, "closed the connection without answering CONNECT", null, witness);
    }

    private static ConnectFailure withoutConnack(
            ConnectRequest request, String what, @Nullable Throwable cause, @Nullable TlsWitness witness) {
        String hint = request.broker().transport() == Transport.TCP ? OTHER_PORTS : TlsErrors.certificateHint(witness);
        String version = request.version() == ProtocolVersion.MQTT_3_1
                ? "" : " The broker may also not speak MQTT " + request.version() + " (option mqttVersion).";
        return failure(
                Stage.NO_CONNACK,
                request.broker() + " " + what + "." + hint + version + " The log of the broker should say more.",
                true, cause);
    }

    /** The broker broke the protocol instead of sending a CONNACK. */
    static ConnectFailure violated(BrokerAddress broker, ProtocolViolation violation) {
        return failure(Stage.NO_CONNACK,
                "Cannot connect to " + broker + ": it " + violation.getMessage() + ". " + violation.advice() + ".",
                true, violation);
    }

    /** The enhanced authentication was broken off by this side. @param why a clause that begins with what failed */
    static ConnectFailure brokenOff(BrokerAddress broker, String why, @Nullable Throwable cause) {
        return failure(Stage.CREDENTIALS,
                "Cannot connect to " + broker + ": " + why + (cause == null ? "" : ": " + messageOf(cause))
                                          + ". Check what the bean authenticates with, and the broker's side of it.",
                true, cause);
    }

    /** An exception on an open channel, before CONNACK. */
    public static ConnectFailure broken(ConnectRequest request, Throwable cause, @Nullable TlsWitness witness) {
        if (cause instanceof EncoderException) {
            return failure(
                    Stage.REFUSED,
                    "Cannot connect to " + request.broker() + ": the MQTT codec does not write this CONNECT ("
                                   + messageOf(cause)
                                   + "). Set userName together with password, or use a later Netty.",
                    false, cause);
        }
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof SSLException) {
            return TlsErrors.failure(request.broker(), root, witness);
        }
        return withoutConnack(request, "broke the connection before CONNACK (" + messageOf(cause) + ")", cause, witness);
    }

    public static ConnectFailure timeout(BrokerAddress broker, long timeoutNanos, String progress) {
        String hint = broker.transport().isSecure()
                ? " If the port has no TLS, use " + TlsErrors.plainScheme(broker) + "." : OTHER_PORTS;
        return failure(Stage.TIMEOUT,
                "Cannot connect to " + broker + ": no answer within " + timeoutNanos / NANOS_PER_MILLI + " ms (" + progress
                                      + "). Check that the broker is up and reachable, or raise connectionTimeout." + hint,
                true, null);
    }

    public static ConnectFailure cancelled(BrokerAddress broker) {
        return failure(Stage.CANCELLED, "The attempt to connect to " + broker + " was cancelled.", true, null);
    }

    public static ConnectFailure failure(Stage stage, String message, boolean retryable, @Nullable Throwable cause) {
        return new ConnectFailure(
                stage, new MqttxConnectException(message, MqttxConnectException.NO_REASON_CODE, retryable, cause));
    }

    /** A Reason String as part of a sentence, or an empty text. */
    public static String said(@Nullable String reasonString) {
        return reasonString == null || reasonString.isEmpty()
                ? "" : " (the broker says: " + PropertyMapper.printable(reasonString) + ")";
    }

    /** The message of an exception, or its class if it has none. */
    public static String messageOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : PropertyMapper.printable(message);
    }
}
