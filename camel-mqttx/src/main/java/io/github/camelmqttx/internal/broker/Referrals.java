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
package io.github.camelmqttx.internal.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Decides where a session goes that a broker sends elsewhere with a Server Reference.
 * <p>
 * References follow each other in a chain: at most {@value #MAX_HOPS} of them, and none to a broker that the chain has
 * been at. A chain ends with a connection that lasts, and with a pause between rounds ({@link #reset}). A broker that
 * was named for now is a lesser one than the broker that has named it, so that the session fails back; one that was
 * named for good takes the place of the broker that has named it as soon as it has accepted a connection.
 * <p>
 * Not safe for use by several threads: confined to the serial context of its session. Spec: 5.0 section 4.11.
 */
public final class Referrals {

    static final int MAX_HOPS = 3;

    private final BrokerPlanner planner;
    private final boolean allowed;
    private final Set<BrokerAddress> visited = new HashSet<>();
    private final Deque<BrokerAddress> named = new ArrayDeque<>();
    private final Map<BrokerAddress, BrokerAddress> replaces = new HashMap<>();
    private int hops;

    /**
     * What came of a reference.
     *
     * @param followed whether there is a broker to try next
     * @param text     a sentence for people
     */
    public record Outcome(boolean followed, String text) {
    }

    /** @param allowed whether references are followed at all */
    public Referrals(BrokerPlanner planner, boolean allowed) {
        this.planner = planner;
        this.allowed = allowed;
    }

    /**
     * A broker names others. If the reference is followed, {@link #next} gives them.
     *
     * @param reference as the broker wrote it
     * @param moved     whether for good (Server moved), else for now (Use another server)
     */
    public Outcome refer(BrokerAddress from, String reference, boolean moved) {
        String quoted = "Its Server Reference '" + BrokerAddressParser.shown(reference) + "' is not followed: ";
        if (!allowed) {
            return new Outcome(false, quoted + "allow it with followServerReference=true if you trust this broker");
        }
        if (hops == MAX_HOPS) {
            return new Outcome(false, quoted + "it is one more after " + MAX_HOPS + " in a row");
        }
        List<BrokerAddress> servers;
        try {
            servers = ServerReference.parse(reference, from);
        } catch (IllegalArgumentException e) {
            return new Outcome(false, quoted + e.getMessage());
        }
        visited.add(from);
        List<BrokerAddress> fresh = servers.stream().filter(server -> !visited.contains(server)).toList();
        if (fresh.isEmpty()) {
            return new Outcome(false, quoted + "it is a loop, the session has just been there");
        }
        hops++;
        follow(from, fresh, moved);
        return new Outcome(
                true, "Its Server Reference is followed " + (moved ? "for good" : "for now") + ": "
                      + fresh.stream().map(BrokerAddress::toString).collect(Collectors.joining(", ")));
    }

    private void follow(BrokerAddress from, List<BrokerAddress> servers, boolean moved) {
        for (int i = servers.size() - 1; i >= 0; i--) {
            BrokerAddress server = servers.get(i);
            named.remove(server);
            named.addFirst(server);
            planner.referred(from, server);
            BrokerAddress replaced = planner.isListed(from) ? from : replaces.get(from);
            if (moved && replaced != null) {
                replaces.put(server, replaced);
            } else {
                replaces.remove(server);
            }
        }
    }

    /** The next broker to try before those of the round, or null. */
    public @Nullable BrokerAddress next() {
        BrokerAddress next = named.poll();
        if (next != null) {
            visited.add(next);
        }
        return next;
    }

    /** Whether {@link #next} gives a broker. */
    public boolean isPending() {
        return !named.isEmpty();
    }

    /** A broker has accepted a connection. To be called before {@link BrokerPlanner#connected}. */
    public void connected(BrokerAddress address) {
        named.clear();
        BrokerAddress replaced = replaces.remove(address);
        if (replaced != null) {
            planner.moved(replaced, address);
        }
    }

    /** Ends the chain. Not while there is a connection. */
    public void reset() {
        visited.clear();
        named.clear();
        replaces.clear();
        hops = 0;
    }
}
