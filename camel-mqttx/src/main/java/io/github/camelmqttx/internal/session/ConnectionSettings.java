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
package io.github.camelmqttx.internal.session;

import java.util.Map;

import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.WillMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a session says to each broker in CONNECT, and how it gets there.
 *
 * @param sessionExpirySeconds 0 to 4 294 967 295, MQTT 5.0 only
 * @param connectTimeoutNanos  bound of one attempt
 * @param keepAliveSeconds     0 to 65 535, 0 is off
 * @param receiveMaximum       1 to 65 535, MQTT 5.0 only
 * @param maximumPacketSize    bytes of the largest packet accepted
 * @param proxy                through which brokers are reached, null for none
 */
public record ConnectionSettings(
        boolean cleanStart,
        long sessionExpirySeconds,
        long connectTimeoutNanos,
        int keepAliveSeconds,
        int receiveMaximum,
        int maximumPacketSize,
        CredentialsSource credentials,
        @Nullable WillMessage will,
        @Nullable TlsEngineFactory tls,
        Map<String, String> webSocketHeaders,
        @Nullable ProxySettings proxy) {

    ConnectionSettings with(CredentialsSource otherCredentials, @Nullable TlsEngineFactory otherTls) {
        return new ConnectionSettings(
                cleanStart, sessionExpirySeconds, connectTimeoutNanos, keepAliveSeconds, receiveMaximum, maximumPacketSize,
                otherCredentials, will, otherTls, webSocketHeaders, proxy);
    }

    /** Whether the broker keeps the session, with its subscriptions, while there is no connection. */
    public boolean isDurable(boolean mqtt5) {
        return mqtt5 ? sessionExpirySeconds > 0 : !cleanStart;
    }
}
