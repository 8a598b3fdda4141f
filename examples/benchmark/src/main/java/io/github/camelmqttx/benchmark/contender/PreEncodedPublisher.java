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
package io.github.camelmqttx.benchmark.contender;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.benchmark.peer.Wire;

/**
 * Publishes packets that were encoded beforehand, on a blocking socket with MQTT 3.1.1: the limit of the machine, and
 * the source of messages when a consumer is measured against a broker. The first eight bytes of a payload are its
 * number.
 * <p>
 * Not thread-safe. Relies on acknowledgements in order, as brokers send them.
 */
public final class PreEncodedPublisher implements AutoCloseable {
    private static final int BATCH = 500;

    private final SocketChannel channel;
    private final int qos;
    private final int window;
    private final int packetBytes;
    private final int idAt;
    private final int sequenceAt;
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private long sequence;
    private int inFlight;
    private int pingsOpen;

    /**
     * Connects.
     *
     * @param  qos          0, 1 or 2
     * @param  window       most unacknowledged messages, 1 to 65 535
     * @param  payloadBytes size of a payload, at least 8
     * @throws IOException  if the broker can't be reached or refuses
     */
    public PreEncodedPublisher(InetSocketAddress broker, String topic, int qos, int window, int payloadBytes)
                                                                                                              throws IOException {
        this.qos = qos;
        this.window = window;
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        int remaining = 2 + name.length + (qos > 0 ? 2 : 0) + payloadBytes;
        int headerBytes = 1 + Wire.variableIntegerLength(remaining);
        packetBytes = headerBytes + remaining;
        idAt = headerBytes + 2 + name.length;
        sequenceAt = idAt + (qos > 0 ? 2 : 0);
        byte[] packet = new byte[packetBytes];
        packet[0] = (byte) (Wire.PUBLISH << 4 | qos << 1);
        int at = Wire.putVariableInteger(packet, 1, remaining);
        packet[at] = (byte) (name.length >> 8);
        packet[at + 1] = (byte) name.length;
        System.arraycopy(name, 0, packet, at + 2, name.length);
        out = ByteBuffer.allocateDirect(packetBytes * BATCH + BATCH * 8 + in.capacity());
        for (int i = 0; i < BATCH; i++) {
            out.put(packet);
        }
        channel = SocketChannel.open(broker);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connect();
    }

    /**
     * Publishes until {@code deadlineNanos} (of {@link System#nanoTime()}) or {@code most} messages, and waits for the
     * acknowledgements.
     *
     * @return the number of messages published
     */
    public long publishUntil(long deadlineNanos, long most) throws IOException {
        long first = sequence;
        while (System.nanoTime() - deadlineNanos < 0 && sequence - first < most) {
            int room = qos == 0 ? BATCH : Math.min(BATCH, window - inFlight);
            sendBatch((int) Math.min(room, most - (sequence - first)));
            while (qos > 0 && inFlight > window / 2) {
                receive();
            }
        }
        pingsOpen++;
        send(ByteBuffer.wrap(new byte[] { (byte) (Wire.PINGREQ << 4), 0 }));
        while (inFlight > 0 || pingsOpen > 0) {
            receive();
        }
        return sequence - first;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void connect() throws IOException {
        byte[] id = ("pre-" + Long.toString(System.nanoTime(), 36)).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(14 + id.length);
        packet.put((byte) (Wire.CONNECT << 4)).put((byte) (12 + id.length));
        packet.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.US_ASCII)).put((byte) 4).put((byte) 2);
        packet.putShort((short) 0).putShort((short) id.length).put(id);
        send(packet.flip());
        ByteBuffer connack = ByteBuffer.allocate(4);
        while (connack.hasRemaining()) {
            if (channel.read(connack) < 0) {
                throw new EOFException("The broker has closed the connection instead of answering CONNECT");
            }
        }
        if (connack.get(3) != 0) {
            throw new IOException("The broker has refused CONNECT with return code " + connack.get(3));
        }
    }

    private void sendBatch(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int at = i * packetBytes;
            if (qos > 0) {
                out.putShort(at + idAt, (short) (1 + sequence % 0xFFFF));
            }
            out.putLong(at + sequenceAt, sequence++);
        }
        if (qos > 0) {
            inFlight += count;
        }
        send(out.limit(count * packetBytes).position(0));
    }

    /** Reads once; PUBREC is answered in one write. */
    private void receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("The broker has closed the connection with " + inFlight + " messages in flight");
        }
        in.flip();
        int releases = packetBytes * BATCH;
        out.clear().position(releases);
        while (in.remaining() >= 2 && in.remaining() >= 2 + in.get(in.position() + 1)) {
            int at = in.position();
            int type = in.get(at) >> 4 & 0xF;
            if (type == Wire.PUBREC) {
                out.put((byte) (Wire.PUBREL << 4 | 2)).put((byte) 2).putShort(in.getShort(at + 2));
            } else if (type == Wire.PINGRESP) {
                pingsOpen--;
            } else {
                inFlight--;
            }
            in.position(at + 2 + in.get(at + 1));
        }
        in.compact();
        if (out.position() > releases) {
            send(out.limit(out.position()).position(releases));
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
