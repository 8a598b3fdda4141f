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
package io.github.camelmqttx.internal.outbox.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * How far the exchange of a message has come.
 *
 * @param order    rises with each first sending
 * @param packetId 1 to 65 535; 0 if the message has lost it and waits again
 * @param released whether PUBREC has come
 */
record Exchange(long order, int packetId, boolean released) {

    private static final int SIZE = Long.BYTES + Integer.BYTES + 1;

    byte[] encode(long id) {
        return Records.seal(
                Records.allocate(SIZE).putLong(order).putInt(packetId).put((byte) (released ? 1 : 0)).array(), id);
    }

    static Exchange decode(long id, byte[] record) throws CorruptJournalException {
        ByteBuffer in = Records.open(record, id, "Exchange of message");
        try {
            return new Exchange(in.getLong(), in.getInt(), in.get() != 0);
        } catch (BufferUnderflowException e) {
            throw new CorruptJournalException("Exchange of message " + id + " ends too early");
        }
    }

    Exchange withRelease() {
        return new Exchange(order, packetId, true);
    }

    Exchange withoutPacketId() {
        return new Exchange(order, 0, false);
    }
}
