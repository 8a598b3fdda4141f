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

import java.util.UUID;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link MqttProbe} connects.
 *
 * @param version              MQTT protocol level: 3 (3.1), 4 (3.1.1) or 5 (5.0)
 * @param clientId             Client Identifier
 * @param cleanStart           false: resumes the session of the Client Identifier
 * @param sessionExpirySeconds how long the broker keeps the session, MQTT 5 only
 * @param receiveMaximum       how many unacknowledged messages the broker may send, MQTT 5 only
 * @param userName             null: none
 * @param password             null: none
 * @param tls                  for URIs with TLS, ignored for others; null: the default context
 */
public record ProbeOptions(int version, String clientId, boolean cleanStart, long sessionExpirySeconds, int receiveMaximum,
        @Nullable String userName, @Nullable String password, @Nullable SSLContext tls) {

    /** A session of MQTT 5 that ends with its connection. */
    public static ProbeOptions transientSession() {
        return new ProbeOptions(5, "probe-" + UUID.randomUUID(), true, 0, 65_535, null, null, null);
    }

    /** Resumes or begins the session of this Client Identifier; the broker keeps it for an hour. */
    public static ProbeOptions durable(String clientId) {
        return new ProbeOptions(5, clientId, false, 3_600, 65_535, null, null, null);
    }

    public ProbeOptions withVersion(int protocolLevel) {
        String id = protocolLevel == 3 && clientId.length() > 23 ? clientId.substring(0, 23) : clientId;
        return new ProbeOptions(protocolLevel, id, cleanStart, sessionExpirySeconds, receiveMaximum, userName, password, tls);
    }

    public ProbeOptions withUser(String name, String secret) {
        return new ProbeOptions(version, clientId, cleanStart, sessionExpirySeconds, receiveMaximum, name, secret, tls);
    }

    public ProbeOptions withTls(SSLContext context) {
        return new ProbeOptions(
                version, clientId, cleanStart, sessionExpirySeconds, receiveMaximum, userName, password,
                context);
    }

    public ProbeOptions withReceiveMaximum(int messages) {
        return new ProbeOptions(version, clientId, cleanStart, sessionExpirySeconds, messages, userName, password, tls);
    }

    @Override
    public String toString() {
        return "ProbeOptions[version=" + version + ", clientId=" + clientId + ", cleanStart=" + cleanStart + "]";
    }
}
