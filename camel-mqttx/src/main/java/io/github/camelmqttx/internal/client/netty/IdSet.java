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
package io.github.camelmqttx.internal.client.netty;

/**
 * A set of Packet Identifiers, 1 to 65 535, each with a tag. Its size in memory follows the number of members, not
 * their values, unlike a bit set: open addressing with linear probing, at most half full. Confined to the serial
 * context.
 */
final class IdSet {

    private static final int MINIMUM_CAPACITY = 16;
    private static final int TRIM_ABOVE = 1_024;

    private char[] slots = new char[MINIMUM_CAPACITY];
    private int[] tags = new int[MINIMUM_CAPACITY];
    private int mask = MINIMUM_CAPACITY - 1;
    private int size;

    /**
     * Spreads identifiers, which brokers assign one after the other: side by side they would make one long run, and
     * each removal would walk all of it.
     */
    private int home(int id) {
        return id * 0x9E3779B1 >>> Integer.numberOfLeadingZeros(mask) & mask;
    }

    int size() {
        return size;
    }

    boolean contains(int id) {
        for (int i = home(id); slots[i] != 0; i = i + 1 & mask) {
            if (slots[i] == id) {
                return true;
            }
        }
        return false;
    }

    /** The tag of a member; 0 if it is none. */
    int tag(int id) {
        int i = home(id);
        while (slots[i] != id) {
            if (slots[i] == 0) {
                return 0;
            }
            i = i + 1 & mask;
        }
        return tags[i];
    }

    /** @return false if it was a member before */
    boolean add(int id) {
        return add(id, 0);
    }

    /** @return false if it was a member before; its tag stays then */
    boolean add(int id, int tag) {
        int i = home(id);
        for (; slots[i] != 0; i = i + 1 & mask) {
            if (slots[i] == id) {
                return false;
            }
        }
        slots[i] = (char) id;
        tags[i] = tag;
        if (++size > mask >> 1) {
            grow();
        }
        return true;
    }

    /** @return false if it was not a member */
    boolean remove(int id) {
        int i = home(id);
        while (slots[i] != id) {
            if (slots[i] == 0) {
                return false;
            }
            i = i + 1 & mask;
        }
        closeGap(i);
        size--;
        return true;
    }

    void clear() {
        if (size > 0) {
            slots = new char[slots.length > TRIM_ABOVE ? MINIMUM_CAPACITY : slots.length];
            tags = new int[slots.length];
            mask = slots.length - 1;
            size = 0;
        }
    }

    /** Moves later members of the same probe sequence forward, so that no search ends too early at the freed slot. */
    private void closeGap(int freed) {
        int gap = freed;
        for (int i = gap + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
            int home = home(slots[i]);
            if ((i - home & mask) >= (i - gap & mask)) {
                slots[gap] = slots[i];
                tags[gap] = tags[i];
                gap = i;
            }
        }
        slots[gap] = 0;
    }

    private void grow() {
        char[] old = slots;
        int[] oldTags = tags;
        slots = new char[old.length * 2];
        tags = new int[slots.length];
        mask = slots.length - 1;
        for (int at = 0; at < old.length; at++) {
            if (old[at] != 0) {
                int i = home(old[at]);
                while (slots[i] != 0) {
                    i = i + 1 & mask;
                }
                slots[i] = old[at];
                tags[i] = oldTags[at];
            }
        }
    }
}
