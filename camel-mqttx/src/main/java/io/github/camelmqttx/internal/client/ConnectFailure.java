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

import io.github.camelmqttx.MqttxConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection attempt failed.
 *
 * @param exception       names the broker and the cause; its Reason Code is that of the CONNACK, if there was one
 * @param serverReference of the CONNACK, as the broker wrote it; null if there was none. Spec: 5.0 section 3.2.2.3.16
 */
public record ConnectFailure(Stage stage, MqttxConnectException exception, @Nullable String serverReference) {

    /** A failure without Server Reference. */
    public ConnectFailure(Stage stage, MqttxConnectException exception) {
        this(stage, exception, null);
    }

    /** How far the attempt came. */
    public enum Stage {
        /** There are no credentials for it, or the enhanced authentication was broken off by this side. */
        CREDENTIALS,
        /** Name resolution or TCP. */
        NETWORK,
        /** Reaching the proxy, or its answer. */
        PROXY,
        /** TLS handshake, certificate or host name verification. */
        TLS,
        /** WebSocket upgrade. */
        WEB_SOCKET,
        /** The network connection stood and was closed, or broke the protocol, before CONNACK. */
        NO_CONNACK,
        /** CONNACK with a Reason Code other than success. */
        REFUSED,
        /** The time was over. */
        TIMEOUT,
        /** The session ended the attempt. */
        CANCELLED
    }
}
