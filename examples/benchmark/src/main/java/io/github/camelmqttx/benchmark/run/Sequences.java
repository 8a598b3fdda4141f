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
package io.github.camelmqttx.benchmark.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A thread-safe set of sequence numbers from 0 to 2^32 - 1 that grows by pieces of 2^20. */
final class Sequences {
    private static final int PIECE_BITS = 20;

    private final AtomicReferenceArray<AtomicLongArray> pieces = new AtomicReferenceArray<>(1 << 32 - PIECE_BITS);
    private final AtomicLong size = new AtomicLong();

    /** Adds; returns false if the number was there. */
    boolean add(long sequence) {
        AtomicLongArray piece = piece((int) (sequence >>> PIECE_BITS));
        int word = (int) (sequence & (1 << PIECE_BITS) - 1) >> 6;
        long bit = 1L << sequence;
        long before;
        do {
            before = piece.get(word);
            if ((before & bit) != 0) {
                return false;
            }
        } while (!piece.compareAndSet(word, before, before | bit));
        size.incrementAndGet();
        return true;
    }

    long size() {
        return size.get();
    }

    /** How many numbers below {@code end} are not here. */
    long missingBelow(long end) {
        long missing = 0;
        for (long sequence = 0; sequence < end; sequence++) {
            if (!contains(sequence)) {
                missing++;
            }
        }
        return missing;
    }

    boolean contains(long sequence) {
        AtomicLongArray piece = pieces.get((int) (sequence >>> PIECE_BITS));
        return piece != null && (piece.get((int) (sequence & (1 << PIECE_BITS) - 1) >> 6) & 1L << sequence) != 0;
    }

    private AtomicLongArray piece(int index) {
        AtomicLongArray piece = pieces.get(index);
        if (piece == null) {
            pieces.compareAndSet(index, null, new AtomicLongArray(1 << PIECE_BITS - 6));
            piece = pieces.get(index);
        }
        return piece;
    }
}
