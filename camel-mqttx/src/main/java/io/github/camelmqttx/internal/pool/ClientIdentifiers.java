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
package io.github.camelmqttx.internal.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.broker.BrokerAddress;

/**
 * The Client Identifiers in use in this JVM. A broker lets a Client Identifier have one connection only and closes the
 * older one (Spec: 5.0 [MQTT-3.1.4-3]), so two sessions with the same identifier at one broker would throw each other
 * out for ever. Thread-safe.
 */
final class ClientIdentifiers {

    /** Of this JVM, since a broker does not care for components and contexts. */
    static final ClientIdentifiers SHARED = new ClientIdentifiers();

    private record Claim(SessionKey key, Object pool, String clientId) {

        boolean conflictsWith(Claim other) {
            return (pool != other.pool || !key.equals(other.key)) && key.settings().brokers().stream()
                    .anyMatch(broker -> other.key.settings().brokers().stream().anyMatch(one -> isSamePlace(broker, one)));
        }

        private static boolean isSamePlace(BrokerAddress one, BrokerAddress other) {
            return one.host().equals(other.host()) && one.port() == other.port();
        }
    }

    private final Map<String, List<Claim>> claims = new HashMap<>();

    /**
     * Claims an identifier.
     *
     * @throws IllegalStateException if another key or pool has claimed it with one of the same brokers
     */
    synchronized void claim(String clientId, SessionKey key, Object pool) {
        Claim claim = new Claim(key, pool, clientId);
        List<Claim> others = claims.computeIfAbsent(clientId, id -> new ArrayList<>());
        for (Claim other : others) {
            if (claim.conflictsWith(other)) {
                throw claim.key.isForRedelivery() || other.key.isForRedelivery()
                        ? redelivering(clientId, other) : new IllegalStateException(
                                "The Client Identifier '" + clientId + "' is in use in this JVM by another session at "
                                                                                    + other.key.settings().brokers().get(0)
                                                                                    + " with other settings (options such as cleanStart, Will, brokers or sessionSharing=never), or of "
                                                                                    + "another component or Camel context. Make the connection options of these endpoints equal so that "
                                                                                    + "they share one session, or give them different values of clientId; a clientIdGenerator must make another one "
                                                                                    + "for each session");
            }
        }
        others.add(claim);
    }

    private static IllegalStateException redelivering(String clientId, Claim other) {
        return new IllegalStateException(
                "The Client Identifier '" + clientId + "' is in use in this JVM by another endpoint at "
                                         + other.key.settings().brokers().get(0)
                                         + ", and one of the two is a consumer with onFailure=redeliver. onFailure=redeliver reconnects, so"
                                         + " its session cannot be shared: give that consumer a clientId of its own");
    }

    synchronized void release(String clientId, SessionKey key, Object pool) {
        List<Claim> left = claims.get(clientId);
        if (left != null) {
            left.remove(new Claim(key, pool, clientId));
            if (left.isEmpty()) {
                claims.remove(clientId);
            }
        }
    }
}
