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
package io.github.camelmqttx.examples.quickstart;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts every message by its sequence number, from end to end.
 * <p>
 * The brokers do not share their messages: what one of them has acknowledged and not yet delivered arrives when the
 * receiver is connected to it again. So a message that is missing is in flight until the receiver has spent
 * {@value #GRACE_SECONDS} seconds, without a break and after the acknowledgement, with the broker that has acknowledged
 * it. From then on it is lost, unless it arrives after all.
 * <p>
 * Safe for use by several threads.
 */
final class Ledger {

    static final int GRACE_SECONDS = 5;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(GRACE_SECONDS);

    private final Map<Role, Visits> visits;
    private final LongSupplier clock;
    private final Map<Flow, Page> pages = new EnumMap<>(Flow.class);

    private static final class Page {
        private final Map<Long, Acknowledged> missing = new HashMap<>();
        private final BitSet seen = new BitSet();
        private long sent;
        private long received;
        private long duplicates;
    }

    /** @param brokers those that may have acknowledged the message; none while it is not acknowledged */
    private record Acknowledged(List<String> brokers, long at) {
    }

    /**
     * @param visits where the sessions are and were
     * @param clock  the same monotonic clock that the visits are measured with
     */
    Ledger(Map<Role, Visits> visits, LongSupplier clock) {
        this.visits = visits;
        this.clock = clock;
        for (Flow flow : Flow.values()) {
            pages.put(flow, new Page());
        }
    }

    /** A message is about to be published. Returns its sequence number. */
    synchronized long sending(Flow flow) {
        Page page = page(flow);
        long sequence = ++page.sent;
        page.missing.put(sequence, new Acknowledged(List.of(), 0));
        return sequence;
    }

    /**
     * A broker has acknowledged a message.
     *
     * @param before the broker that the sender was connected to when it gave the message to the producer, null if to
     *               none
     */
    synchronized void acknowledged(Flow flow, long sequence, @Nullable String before) {
        List<String> brokers = new ArrayList<>(2);
        if (before != null) {
            brokers.add(before);
        }
        String now = visits(flow.sender()).broker();
        if (now != null && !now.equals(before)) {
            brokers.add(now);
        }
        page(flow).missing.computeIfPresent(sequence, (key, old) -> new Acknowledged(List.copyOf(brokers), clock.getAsLong()));
    }

    /** A message has arrived in a route. Returns whether it is the first time. */
    synchronized boolean received(Flow flow, long sequence) {
        Page page = page(flow);
        int index = Math.toIntExact(sequence);
        page.missing.remove(sequence);
        if (page.seen.get(index)) {
            page.duplicates++;
            return false;
        }
        page.seen.set(index);
        page.received++;
        return true;
    }

    synchronized Figures figures(Flow flow) {
        Page page = page(flow);
        long now = clock.getAsLong();
        Visits receiver = visits(flow.receiver());
        long lost = page.missing.values().stream().filter(message -> isLost(message, receiver, now)).count();
        return new Figures(page.sent, page.received, page.missing.size() - lost, page.duplicates, lost);
    }

    /** The figures of what a session sends. */
    Figures sentBy(Role role) {
        Figures sum = Figures.NONE;
        for (Flow flow : Flow.values()) {
            sum = flow.sender() == role ? sum.plus(figures(flow)) : sum;
        }
        return sum;
    }

    /** How many different messages a session has received. */
    long receivedBy(Role role) {
        long sum = 0;
        for (Flow flow : Flow.values()) {
            sum += flow.receiver() == role ? figures(flow).received() : 0;
        }
        return sum;
    }

    Figures total() {
        Figures sum = Figures.NONE;
        for (Flow flow : Flow.values()) {
            sum = sum.plus(figures(flow));
        }
        return sum;
    }

    /** Each message that is missing, for the log. */
    synchronized List<String> missing() {
        List<String> missing = new ArrayList<>();
        pages.forEach((flow, page) -> page.missing.forEach((sequence, message) -> missing.add(
                flow + " " + sequence + (message.brokers.isEmpty()
                        ? " is not acknowledged" : " was acknowledged by " + String.join(" or ", message.brokers)))));
        return missing;
    }

    private static boolean isLost(Acknowledged message, Visits receiver, long now) {
        return !message.brokers.isEmpty()
                && message.brokers.stream().allMatch(broker -> receiver.stayed(broker, message.at, GRACE_NANOS, now));
    }

    private Page page(Flow flow) {
        Page page = pages.get(flow);
        if (page == null) {
            throw new IllegalStateException("No page for " + flow);
        }
        return page;
    }

    private Visits visits(Role role) {
        Visits found = visits.get(role);
        if (found == null) {
            throw new IllegalStateException("No visits of " + role);
        }
        return found;
    }
}
