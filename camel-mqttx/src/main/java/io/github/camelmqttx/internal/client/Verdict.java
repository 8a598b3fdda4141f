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

import io.github.camelmqttx.internal.client.ConnectFailure.Stage;

/** What an attempt that failed means for the next one. */
public enum Verdict {

    /** Another CONNECT, with a lower version of MQTT, may succeed at the same broker at once. */
    SAME_BROKER,
    /** Another broker may take this CONNECT, or this one later. */
    NEXT_BROKER,
    /** No repetition of this CONNECT can succeed at this broker, unless the configuration of either side changes. */
    GIVE_UP;

    /**
     * The verdict on a failure as such: who knows more of the broker (that it has taken the same CONNECT before, that
     * there is no lower version) may have to revise it. A CONNECT that the engine has refused to send (stage REFUSED
     * without Reason Code) is for giving up. Credentials and permissions are not: another broker may accept them, and
     * they are often mended at the broker.
     *
     * @param reasonCode as MQTT 5.0 numbers it, -1 if there was no CONNACK
     */
    public static Verdict of(Stage stage, int reasonCode) {
        return switch (stage) {
            case NO_CONNACK -> SAME_BROKER;
            case REFUSED -> reasonCode < 0 ? GIVE_UP : ofReasonCode(reasonCode);
            default -> NEXT_BROKER;
        };
    }

    private static Verdict ofReasonCode(int reasonCode) {
        return switch (reasonCode) {
            case ReasonCodes.UNSUPPORTED_PROTOCOL_VERSION -> SAME_BROKER;
            case ReasonCodes.CLIENT_IDENTIFIER_NOT_VALID, ReasonCodes.TOPIC_NAME_INVALID, ReasonCodes.PACKET_TOO_LARGE,
                    ReasonCodes.PAYLOAD_FORMAT_INVALID, ReasonCodes.RETAIN_NOT_SUPPORTED, ReasonCodes.QOS_NOT_SUPPORTED ->
                GIVE_UP;
            default -> NEXT_BROKER;
        };
    }
}
