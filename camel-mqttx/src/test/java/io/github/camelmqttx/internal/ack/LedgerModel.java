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
package io.github.camelmqttx.internal.ack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What {@link InboundLedger} promises, as simply as can be said: a list of what arrived on the connection, and what
 * each broker still owes a repetition of.
 */
final class LedgerModel {

    /** A message as a broker sends it. */
    record Sent(int packetId, int qos, String text) {
    }

    /** One handing over to one route. */
    static final class Work {

        final String route;
        boolean done;

        Work(String route) {
            this.route = route;
        }
    }

    /** A message that was delivered, once, whatever repetitions of it came. */
    static final class Message {

        final Sent sent;
        final List<Work> works = new ArrayList<>();
        /** Works that the ledger has not been told to be done. */
        int open;
        boolean stale;

        Message(Sent sent) {
            this.sent = sent;
        }
    }

    private final List<Message> arrivals = new ArrayList<>();
    private final Map<String, Map<Integer, Message>> owed = new HashMap<>();
    private @Nullable String broker;
    private long staleCompletions;

    void connected(String to, boolean sessionPresent) {
        broker = to;
        if (!sessionPresent) {
            owed.getOrDefault(to, Map.of()).values().forEach(message -> message.stale = true);
            owed.remove(to);
        }
    }

    void disconnected() {
        if (broker != null) {
            for (Message message : arrivals) {
                Message before = owed.computeIfAbsent(broker, key -> new HashMap<>()).put(message.sent.packetId(), message);
                if (before != null) {
                    before.stale = true;
                }
            }
        }
        arrivals.clear();
        broker = null;
    }

    boolean isConnected() {
        return broker != null;
    }

    /** Returns the message to be delivered, or null if it is a repetition. */
    @Nullable
    Message arrived(Sent sent, boolean dup) {
        if (sent.qos() == 0) {
            return new Message(sent);
        }
        Message before = owed.getOrDefault(broker, Map.of()).get(sent.packetId());
        if (before != null) {
            owed.get(broker).remove(sent.packetId());
            if (dup && before.sent.equals(sent)) {
                arrivals.add(before);
                return null;
            }
            before.stale = true;
        } else if (dup && arrivals.stream().anyMatch(message -> message.sent.equals(sent))) {
            return null;
        }
        Message message = new Message(sent);
        arrivals.add(message);
        return message;
    }

    /** Returns whether it was the last one of its message. */
    boolean completed(Message message) {
        message.open--;
        if (message.open == 0 && message.stale) {
            staleCompletions++;
        }
        return message.open == 0;
    }

    /** What may be acknowledged now, at most so many; it is, then. */
    List<Sent> acknowledge(int most) {
        List<Sent> acknowledged = new ArrayList<>();
        while (acknowledged.size() < most && !arrivals.isEmpty() && arrivals.get(0).open == 0) {
            acknowledged.add(arrivals.remove(0).sent);
        }
        return acknowledged;
    }

    int unacknowledged() {
        return arrivals.size();
    }

    long staleCompletions() {
        return staleCompletions;
    }

    @Nullable
    Message head() {
        return arrivals.isEmpty() ? null : arrivals.get(0);
    }

    boolean isHoldingUp() {
        Message head = head();
        if (head == null || head.open == 0) {
            return false;
        }
        List<String> culprits = head.works.stream().filter(work -> !work.done).map(work -> work.route).toList();
        return arrivals.stream().skip(1).anyMatch(message -> message.open == 0
                && message.works.stream().anyMatch(work -> !culprits.contains(work.route)));
    }
}
