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
package io.github.camelmqttx.benchmark.peer;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The messages towards one subscriber: Packet Identifiers, the window of unacknowledged messages and what waits for it.
 * <p>
 * Invariant: {@code inFlight} is the number of bits in {@code used}, never above {@code window}; a message waits only
 * if the window is full, and later messages with QoS above 0 wait behind it. Not thread-safe.
 */
final class Delivery {
    private static final int ROOM_FOR_QOS_0_BYTES = 1 << 18;

    private record Waiting(Publish publish, Subscription subscription) {
    }

    private final Output out;
    private final boolean properties;
    private final int window;
    private final long[] used = new long[1024];
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int inFlight;
    private int lastId;
    private @Nullable Generator generator;

    /**
     * @param properties whether the subscriber speaks 5.0, whose packets have properties
     * @param window     most unacknowledged messages, 1 to 65 535
     */
    Delivery(Output out, boolean properties, int window) {
        this.out = out;
        this.properties = properties;
        this.window = window;
    }

    void offer(Publish publish, Subscription subscription) {
        int qos = Math.min(publish.qos, subscription.qos());
        if (qos == 0 || inFlight < window && queue.isEmpty()) {
            write(publish, subscription, qos);
        } else {
            queue.add(new Waiting(publish.copy(), subscription));
        }
    }

    void generate(Generator source) {
        generator = source;
    }

    /** Whether a generator would go on if only the socket took more. */
    boolean wantsSocket() {
        return generator != null && generator.hasNext() && generator.subscription().qos() == 0;
    }

    /** Writes what the generator has and the window allows. */
    void pump() {
        Generator source = generator;
        if (source == null) {
            return;
        }
        int qos = source.subscription().qos();
        while (source.hasNext() && (qos == 0 ? out.pending() < ROOM_FOR_QOS_0_BYTES : inFlight < window)) {
            write(source.next(), source.subscription(), qos);
        }
    }

    /**
     * A PUBACK, a PUBCOMP or a refusing PUBREC came.
     *
     * @throws IllegalArgumentException if no message with this Packet Identifier is in flight
     */
    void acknowledged(int packetId) {
        long bit = 1L << packetId;
        requireInFlight(packetId);
        used[packetId >> 6] &= ~bit;
        inFlight--;
        while (!queue.isEmpty() && inFlight < window) {
            Waiting next = queue.remove();
            write(next.publish(), next.subscription(), Math.min(next.publish().qos, next.subscription().qos()));
        }
    }

    void requireInFlight(int packetId) {
        if ((used[packetId >> 6] & 1L << packetId) == 0) {
            throw new IllegalArgumentException("Packet Identifier " + packetId + " is not in flight");
        }
    }

    private int nextId() {
        int id = lastId;
        do {
            id = id == 0xFFFF ? 1 : id + 1;
        } while ((used[id >> 6] & 1L << id) != 0);
        used[id >> 6] |= 1L << id;
        lastId = id;
        inFlight++;
        return id;
    }

    private void write(Publish publish, Subscription subscription, int qos) {
        byte[] identifier = subscription.identifier();
        int propertiesLength = publish.propertiesLength + identifier.length;
        int remaining = 2 + publish.topicLength + (qos > 0 ? 2 : 0) + publish.payloadLength;
        if (properties) {
            remaining += Wire.variableIntegerLength(propertiesLength) + propertiesLength;
        }
        int at = out.reserve(5 + remaining);
        byte[] bytes = out.bytes();
        boolean retain = publish.retain && subscription.retainAsPublished();
        bytes[at++] = (byte) (Wire.PUBLISH << 4 | qos << 1 | (retain ? 1 : 0));
        at = Wire.putVariableInteger(bytes, at, remaining);
        bytes[at++] = (byte) (publish.topicLength >> 8);
        bytes[at++] = (byte) publish.topicLength;
        at = put(bytes, at, publish.bytes, publish.topicAt, publish.topicLength);
        if (qos > 0) {
            int id = nextId();
            bytes[at++] = (byte) (id >> 8);
            bytes[at++] = (byte) id;
        }
        if (properties) {
            at = Wire.putVariableInteger(bytes, at, propertiesLength);
            at = put(bytes, at, publish.bytes, publish.propertiesAt, publish.propertiesLength);
            at = put(bytes, at, identifier, 0, identifier.length);
        }
        out.advanceTo(put(bytes, at, publish.bytes, publish.payloadAt, publish.payloadLength));
    }

    private static int put(byte[] to, int at, byte[] from, int fromAt, int length) {
        System.arraycopy(from, fromAt, to, at, length);
        return at + length;
    }
}
