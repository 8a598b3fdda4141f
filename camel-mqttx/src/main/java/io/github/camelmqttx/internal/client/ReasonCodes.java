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
package io.github.camelmqttx.internal.client;

/**
 * The Reason Codes of MQTT 5.0: names as the specification spells them, and what a user can do about each. Return codes
 * of MQTT 3.x are {@linkplain #ofConnectReturnCode translated}, so that the rest of the program knows one numbering
 * only. Spec: 5.0 section 2.4.
 */
public final class ReasonCodes {

    public static final int SUCCESS = 0x00;
    public static final int DISCONNECT_WITH_WILL_MESSAGE = 0x04;
    public static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    public static final int CONTINUE_AUTHENTICATION = 0x18;
    public static final int RE_AUTHENTICATE = 0x19;
    /** The first code that stands for a failure. */
    public static final int UNSPECIFIED_ERROR = 0x80;
    public static final int MALFORMED_PACKET = 0x81;
    public static final int PROTOCOL_ERROR = 0x82;
    public static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    public static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;
    public static final int CLIENT_IDENTIFIER_NOT_VALID = 0x85;
    public static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    public static final int NOT_AUTHORIZED = 0x87;
    public static final int SERVER_UNAVAILABLE = 0x88;
    public static final int SERVER_BUSY = 0x89;
    public static final int BANNED = 0x8A;
    public static final int SERVER_SHUTTING_DOWN = 0x8B;
    public static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    public static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    public static final int SESSION_TAKEN_OVER = 0x8E;
    public static final int TOPIC_FILTER_INVALID = 0x8F;
    public static final int TOPIC_NAME_INVALID = 0x90;
    public static final int PACKET_IDENTIFIER_IN_USE = 0x91;
    public static final int PACKET_IDENTIFIER_NOT_FOUND = 0x92;
    public static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    public static final int TOPIC_ALIAS_INVALID = 0x94;
    public static final int PACKET_TOO_LARGE = 0x95;
    public static final int MESSAGE_RATE_TOO_HIGH = 0x96;
    public static final int QUOTA_EXCEEDED = 0x97;
    public static final int ADMINISTRATIVE_ACTION = 0x98;
    public static final int PAYLOAD_FORMAT_INVALID = 0x99;
    public static final int RETAIN_NOT_SUPPORTED = 0x9A;
    public static final int QOS_NOT_SUPPORTED = 0x9B;
    public static final int USE_ANOTHER_SERVER = 0x9C;
    public static final int SERVER_MOVED = 0x9D;
    public static final int SHARED_SUBSCRIPTIONS_NOT_SUPPORTED = 0x9E;
    public static final int CONNECTION_RATE_EXCEEDED = 0x9F;
    public static final int MAXIMUM_CONNECT_TIME = 0xA0;
    public static final int SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED = 0xA1;
    public static final int WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED = 0xA2;

    private ReasonCodes() {
    }

    /** Whether the code stands for a failure. */
    public static boolean isError(int code) {
        return code >= UNSPECIFIED_ERROR;
    }

    /** Name and number, for example {@code Not authorized (0x87)}. */
    public static String describe(int code) {
        return String.format("%s (0x%02X)", name(code), code);
    }

    /** The name the specification gives to a code; codes it does not know are called {@code Unknown Reason Code}. */
    public static String name(int code) {
        return switch (code) {
            case SUCCESS -> "Success";
            case 0x01 -> "Granted QoS 1";
            case 0x02 -> "Granted QoS 2";
            case DISCONNECT_WITH_WILL_MESSAGE -> "Disconnect with Will Message";
            case NO_MATCHING_SUBSCRIBERS -> "No matching subscribers";
            case 0x11 -> "No subscription existed";
            case CONTINUE_AUTHENTICATION -> "Continue authentication";
            case RE_AUTHENTICATE -> "Re-authenticate";
            default -> errorName(code);
        };
    }

