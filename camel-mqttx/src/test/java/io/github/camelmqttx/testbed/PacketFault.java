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

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happens to one packet on its way through a {@link TcpProxy}. It happens once; the packets are counted over all
 * connections from the moment when the fault is set.
 */
public final class PacketFault {

    /** What to do with the packet. */
    enum Action {
        CUT_BEFORE,
        CUT_AFTER,
        DROP
    }

    private final Direction direction;
    private final PacketType type;
    private final int ordinal;
    private final Action action;
    private final AtomicInteger seen = new AtomicInteger();

    private PacketFault(Direction direction, PacketType type, int ordinal, Action action) {
        if (ordinal < 1) {
            throw new IllegalArgumentException("Packets are counted from 1, not " + ordinal);
        }
        this.direction = direction;
        this.type = type;
        this.ordinal = ordinal;
        this.action = action;
    }

    /**
     * What was sent before the packet reaches its receiver, the packet and what follows do not. The sender gets RST,
     * the receiver FIN.
     */
    public static PacketFault cutBefore(Direction direction, PacketType type, int ordinal) {
        return new PacketFault(direction, type, ordinal, Action.CUT_BEFORE);
    }

    /** The packet reaches its receiver, nothing after it does. The sender gets RST, the receiver FIN. */
    public static PacketFault cutAfter(Direction direction, PacketType type, int ordinal) {
        return new PacketFault(direction, type, ordinal, Action.CUT_AFTER);
    }

    /** The packet disappears; the connection goes on. */
    public static PacketFault drop(Direction direction, PacketType type, int ordinal) {
        return new PacketFault(direction, type, ordinal, Action.DROP);
    }

    /** Whether it has happened. */
    public boolean hasHappened() {
        return seen.get() >= ordinal;
    }

    /** Counts a packet; true if it is the one. */
    boolean hits(Direction packetDirection, PacketType packetType) {
        return packetDirection == direction && packetType == type && seen.incrementAndGet() == ordinal;
    }

    Action action() {
        return action;
    }

    @Override
    public String toString() {
        return action + " packet " + ordinal + " of type " + type + " " + direction;
    }
}
