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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Decides which broker is tried next.
 * <p>
 * A round offers each broker of the list exactly once. A broker that failed is postponed for a while: it is offered
 * after those that are not postponed, but never left out. A connection that was lost before it lasted as long as that
 * while counts as a failure, so that a broker that accepts and drops connections does not keep the others from being
 * tried; the loss of a longer one does not postpone its broker. Brokers that are not in the list (reached through a
 * Server Reference) may be reported and change nothing but the end of the connection before; each is a lesser one than
 * the broker that has named it.
 * <p>
 * Not safe for use by several threads: confined to the serial context of its session. Times are nanoseconds of a
 * monotonic clock.
 */
public final class BrokerPlanner {

    private static final int MAX_REFERRED = 100;

    private List<BrokerAddress> addresses;
    private final FailoverMode mode;
    private final RandomGenerator random;
    private final long postponeNanos;
    private final Map<BrokerAddress, Long> postponedUntil = new HashMap<>();
    /** The place in the list of the broker that a broker outside of the list was named by. */
    private final Map<BrokerAddress, Integer> referredBy = new HashMap<>();
    private int lastIndex = -1;
    private @Nullable BrokerAddress current;
    private long connectedSince;
    private @Nullable Round activeRound;

    /**
     * @param  addresses                the brokers, the most preferred first; at least one, none twice
     * @param  random                   used by {@link FailoverMode#RANDOM} only
     * @param  postponeNanos            how long a broker that failed is postponed; 0 never postpones
     * @throws IllegalArgumentException if the list is empty or names a broker twice, or the time is negative
     */
    public BrokerPlanner(List<BrokerAddress> addresses, FailoverMode mode, RandomGenerator random, long postponeNanos) {
        this.addresses = List.copyOf(addresses);
        if (this.addresses.isEmpty() || this.addresses.stream().distinct().count() < this.addresses.size()) {
            throw new IllegalArgumentException(
                    "The list of brokers must name at least one and none twice, but is " + addresses);
        }
        if (postponeNanos < 0) {
            throw new IllegalArgumentException("postponeNanos must not be negative, but is " + postponeNanos);
        }
        this.mode = mode;
        this.random = random;
        this.postponeNanos = postponeNanos;
    }

    /** One pass over the brokers. */
    public final class Round {

        private final List<BrokerAddress> remaining;

        private Round(List<BrokerAddress> order) {
            this.remaining = order;
        }

        /**
         * The next broker to try: the first one left that is not postponed now, else the first one left.
         *
         * @return null if the round is over, because each broker was offered or a later round has begun
         */
        public @Nullable BrokerAddress next(long now) {
            if (activeRound != this || remaining.isEmpty()) {
                return null;
            }
            int index = 0;
            while (index < remaining.size() && isPostponed(remaining.get(index), now)) {
                index++;
            }
            BrokerAddress next = remaining.remove(index < remaining.size() ? index : 0);
            lastIndex = addresses.indexOf(next);
            return next;
        }
    }

    /** Begins a round; ends the one before, if it is not over. */
    public Round startRound(long now) {
        postponedUntil.values().removeIf(until -> until - now <= 0);
        Round round = new Round(order());
        activeRound = round;
        return round;
    }

    private List<BrokerAddress> order() {
        List<BrokerAddress> order = new ArrayList<>(addresses);
        switch (mode) {
            case ORDERED -> {
            }
            case ROUND_ROBIN -> Collections.rotate(order, -(lastIndex + 1));
            case RANDOM -> shuffle(order);
        }
        return order;
    }

    private void shuffle(List<BrokerAddress> order) {
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
    }

    /** A connection to the broker could not be made, or the broker refused it. */
    public void failed(BrokerAddress address, long now) {
        postpone(address, now);
    }

    /** The broker has accepted a connection. It is no longer postponed. */
    public void connected(BrokerAddress address, long now) {
        postponedUntil.remove(address);
        int index = addresses.indexOf(address);
        if (index >= 0) {
            lastIndex = index;
        }
        current = address;
        connectedSince = now;
    }

    /**
     * The connection to the broker was lost, or ended by the broker. Ignored unless it is the broker connected last.
     * Not to be called when this side ends the connection on purpose, as a fail-back does: that says nothing against
     * the broker.
     */
    public void disconnected(BrokerAddress address, long now) {
        if (!address.equals(current)) {
            return;
        }
        current = null;
        if (now - connectedSince < postponeNanos) {
            postpone(address, now);
        }
    }

    private void postpone(BrokerAddress address, long now) {
        if (postponeNanos > 0 && addresses.contains(address)) {
            postponedUntil.put(address, now + postponeNanos);
        }
    }

    /** How long the broker is still postponed; 0 if it is not. */
    public long postponedNanos(BrokerAddress address, long now) {
        Long until = postponedUntil.get(address);
        return until == null ? 0 : Math.max(0, until - now);
    }

    /** Whether the broker is postponed now. */
    public boolean isPostponed(BrokerAddress address, long now) {
        return postponedNanos(address, now) > 0;
    }

    /**
     * The broker that sessions fail back to: the first one of the list in mode {@link FailoverMode#ORDERED}, else null.
     */
    public @Nullable BrokerAddress preferred() {
        return mode == FailoverMode.ORDERED ? addresses.get(0) : null;
    }

    /** Whether this is the preferred broker; false in modes that have none. */
    public boolean isPreferred(BrokerAddress address) {
        return address.equals(preferred());
    }

    /**
     * The brokers that are preferred to this one, the most preferred first; empty for the preferred broker itself, for
     * one that neither is in the list nor was named by one that is, and in modes without preference. The list is
     * immutable.
     */
    public List<BrokerAddress> betterThan(BrokerAddress address) {
        if (mode != FailoverMode.ORDERED) {
            return List.of();
        }
        int index = addresses.indexOf(address);
        return addresses.subList(0, index >= 0 ? index : Math.min(addresses.size(), referredBy.getOrDefault(address, -1) + 1));
    }

    /** Whether the broker is in the list. */
    public boolean isListed(BrokerAddress address) {
        return addresses.contains(address);
    }

    /** A broker has named another one. The latest such call counts; one about a broker in the list is ignored. */
    public void referred(BrokerAddress by, BrokerAddress named) {
        int index = addresses.indexOf(by);
        Integer rank = index >= 0 ? Integer.valueOf(index) : referredBy.get(by);
        if (referredBy.size() >= MAX_REFERRED) {
            referredBy.clear();
        }
        if (rank != null && !isListed(named)) {
            referredBy.put(named, rank);
        }
    }

    /**
     * A broker of the list lives at another address from now on, which takes its place; if that is in the list already,
     * the list only loses the old one. Ignored if the old one is not in the list.
     */
    public void moved(BrokerAddress from, BrokerAddress to) {
        int index = addresses.indexOf(from);
        if (index < 0 || from.equals(to)) {
            return;
        }
        List<BrokerAddress> changed = new ArrayList<>(addresses);
        if (isListed(to)) {
            changed.remove(index);
        } else {
            changed.set(index, to);
        }
        addresses = List.copyOf(changed);
        postponedUntil.remove(from);
        referredBy.clear();
    }

    /**
     * The broker to fail back to from this one: the first better one that is not postponed, or null if there is none
     * now.
     */
    public @Nullable BrokerAddress failbackTarget(BrokerAddress from, long now) {
        for (BrokerAddress better : betterThan(from)) {
            if (!isPostponed(better, now)) {
                return better;
            }
        }
        return null;
    }
}
