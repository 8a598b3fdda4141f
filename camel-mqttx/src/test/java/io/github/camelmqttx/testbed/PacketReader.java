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

import java.util.Arrays;

/** Reads the fields of one packet. For one thread. */
final class PacketReader {

    private static final int VARIABLE_BYTES = 4;

    private final byte[] bytes;
    private final int end;
    private int index;

    private PacketReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.index = from;
        this.end = end;
    }

    /** What follows the fixed header. */
    static PacketReader ofBody(byte[] packet) {
        PacketReader reader = new PacketReader(packet, 1, packet.length);
        reader.variable();
        return reader;
    }

    boolean hasMore() {
        return index < end;
    }

    int one() {
        require(1);
        return bytes[index++] & 0xFF;
    }

    int two() {
        return one() << 8 | one();
    }

    long four() {
        return (long) two() << 16 | two();
    }

    int variable() {
        int value = 0;
        for (int i = 0; i < VARIABLE_BYTES; i++) {
            int digit = one();
            value |= (digit & 0x7F) << 7 * i;
            if (digit < 0x80) {
                return value;
            }
        }
        throw new MalformedPacketException("a Variable Byte Integer of more than four bytes");
    }

    byte[] binary() {
        int length = two();
        require(length);
        index += length;
        return Arrays.copyOfRange(bytes, index - length, index);
    }

    String text() {
        return StrictPackets.utf8(binary());
    }

    byte[] rest() {
        byte[] left = Arrays.copyOfRange(bytes, index, end);
        index = end;
        return left;
    }

    int position() {
        return index;
    }

    /** @throws MalformedPacketException if there are not so many bytes left */
    void require(int count) {
        if (end - index < count) {
            throw new MalformedPacketException("it ends too early");
        }
    }
}
