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

/**
 * Finds the packet boundaries in one direction of an MQTT connection by reading fixed headers only. Bytes that are no
 * MQTT (for instance TLS) make it give up, after which everything is one endless packet. For one thread.
 */
final class PacketCutter {

    private enum State {
        FIRST_BYTE,
        LENGTH,
        BODY,
        NOT_MQTT
    }

    private State state = State.FIRST_BYTE;
    private PacketType type = PacketType.RESERVED;
    private long remaining;
    private int lengthBytes;

    /** The type of the packet that the bytes consumed last belong to. */
    PacketType type() {
        return type;
    }

    /** Whether the next byte begins a packet. */
    boolean isAtBoundary() {
        return state == State.FIRST_BYTE;
    }

    /** The type of the packet that would begin with this byte. */
    static PacketType typeOf(byte firstByte) {
        return PacketType.ofFirstByte(firstByte);
    }

    /**
     * Consumes bytes of the current packet, beginning with a new one at a boundary.
     *
     * @return the index after the last byte consumed: the end of the packet or of the bytes
     */
    int consume(byte[] bytes, int from, int to) {
        int index = from;
        while (index < to) {
            switch (state) {
                case FIRST_BYTE -> firstByte(bytes[index++]);
                case LENGTH -> {
                    lengthByte(bytes[index++]);
                    if (state == State.FIRST_BYTE) {
                        return index;
                    }
                }
                case BODY -> {
                    int taken = (int) Math.min(remaining, to - index);
                    remaining -= taken;
                    index += taken;
                    if (remaining == 0) {
                        state = State.FIRST_BYTE;
                        return index;
                    }
                }
                case NOT_MQTT -> {
                    return to;
                }
                default -> throw new IllegalStateException("Unknown state " + state);
            }
        }
        return index;
    }

    private void firstByte(byte first) {
        type = typeOf(first);
        remaining = 0;
        lengthBytes = 0;
        state = type == PacketType.RESERVED ? State.NOT_MQTT : State.LENGTH;
    }

    private void lengthByte(byte next) {
        remaining |= (long) (next & 0x7F) << 7 * lengthBytes++;
        if ((next & 0x80) == 0) {
            state = remaining == 0 ? State.FIRST_BYTE : State.BODY;
        } else if (lengthBytes == 4) {
            state = State.NOT_MQTT;
        }
    }
}
