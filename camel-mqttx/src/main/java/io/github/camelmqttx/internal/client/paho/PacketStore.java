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
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Paho's persistence in memory, for one client. The keys are Paho's: {@code s-} for publishes, {@code sc-} for PUBREL,
 * {@code r-} for received QoS 2 messages, each with the Packet Identifier. Thread-safe.
 * <p>
 * The store outlives Paho's {@code clear} and {@code close}, which come with the end of a connection whose session the
 * broker may keep. Once frozen it takes nothing in any more, so that a Paho client that is being shut down cannot take
 * a message over from the broker.
 *
 * @param <P> the library's packet
 */
final class PacketStore<P> {

    static final String SENT = "s-";
    static final String RELEASED = "sc-";
    static final String RECEIVED = "r-";

    private final Map<String, P> packets = new LinkedHashMap<>();
    private final Consumer<P> onReceived;
    private boolean frozen;

    /** @param onReceived told once of each packet with the prefix {@link #RECEIVED}, before it is answered */
    PacketStore(Consumer<P> onReceived) {
        this.onReceived = onReceived;
    }

    /** Before the client is made. */
    synchronized void restore(String key, P packet) {
        packets.put(key, packet);
    }

    /** @return false if the store is frozen, so that the packet was not taken in */
    synchronized boolean put(String key, P packet) {
        if (frozen) {
            return false;
        }
        boolean added = packets.put(key, packet) == null;
        if (added && key.startsWith(RECEIVED)) {
            onReceived.accept(packet);
        }
        return true;
    }

    @Nullable
    synchronized P get(String key) {
        return packets.get(key);
    }

    synchronized boolean contains(String key) {
        return packets.containsKey(key);
    }

    synchronized void remove(String key) {
        if (!frozen) {
            packets.remove(key);
        }
    }

    synchronized Enumeration<String> keys() {
        return Collections.enumeration(new ArrayList<>(packets.keySet()));
    }

    synchronized void freeze() {
        frozen = true;
    }

    /**
     * Whether only PUBREL may follow on a publish that was sent: PUBREC has come, or all is done and the library has
     * forgotten it.
     */
    synchronized boolean isReleased(int packetId) {
        return packets.containsKey(RELEASED + packetId) || !packets.containsKey(SENT + packetId);
    }

    /** Received packets by Packet Identifier. */
    synchronized Map<Integer, Object> received() {
        Map<Integer, Object> received = new LinkedHashMap<>();
        packets.forEach((key, packet) -> {
            if (key.startsWith(RECEIVED)) {
                received.put(Integer.valueOf(key.substring(RECEIVED.length())), packet);
            }
        });
        return received;
    }
}
