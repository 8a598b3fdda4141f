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
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketStoreTest {

    private final List<String> taken = new ArrayList<>();
    private final PacketStore<String> store = new PacketStore<>(taken::add);

    @Test
    @DisplayName("M41 client=paho: a QoS 2 message is taken once between PUBREC and PUBREL")
    void received_isRepeated_isTakenOnce() {
        store.put("r-5", "first");
        store.put("r-5", "first again");
        store.remove("r-5");
        store.put("r-5", "another");

        assertThat(taken).containsExactly("first", "another");
        assertThat(store.received()).containsExactlyEntriesOf(Collections.singletonMap(5, "another"));
    }

    @Test
    @DisplayName("M41 client=paho: what was restored is not taken again")
    void received_isRestored_isNotTaken() {
        store.restore("r-5", "earlier");
        store.put("r-5", "repeated");

        assertThat(taken).isEmpty();
    }

    @Test
    @DisplayName("F01 client=paho: a frozen store takes nothing over and forgets nothing")
    void frozen_storeIsUsed_nothingChanges() {
        store.put("s-1", "publish");
        store.freeze();

        assertThat(store.put("r-7", "late")).isFalse();
        store.remove("s-1");
        assertThat(taken).isEmpty();
        assertThat(store.isReleased(1)).isFalse();
        assertThat(store.isReleased(2)).isTrue();
    }

    @Test
    @DisplayName("M41 client=paho: PUBREL follows only after PUBREC")
    void publish_hasPubrec_isReleased() {
        store.put("s-1", "publish");
        assertThat(store.isReleased(1)).isFalse();
        store.put("sc-1", "pubrel");
        assertThat(store.isReleased(1)).isTrue();
    }
}
