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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One client: cuts frames out of what was read and answers each at once, into an {@link Output} that is flushed once
 * per read. Confined to the thread of {@link InstantPeer}. A malformed packet throws, upon which the connection is
 * closed.
 */
final class PeerConnection {
    private final InstantPeer peer;
    private final SelectionKey key;
    private final SocketChannel channel;
    private final Output out = new Output();
    private final Publish publish = new Publish();
    private byte[] in = new byte[1 << 18];
    private ByteBuffer inView = ByteBuffer.wrap(in);
    private int end;
    private int version;
    private boolean closing;
    private @Nullable Delivery delivery;
    private @Nullable Topic lastTopic;

    PeerConnection(InstantPeer peer, SelectionKey key) {
        this.peer = peer;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
    }

    /** Reads once and handles all complete packets. */
    void readable() throws IOException {
        inView.limit(in.length).position(end);
        int count = channel.read(inView);
        if (count < 0) {
            throw new EOFException("closed by the client");
        }
        end += count;
        handleFrames();
        Delivery current = delivery;
        if (current != null) {
            current.pump();
        }
        touched();
    }

    /** Flushes; the peer calls it for every connection that {@link #touched()} announced. */
    void flush() throws IOException {
        boolean empty = out.flush(channel);
        if (closing && empty) {
            throw new EOFException("refused or disconnected");
        }
        boolean write = !empty || delivery != null && delivery.wantsSocket();
        int wanted = write ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** The socket takes more. */
    void writable() throws IOException {
        if (delivery != null) {
            delivery.pump();
        }
        flush();
    }

    void close() throws IOException {
        peer.topics().removeAll(this);
        channel.close();
    }

    private void touched() {
        peer.toFlush(this);
    }

    private void handleFrames() {
        int position = 0;
        while (end - position >= 2) {
            int body = position + 1;
            int length = 0;
            int shift = 0;
            byte b;
            do {
                b = in[body++];
                length |= (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0 && shift < 28 && body < end);
            if (b < 0 && shift == 28) {
                throw new IllegalArgumentException("Remaining Length longer than four bytes");
            }
            if (b < 0 || end - body < length) {
                makeRoom(body - position + length);
                break;
            }
            handle(in[position] & 0xFF, body, body + length);
            position = body + length;
        }
        System.arraycopy(in, position, in, 0, end - position);
        end -= position;
    }

    private void makeRoom(int frameBytes) {
        if (frameBytes > in.length) {
            in = Arrays.copyOf(in, frameBytes);
            inView = ByteBuffer.wrap(in);
        }
    }

    private void handle(int first, int from, int to) {
        int type = first >> 4;
        if (type == Wire.CONNECT) {
            connect(from);
            return;
        }
        Delivery connected = delivery;
        if (connected == null) {
            throw new IllegalArgumentException("Packet of type " + type + " before CONNECT");
        }
        switch (type) {
            case Wire.PUBLISH -> publish(first, from, to);
            case Wire.PUBACK, Wire.PUBCOMP -> connected.acknowledged(Wire.unsignedShort(in, from));
            case Wire.PUBREC -> received(connected, from, to);
            case Wire.PUBREL -> out.acknowledgement(Wire.PUBCOMP << 4, Wire.unsignedShort(in, from));
            case Wire.SUBSCRIBE -> subscribe(connected, from, to);
            case Wire.UNSUBSCRIBE -> unsubscribe(from, to);
            case Wire.PINGREQ -> out.append((byte) (Wire.PINGRESP << 4), (byte) 0);
            case Wire.DISCONNECT -> closing = true;
            default -> throw new IllegalArgumentException("Packet of type " + type + " is not for a server");
        }
    }

    private void connect(int from) {
        int at = from + 2 + Wire.unsignedShort(in, from);
        version = in[at];
        if (version < 3 || version > 5 || delivery != null) {
            throw new IllegalArgumentException("CONNECT repeated or with protocol level " + version);
        }
        at += 4;
        int window = peer.window();
        if (version == 5) {
            int length = Wire.variableInteger(in, at);
            at += Wire.variableIntegerLength(length);
            window = Math.min(window,
                    Wire.numericProperty(in, at, at + length, Wire.PROPERTY_RECEIVE_MAXIMUM, 0xFFFF));
            at += length;
        }
        delivery = new Delivery(out, version == 5, window);
        if (version < 5) {
            out.append((byte) (Wire.CONNACK << 4), (byte) 2, (byte) 0, (byte) 0);
        } else {
            connackWithProperties(Wire.unsignedShort(in, at) == 0);
        }
    }

    /** Retain, wildcards and Shared Subscriptions are announced as not available. */
    private void connackWithProperties(boolean assignClientIdentifier) {
        byte[] none = { 0x25, 0, 0x28, 0, 0x2A, 0 };
        byte[] identifier = assignClientIdentifier ? peer.nextClientIdentifier() : new byte[0];
        int length = none.length + (assignClientIdentifier ? 3 + identifier.length : 0);
        out.append((byte) (Wire.CONNACK << 4), (byte) (3 + length), (byte) 0, (byte) 0, (byte) length);
        out.append(none);
        if (assignClientIdentifier) {
            out.append((byte) 0x12, (byte) 0, (byte) identifier.length);
            out.append(identifier);
        }
    }

    private void publish(int first, int from, int to) {
        int qos = first >> 1 & 3;
        publish.bytes = in;
        publish.qos = qos;
        publish.retain = (first & 1) != 0;
        publish.topicLength = Wire.unsignedShort(in, from);
        publish.topicAt = from + 2;
        int at = publish.topicAt + publish.topicLength;
        if (qos > 0) {
            int packetId = Wire.unsignedShort(in, at);
            out.acknowledgement((qos == 1 ? Wire.PUBACK : Wire.PUBREC) << 4, packetId);
            at += 2;
        }
        publish.propertiesLength = 0;
        if (version == 5) {
            publish.propertiesLength = Wire.variableInteger(in, at);
            at += Wire.variableIntegerLength(publish.propertiesLength);
        }
        publish.propertiesAt = at;
        publish.payloadAt = at + publish.propertiesLength;
        publish.payloadLength = to - publish.payloadAt;
        route();
    }

    private void route() {
        Topic topic = lastTopic;
        if (topic == null || !topic.isNamed(in, publish.topicAt, publish.topicLength)) {
            topic = peer.topics().named(Arrays.copyOfRange(in, publish.topicAt, publish.topicAt + publish.topicLength));
            lastTopic = topic;
        }
        for (Subscription subscription : topic.subscriptions) {
            subscription.subscriber().deliver(publish, subscription, this);
        }
    }

    private void deliver(Publish message, Subscription subscription, PeerConnection from) {
        Delivery target = delivery;
        if (target != null && !(subscription.noLocal() && from == this)) {
            if (version < 5 && message.propertiesLength > 0) {
                int kept = message.propertiesLength;
                message.propertiesLength = 0;
                target.offer(message, subscription);
                message.propertiesLength = kept;
            } else {
                target.offer(message, subscription);
            }
            touched();
        }
    }

    private void received(Delivery connected, int from, int to) {
        int packetId = Wire.unsignedShort(in, from);
        connected.requireInFlight(packetId);
        if (to - from > 2 && in[from + 2] < 0) {
            connected.acknowledged(packetId);
        } else {
            out.acknowledgement(Wire.PUBREL << 4 | 2, packetId);
        }
    }

    private void subscribe(Delivery connected, int from, int to) {
        int at = from + 2;
        byte[] identifier = {};
        if (version == 5) {
            int length = Wire.variableInteger(in, at);
            at += Wire.variableIntegerLength(length);
            identifier = identifier(Wire.numericProperty(in, at, at + length, Wire.PROPERTY_SUBSCRIPTION_IDENTIFIER, 0));
            at += length;
        }
        byte[] codes = new byte[to - at];
        int count = 0;
        while (at < to) {
            int length = Wire.unsignedShort(in, at);
            byte[] filter = Arrays.copyOfRange(in, at + 2, at + 2 + length);
            int options = in[at + 2 + length];
            at += length + 3;
            codes[count++] = subscribe(connected, filter, options, identifier);
        }
        acknowledgeFilters(Wire.SUBACK, Wire.unsignedShort(in, from), Arrays.copyOf(codes, count));
    }

    private byte subscribe(Delivery connected, byte[] filter, int options, byte[] identifier) {
        for (byte b : filter) {
            if (b == '+' || b == '#') {
                return (byte) (version == 5 ? 0xA2 : 0x80);
            }
        }
        Subscription subscription = new Subscription(this, options & 3, (options & 4) != 0, (options & 8) != 0, identifier);
        Generator generator = Generator.of(subscription, filter);
        if (generator == null) {
            peer.topics().named(filter).add(subscription);
        } else {
            connected.generate(generator);
        }
        return (byte) subscription.qos();
    }

    private static byte[] identifier(int value) {
        if (value == 0) {
            return new byte[0];
        }
        byte[] property = new byte[1 + Wire.variableIntegerLength(value)];
        property[0] = Wire.PROPERTY_SUBSCRIPTION_IDENTIFIER;
        Wire.putVariableInteger(property, 1, value);
        return property;
    }

    private void unsubscribe(int from, int to) {
        int at = from + 2;
        if (version == 5) {
            int length = Wire.variableInteger(in, at);
            at += Wire.variableIntegerLength(length) + length;
        }
        byte[] codes = new byte[to - at];
        int count = 0;
        while (at < to) {
            int length = Wire.unsignedShort(in, at);
            boolean existed = peer.topics().named(Arrays.copyOfRange(in, at + 2, at + 2 + length)).remove(this);
            codes[count++] = (byte) (existed ? 0 : 0x11);
            at += length + 2;
        }
        acknowledgeFilters(Wire.UNSUBACK, Wire.unsignedShort(in, from), Arrays.copyOf(codes, version == 5 ? count : 0));
    }

    private void acknowledgeFilters(int type, int packetId, byte[] codes) {
        int length = 2 + (version == 5 ? 1 : 0) + codes.length;
        int at = out.reserve(5 + length);
        out.bytes()[at++] = (byte) (type << 4);
        out.advanceTo(Wire.putVariableInteger(out.bytes(), at, length));
        out.append((byte) (packetId >> 8), (byte) packetId);
        if (version == 5) {
            out.append((byte) 0);
        }
        out.append(codes);
    }
}
