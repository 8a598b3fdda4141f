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
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;

/** What a session must keep in mind of one broker as long as that broker may hold the session. */
final class BrokerMemory {

    private final ProtocolVersion version;
    private final boolean known;
    private final Set<Integer> releases = new HashSet<>();
    private final Set<Integer> delivered = new HashSet<>();
    private final List<IncomingMessage> taken = new ArrayList<>(0);
    private Map<Integer, Object> received = Map.of();

    /** @param known whether the session began in this process, so that all Packet Identifiers it uses are known */
    BrokerMemory(ProtocolVersion version, boolean known) {
        this.version = version;
        this.known = known;
    }

    ProtocolVersion version() {
        return version;
    }

    boolean isKnown() {
        return known;
    }

    /** Packet Identifiers of QoS 2 publishes that nobody waits for any more, but that the broker may hold. */
    Set<Integer> releases() {
        return releases;
    }

    /** Packet Identifiers of received QoS 2 messages that were reported and not acknowledged. */
    Set<Integer> delivered() {
        return delivered;
    }

    /** Messages that an attempt took over from the broker just before it was cancelled; not reported yet. */
    List<IncomingMessage> taken() {
        return taken;
    }

    /** The library's packets of received QoS 2 messages between PUBREC and PUBREL. */
    Map<Integer, Object> received() {
        return received;
    }

    void received(Map<Integer, Object> packets) {
        received = packets;
    }
}
