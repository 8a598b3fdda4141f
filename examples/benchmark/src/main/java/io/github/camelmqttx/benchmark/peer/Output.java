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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Bytes to be sent on one connection: packets are appended and leave in as few writes as the socket allows.
 * <p>
 * Not thread-safe. Between {@link #reserve(int)} and {@link #advanceTo(int)} the caller writes into {@link #bytes()}.
 */
final class Output {
    private static final int LIMIT_BYTES = 1 << 28;

    private byte[] bytes = new byte[1 << 18];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int start;
    private int end;

    byte[] bytes() {
        return bytes;
    }

    int pending() {
        return end - start;
    }

    /**
     * Makes room for {@code count} bytes and returns the position in {@link #bytes()} where they begin.
     *
     * @throws IllegalStateException if the receiver is 256 MiB behind
     */
    int reserve(int count) {
        if (bytes.length - end < count) {
            makeRoom(count);
        }
        return end;
    }

    void advanceTo(int position) {
        end = position;
    }

    /** A packet without body beyond a Packet Identifier, as PUBACK, PUBREC, PUBREL and PUBCOMP are. */
    void acknowledgement(int firstByte, int packetId) {
        int at = reserve(4);
        bytes[at] = (byte) firstByte;
        bytes[at + 1] = 2;
        bytes[at + 2] = (byte) (packetId >> 8);
        bytes[at + 3] = (byte) packetId;
        end = at + 4;
    }

    void append(byte... packet) {
        int at = reserve(packet.length);
        System.arraycopy(packet, 0, bytes, at, packet.length);
        end = at + packet.length;
    }

    /** Writes what the channel takes; returns whether nothing is left. */
    boolean flush(WritableByteChannel channel) throws IOException {
        view.limit(end).position(start);
        channel.write(view);
        start = view.position();
        if (start == end) {
            start = 0;
            end = 0;
        }
        return end == 0;
    }

    private void makeRoom(int count) {
        int pending = end - start;
        if ((long) pending + count > LIMIT_BYTES) {
            throw new IllegalStateException("The receiver is " + pending + " bytes behind; give the sender a window");
        }
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, pending);
            start = 0;
            end = pending;
        }
        if (bytes.length - end < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + count));
        }
        view = ByteBuffer.wrap(bytes);
    }
}
