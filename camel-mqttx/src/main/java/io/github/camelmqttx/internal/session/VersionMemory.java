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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Which MQTT version to offer to which broker. Confined to the serial context.
 * <p>
 * With {@link VersionPolicy#AUTO} a broker that refuses a version (Unsupported Protocol Version, or a connection closed
 * before CONNACK by a broker that has never accepted that version) is offered the next lower one at once. What a broker
 * accepted or refused in so many words is remembered as long as the session lives; a guess is forgotten when it does
 * not lead to a connection.
 */
final class VersionMemory {

    private static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;

    private final VersionPolicy policy;
    private final Map<BrokerAddress, ProtocolVersion> offers = new HashMap<>();
    private final Map<BrokerAddress, ProtocolVersion> accepted = new HashMap<>();
    private final Map<BrokerAddress, ProtocolVersion> highest = new HashMap<>();
    /** Brokers that are offered a lower version only because they closed a connection before CONNACK. */
    private final Set<BrokerAddress> guesses = new HashSet<>();

    VersionMemory(VersionPolicy policy) {
        this.policy = policy;
    }

    /** The version to offer next. */
    ProtocolVersion offer(BrokerAddress broker) {
        ProtocolVersion version = offers.get(broker);
        return version != null ? version : highest(broker);
    }

    private ProtocolVersion highest(BrokerAddress broker) {
        return highest.getOrDefault(broker, policy.first());
    }

    void accepted(BrokerAddress broker, ProtocolVersion version) {
        accepted.put(broker, version);
        offers.put(broker, version);
        guesses.remove(broker);
    }

    /**
     * Whether an answer of the broker to the version offered now says nothing for good: the version is a guess, or the
     * broker has accepted a connection before.
     */
    boolean isPassing(BrokerAddress broker) {
        return guesses.contains(broker) || accepted.containsKey(broker);
    }

    /**
     * An attempt failed.
     *
     * @return whether the same broker should be tried again at once with the lower version that {@link #offer} now
     *         gives
     */
    boolean retryLower(BrokerAddress broker, ConnectFailure failure) {
        ProtocolVersion offered = offer(broker);
        ProtocolVersion lower = lower(offered);
        boolean refused = failure.stage() == ConnectFailure.Stage.REFUSED
                && failure.exception().getReasonCode() == UNSUPPORTED_PROTOCOL_VERSION;
        boolean suspected = failure.stage() == ConnectFailure.Stage.NO_CONNACK && accepted.get(broker) != offered;
        if (policy == VersionPolicy.AUTO && lower != null && (refused || suspected)) {
            if (!refused) {
                guesses.add(broker);
            } else if (!guesses.contains(broker)) {
                highest.put(broker, lower);
            }
            offers.put(broker, lower);
            return true;
        }
        guesses.remove(broker);
        ProtocolVersion known = accepted.get(broker);
        if (known != null) {
            offers.put(broker, known);
        } else {
            offers.remove(broker);
        }
        return false;
    }

    private static @Nullable ProtocolVersion lower(ProtocolVersion version) {
        return switch (version) {
            case MQTT_5 -> ProtocolVersion.MQTT_3_1_1;
            case MQTT_3_1_1 -> ProtocolVersion.MQTT_3_1;
            case MQTT_3_1 -> null;
        };
    }
}
