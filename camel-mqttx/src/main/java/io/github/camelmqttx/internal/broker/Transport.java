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
package io.github.camelmqttx.internal.broker;

import java.util.Locale;

/** What carries MQTT to a broker. */
public enum Transport {

    TCP(1883, false, false),
    TLS(8883, true, false),
    WS(80, false, true),
    WSS(443, true, true);

    private final int defaultPort;
    private final boolean secure;
    private final boolean webSocket;

    Transport(int defaultPort, boolean secure, boolean webSocket) {
        this.defaultPort = defaultPort;
        this.secure = secure;
        this.webSocket = webSocket;
    }

    /** The port that is meant when an address names none. */
    public int defaultPort() {
        return defaultPort;
    }

    /** Whether the connection is encrypted with TLS. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether MQTT travels inside WebSocket frames. */
    public boolean isWebSocket() {
        return webSocket;
    }

    /** The scheme that addresses are printed with: tcp, tls, ws or wss. */
    public String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }
}
