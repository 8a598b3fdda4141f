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

import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Everything one connection attempt needs.
 *
 * @param attempt              number of the attempt within its session, rising; comes back with every event
 * @param timeoutNanos         for DNS, TCP, TLS, WebSocket and CONNACK together
 * @param keepAliveSeconds     0 to 65 535, 0 is off
 * @param sessionExpirySeconds 0 to 4 294 967 295 (0xFFFFFFFF: never), MQTT 5.0 only
 * @param receiveMaximum       1 to 65 535, MQTT 5.0 only
 * @param maximumPacketSize    bytes; announced with MQTT 5.0, enforced with every version
 * @param maximumInflight      bound of unacknowledged QoS 1 and 2 publishes, lowered by the broker's Receive Maximum
 * @param webSocketHeaders     extra headers of the upgrade request
 * @param proxy                through which the broker is reached, null for none
 */
public record ConnectRequest(
        int attempt,
        BrokerAddress broker,
        ProtocolVersion version,
        String clientId,
        boolean cleanStart,
        long timeoutNanos,
        int keepAliveSeconds,
        long sessionExpirySeconds,
        int receiveMaximum,
        int maximumPacketSize,
        int maximumInflight,
        Credentials credentials,
        @Nullable WillMessage will,
        @Nullable TlsEngineFactory tls,
        Map<String, String> webSocketHeaders,
        List<UserProperty> userProperties,
        @Nullable ProxySettings proxy) {

    /** A request for a connection without a proxy. */
    public ConnectRequest(
                          int attempt,
                          BrokerAddress broker,
                          ProtocolVersion version,
                          String clientId,
                          boolean cleanStart,
                          long timeoutNanos,
                          int keepAliveSeconds,
                          long sessionExpirySeconds,
                          int receiveMaximum,
                          int maximumPacketSize,
                          int maximumInflight,
                          Credentials credentials,
                          @Nullable WillMessage will,
                          @Nullable TlsEngineFactory tls,
                          Map<String, String> webSocketHeaders,
                          List<UserProperty> userProperties) {
        this(attempt, broker, version, clientId, cleanStart, timeoutNanos, keepAliveSeconds, sessionExpirySeconds,
             receiveMaximum, maximumPacketSize, maximumInflight, credentials, will, tls, webSocketHeaders, userProperties,
             null);
    }
}
