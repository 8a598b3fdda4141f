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

import org.jspecify.annotations.Nullable;

/**
 * The Packet Identifiers in use and what each stands for: a publish, a SUBSCRIBE or an UNSUBSCRIBE. Spec: 5.0 section
 * 2.2.1.
 * <p>
 * Invariants: an identifier sits in slot {@code id & mask}; the capacity is a power of two and grows with the number of
 * identifiers in use, so that an idle session costs next to nothing; an identifier whose slot is taken is skipped when
 * a new one is chosen. Confined to the serial context.
 */
final class PacketIds {

    static final int MAXIMUM_ID = 65_535;

    private static final int MINIMUM_CAPACITY = 16;
    private static final int MAXIMUM_CAPACITY = 65_536;
    private static final int TRIM_ABOVE = 1_024;

    private @Nullable Object[] owners = new Object[MINIMUM_CAPACITY];
    private char[] ids = new char[MINIMUM_CAPACITY];
    private int mask = MINIMUM_CAPACITY - 1;
    private int used;
    private int next = 1;

    /** Number of identifiers in use. */
    int used() {
        return used;
    }

    /**
     * Takes a free identifier.
     *
     * @return 1 to 65 535, or 0 if all are in use
     */
    int allocate(Object owner) {
        if (used == MAXIMUM_ID) {
            return 0;
        }
        if (used >= (mask + 1) - (mask + 1 >> 2) && mask + 1 < MAXIMUM_CAPACITY) {
            grow();
        }
        int id = next;
        while (owners[id & mask] != null) {
            id = following(id);
        }
        next = following(id);
        int slot = id & mask;
        owners[slot] = owner;
        ids[slot] = (char) id;
        used++;
        return id;
    }

    /**
     * Takes a certain identifier, which an earlier process chose.
     *
     * @throws IllegalArgumentException if it is in use
     */
    void claim(int id, Object owner) {
        if (get(id) != null) {
            throw new IllegalArgumentException("Packet Identifier " + id + " is in use");
        }
        while (owners[id & mask] != null || used >= (mask + 1) - (mask + 1 >> 2) && mask + 1 < MAXIMUM_CAPACITY) {
            grow();
        }
        owners[id & mask] = owner;
        ids[id & mask] = (char) id;
        used++;
        next = following(id);
    }

    /** What the identifier stands for, or {@code null} if it is free. */
    @Nullable
    Object get(int id) {
        int slot = id & mask;
        return ids[slot] == id ? owners[slot] : null;
    }

    /** Frees an identifier; no effect if it is free. */
    void release(int id) {
        int slot = id & mask;
        if (ids[slot] == id && owners[slot] != null) {
            owners[slot] = null;
            used--;
        }
    }

    /** Gives back the memory of a past burst, if no identifier is in use. */
    void trim() {
        if (used == 0 && mask >= TRIM_ABOVE) {
            owners = new Object[MINIMUM_CAPACITY];
            ids = new char[MINIMUM_CAPACITY];
            mask = MINIMUM_CAPACITY - 1;
        }
    }

    private static int following(int id) {
        return id == MAXIMUM_ID ? 1 : id + 1;
    }

    private void grow() {
        @Nullable
        Object[] oldOwners = owners;
        char[] oldIds = ids;
        int capacity = oldOwners.length * 2;
        owners = new Object[capacity];
        ids = new char[capacity];
        mask = capacity - 1;
        for (int i = 0; i < oldOwners.length; i++) {
            if (oldOwners[i] != null) {
                int slot = oldIds[i] & mask;
                owners[slot] = oldOwners[i];
                ids[slot] = oldIds[i];
            }
        }
    }
}
