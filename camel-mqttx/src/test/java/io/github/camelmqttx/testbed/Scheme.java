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
package io.github.camelmqttx.testbed;

/** URI schemes of the listeners that a test broker may have. */
public enum Scheme {
    /** MQTT over TCP. */
    MQTT("mqtt"),
    /** MQTT over TLS. */
    MQTTS("mqtts"),
    /** MQTT over WebSocket, path {@code /mqtt}. */
    WS("ws"),
    /** MQTT over WebSocket over TLS, path {@code /mqtt}. */
    WSS("wss");

    private final String text;

    Scheme(String text) {
        this.text = text;
    }

    /** The URI of a listener of this scheme. */
    public String uri(String host, int port) {
        return text + "://" + host + ":" + port + (isWebSocket() ? "/mqtt" : "");
    }

    public boolean isTls() {
        return this == MQTTS || this == WSS;
    }

    public boolean isWebSocket() {
        return this == WS || this == WSS;
    }
}
