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

import java.util.List;

import io.github.camelmqttx.ClientIdGenerator;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ClientLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Everything that endpoints must agree on to share a session. Immutable; two sessions with equal settings are
 * interchangeable.
 *
 * @param brokers           in order of preference, at least one
 * @param clientId          the explicit Client Identifier, or null if the generator makes one for each session
 * @param clientIdGenerator used when there is no explicit one
 * @param library           the driver
 */
public record SessionSettings(
        List<BrokerAddress> brokers,
        VersionPolicy version,
        @Nullable String clientId,
        ClientIdGenerator clientIdGenerator,
        ConnectionSettings connection,
        ReconnectSettings reconnect,
        FlowSettings flow,
        ClientLibrary library) {

    public SessionSettings {
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException(
                    "brokers is empty: name at least one broker, for example brokers=tcp://localhost:1883");
        }
        brokers = List.copyOf(brokers);
    }

    SessionSettings with(ConnectionSettings other) {
        return new SessionSettings(brokers, version, clientId, clientIdGenerator, other, reconnect, flow, library);
    }
}
