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
 * What the journal holds, written with each group: tells a journal that lost a part from one that is whole.
 *
 * @param messages     how many
 * @param payloadBytes of all of them
 * @param fingerprint  of all their numbers, in any order
 * @param nextOrder    {@link Exchange#order()} of the next first sending
 */
record Totals(long messages, long payloadBytes, long fingerprint, long nextOrder) {

    static final Totals NONE = new Totals(0, 0, 0, 1);

    private static final int SIZE = 4 * Long.BYTES;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    Totals plus(long id, int bytes) {
        return new Totals(messages + 1, payloadBytes + bytes, fingerprint + mix(id), nextOrder);
    }

    Totals minus(long id, int bytes) {
        return new Totals(messages - 1, payloadBytes - bytes, fingerprint - mix(id), nextOrder);
    }

    Totals withNextOrder(long order) {
        return new Totals(messages, payloadBytes, fingerprint, order);
    }

    byte[] encode(long key) {
        return Records.seal(Records.allocate(SIZE).putLong(messages).putLong(payloadBytes).putLong(fingerprint)
                .putLong(nextOrder).array(), key);
    }

    static Totals decode(long key, byte[] record) throws CorruptJournalException {
        ByteBuffer in = Records.open(record, key, "Summary");
        try {
            return new Totals(in.getLong(), in.getLong(), in.getLong(), in.getLong());
        } catch (BufferUnderflowException e) {
            throw new CorruptJournalException("The summary of the journal ends too early");
        }
    }

    private static long mix(long id) {
        long mixed = id * MIX;
        return mixed ^ mixed >>> 32;
    }
}