    private static String errorName(int code) {
        return switch (code) {
            case UNSPECIFIED_ERROR -> "Unspecified error";
            case MALFORMED_PACKET -> "Malformed Packet";
            case PROTOCOL_ERROR -> "Protocol Error";
            case IMPLEMENTATION_SPECIFIC_ERROR -> "Implementation specific error";
            case UNSUPPORTED_PROTOCOL_VERSION -> "Unsupported Protocol Version";
            case CLIENT_IDENTIFIER_NOT_VALID -> "Client Identifier not valid";
            case BAD_USER_NAME_OR_PASSWORD -> "Bad User Name or Password";
            case NOT_AUTHORIZED -> "Not authorized";
            case SERVER_UNAVAILABLE -> "Server unavailable";
            case SERVER_BUSY -> "Server busy";
            case BANNED -> "Banned";
            case SERVER_SHUTTING_DOWN -> "Server shutting down";
            case BAD_AUTHENTICATION_METHOD -> "Bad authentication method";
            case KEEP_ALIVE_TIMEOUT -> "Keep Alive timeout";
            case SESSION_TAKEN_OVER -> "Session taken over";
            case TOPIC_FILTER_INVALID -> "Topic Filter invalid";
            case TOPIC_NAME_INVALID -> "Topic Name invalid";
            default -> limitName(code);
        };
    }

    private static String limitName(int code) {
        return switch (code) {
            case PACKET_IDENTIFIER_IN_USE -> "Packet Identifier in use";
            case PACKET_IDENTIFIER_NOT_FOUND -> "Packet Identifier not found";
            case RECEIVE_MAXIMUM_EXCEEDED -> "Receive Maximum exceeded";
            case TOPIC_ALIAS_INVALID -> "Topic Alias invalid";
            case PACKET_TOO_LARGE -> "Packet too large";
            case MESSAGE_RATE_TOO_HIGH -> "Message rate too high";
            case QUOTA_EXCEEDED -> "Quota exceeded";
            case ADMINISTRATIVE_ACTION -> "Administrative action";
            case PAYLOAD_FORMAT_INVALID -> "Payload format invalid";
            case RETAIN_NOT_SUPPORTED -> "Retain not supported";
            case QOS_NOT_SUPPORTED -> "QoS not supported";
            case USE_ANOTHER_SERVER -> "Use another server";
            case SERVER_MOVED -> "Server moved";
            case SHARED_SUBSCRIPTIONS_NOT_SUPPORTED -> "Shared Subscriptions not supported";
            case CONNECTION_RATE_EXCEEDED -> "Connection rate exceeded";
            case MAXIMUM_CONNECT_TIME -> "Maximum connect time";
            case SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED -> "Subscription Identifiers not supported";
            case WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED -> "Wildcard Subscriptions not supported";
            default -> "Unknown Reason Code";
        };
    }

    /**
     * Translates the return code of a CONNACK of MQTT 3.x; unknown ones become {@link #UNSPECIFIED_ERROR}. Spec: 3.1.1
     * section 3.2.2.3.
     */
    public static int ofConnectReturnCode(int returnCode) {
        return switch (returnCode) {
            case 0 -> SUCCESS;
            case 1 -> UNSUPPORTED_PROTOCOL_VERSION;
            case 2 -> CLIENT_IDENTIFIER_NOT_VALID;
            case 3 -> SERVER_UNAVAILABLE;
            case 4 -> BAD_USER_NAME_OR_PASSWORD;
            case 5 -> NOT_AUTHORIZED;
            default -> UNSPECIFIED_ERROR;
        };
    }

