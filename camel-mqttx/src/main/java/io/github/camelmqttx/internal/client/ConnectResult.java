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

import org.jspecify.annotations.Nullable;

/**
 * What a CONNACK with success said. Values that MQTT 3.x does not have are the defaults of MQTT 5.0. Spec: 5.0 section
 * 3.2.2.3
 *
 * @param clientId             the Client Identifier in use, assigned by the broker or our own
 * @param keepAliveSeconds     in force: the Server Keep Alive if given, else the requested one
 * @param sessionExpirySeconds in force
 * @param receiveMaximum       of the broker, 1 to 65 535
 * @param maximumPacketSize    of the broker in bytes
 */
public record ConnectResult(
        ProtocolVersion version,
        boolean sessionPresent,
        String clientId,
        int keepAliveSeconds,
        long sessionExpirySeconds,
        int receiveMaximum,
        int maximumQos,
        boolean retainAvailable,
        int maximumPacketSize,
        boolean wildcardSubscriptionAvailable,
        boolean subscriptionIdentifiersAvailable,
        boolean sharedSubscriptionAvailable,
        @Nullable String serverReference) {
}
