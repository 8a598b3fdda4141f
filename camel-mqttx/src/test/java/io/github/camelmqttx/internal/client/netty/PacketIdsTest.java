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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Identifier table and identifier set against the collections of the JDK. */
class PacketIdsTest {

    @Test
    @DisplayName("[MQTT-2.2.1-3] random use: each identifier in use is unique and stands for its owner")
    void table_isUsedAtRandom_isConsistent() {
        Random random = new Random(7);
        PacketIds ids = new PacketIds();
        Map<Integer, Object> expected = new HashMap<>();
        List<Integer> inUse = new ArrayList<>();
        for (int i = 0; i < 500_000; i++) {
            boolean fill = i / 100_000 % 2 == 0;
            if (inUse.isEmpty() || random.nextInt(10) < (fill ? 6 : 4)) {
                Object owner = new Object();
                int id = ids.allocate(owner);
                assertThat(id).isBetween(1, 65_535);
                assertThat(expected.put(id, owner)).isNull();
                inUse.add(id);
            } else {
                int at = random.nextInt(inUse.size());
                int id = inUse.set(at, inUse.get(inUse.size() - 1));
                inUse.remove(inUse.size() - 1);
                assertThat(ids.get(id)).isSameAs(expected.remove(id));
                ids.release(id);
                assertThat(ids.get(id)).isNull();
            }
            assertThat(ids.used()).isEqualTo(expected.size());
        }
        expected.forEach((id, owner) -> assertThat(ids.get(id)).isSameAs(owner));
    }

    @Test
    @DisplayName("All 65 535 identifiers can be in use, then there is none, then one again")
    void table_isFull_thenOneIsReleased() {
        PacketIds ids = new PacketIds();
        for (int i = 0; i < 65_535; i++) {
            assertThat(ids.allocate("x")).isNotZero();
        }
        assertThat(ids.allocate("x")).isZero();

        ids.release(4_711);

        assertThat(ids.allocate("y")).isEqualTo(4_711);
        assertThat(ids.get(4_711)).isEqualTo("y");
        assertThat(ids.get(0)).isNull();
    }

    @Test
    @DisplayName("Releasing twice, or an identifier that shares a slot, changes nothing")
    void identifier_isReleasedTwice_noEffect() {
        PacketIds ids = new PacketIds();
        int id = ids.allocate("x");
        ids.release(id + 16);
        assertThat(ids.get(id)).isEqualTo("x");
        ids.release(id);
        ids.release(id);

        assertThat(ids.used()).isZero();
    }

    @Test
    @DisplayName("Random use of the set and its tags agrees with java.util.HashMap")
    void set_isUsedAtRandom_isConsistent() {
        Random random = new Random(11);
        IdSet set = new IdSet();
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            int id = 1 + random.nextInt(i < 200_000 ? 100 : 65_535);
            if (random.nextBoolean()) {
                assertThat(set.add(id, i)).isEqualTo(expected.putIfAbsent(id, i) == null);
            } else {
                assertThat(set.remove(id)).isEqualTo(expected.remove(id) != null);
            }
            int probe = 1 + random.nextInt(65_535);
            assertThat(set.contains(probe)).isEqualTo(expected.containsKey(probe));
            assertThat(set.tag(probe)).isEqualTo(expected.getOrDefault(probe, 0));
            assertThat(set.size()).isEqualTo(expected.size());
        }
        set.clear();
        assertThat(set.size()).isZero();
        assertThat(set.contains(1)).isFalse();
    }
}