    /** What to do about a refused connection: one sentence. */
    public static String connectAdvice(int code) {
        return switch (code) {
            case UNSUPPORTED_PROTOCOL_VERSION -> "Set mqttVersion to a version the broker speaks, or to auto.";
            case CLIENT_IDENTIFIER_NOT_VALID -> "Set clientId to one the broker accepts (MQTT 3.1: 1 to 23 characters).";
            case BAD_USER_NAME_OR_PASSWORD -> "Check userName and password.";
            case NOT_AUTHORIZED -> "Check userName and password, and the broker's permissions for this client.";
            case SERVER_UNAVAILABLE, SERVER_BUSY, SERVER_SHUTTING_DOWN ->
                "The broker cannot serve clients now; try again later or list another broker.";
            case BANNED -> "The broker has banned this client; ask its administrator.";
            case BAD_AUTHENTICATION_METHOD ->
                "The broker does not know the method of enhancedAuthentication, or demands one: set the option to a bean whose"
                                              + " method the broker has been set up for.";
            case TOPIC_NAME_INVALID -> "The broker does not accept the Topic Name of the Will Message; check willTopic.";
            case PACKET_TOO_LARGE -> "CONNECT is too large for the broker; shorten the Will Message or the User Properties.";
            case QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED ->
                "A limit of the broker is reached; connect less often, or raise the limit at the broker.";
            case PAYLOAD_FORMAT_INVALID -> "The Will Message does not match its Payload Format Indicator.";
            case RETAIN_NOT_SUPPORTED -> "The broker does not support retained messages; set willRetained=false.";
            case QOS_NOT_SUPPORTED -> "The broker does not support the QoS of the Will Message; lower willQos.";
            case USE_ANOTHER_SERVER, SERVER_MOVED ->
                "The broker sends its clients elsewhere; correct the option brokers if this lasts.";
            default -> "The log of the broker should say more.";
        };
    }

    /** What to do about a refused publish: one sentence. */
    public static String publishAdvice(int code) {
        return switch (code) {
            case NOT_AUTHORIZED -> "Allow this client to publish to the topic at the broker.";
            case TOPIC_NAME_INVALID -> "The broker does not accept this Topic Name; use another.";
            case PAYLOAD_FORMAT_INVALID -> "The payload does not match its Payload Format Indicator; correct either.";
            case QUOTA_EXCEEDED -> "A limit of the broker is reached; publish again later or raise the limit.";
            case PACKET_TOO_LARGE -> "Shorten the payload or the properties, or raise the limit at the broker.";
            case PACKET_IDENTIFIER_IN_USE, PACKET_IDENTIFIER_NOT_FOUND ->
                "Client and broker disagree on the session; publish again.";
            case SERVER_UNAVAILABLE, SERVER_BUSY -> "Publish again later.";
            default -> "The log of the broker should say more.";
        };
    }

    /** What to do about a refused Topic Filter: one sentence. */
    public static String subscribeAdvice(int code) {
        return switch (code) {
            case NOT_AUTHORIZED -> "Allow this client to subscribe to the filter at the broker.";
            case TOPIC_FILTER_INVALID -> "The broker does not accept this Topic Filter; use another.";
            case PACKET_IDENTIFIER_IN_USE -> "Client and broker disagree on the session; subscribe again.";
            case PACKET_TOO_LARGE -> "The Topic Filter is larger than the broker accepts; use a shorter one.";
            case QUOTA_EXCEEDED -> "A limit of the broker is reached; drop subscriptions or raise the limit.";
            case SHARED_SUBSCRIPTIONS_NOT_SUPPORTED -> "The broker has no Shared Subscriptions; subscribe without $share.";
            case SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED -> "The broker has no Subscription Identifiers; do without.";
            case WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED -> "The broker has no wildcards; subscribe to single topics.";
            default -> "Check the permissions of this client; the log of the broker should say more.";
        };
    }

    /** Whether connecting again to the same broker can succeed without a change of configuration. */
    public static boolean isConnectRetryable(int code) {
        return switch (code) {
            case SERVER_UNAVAILABLE, SERVER_BUSY, SERVER_SHUTTING_DOWN, QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED,
                    UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, USE_ANOTHER_SERVER, MESSAGE_RATE_TOO_HIGH ->
                true;
            default -> false;
        };
    }

    /** Whether the same publish can succeed later. */
    public static boolean isPublishRetryable(int code) {
        return switch (code) {
            case UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, SERVER_UNAVAILABLE, SERVER_BUSY, PACKET_IDENTIFIER_IN_USE,
                    PACKET_IDENTIFIER_NOT_FOUND, MESSAGE_RATE_TOO_HIGH, QUOTA_EXCEEDED ->
                true;
            default -> false;
        };
    }

    /** Whether the same subscription can succeed later. */
    public static boolean isSubscribeRetryable(int code) {
        return switch (code) {
            case UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, SERVER_UNAVAILABLE, SERVER_BUSY, PACKET_IDENTIFIER_IN_USE,
                    QUOTA_EXCEEDED ->
                true;
            default -> false;
        };
    }
}
