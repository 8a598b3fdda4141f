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
package io.github.camelmqttx.internal.backoff;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StableConnectionTest {

    private static final long STABLE = 1_000;

    private final JitteredBackoff backoff = new JitteredBackoff(1_000, 1_000_000, () -> 0);
    private final StableConnection connection = new StableConnection(backoff, STABLE);

    @ParameterizedTest
    @DisplayName("M18 the delay is reset after a connection that lasted")
    @ValueSource(longs = { 0, Long.MAX_VALUE - 10 })
    void disconnected_afterStableTime_resets(long start) {
        backoff.nextDelayNanos();
        connection.connected(start);
        assertThat(connection.isStable(start + STABLE)).isTrue();
        assertThat(connection.disconnected(start + STABLE)).isTrue();
        assertThat(backoff.nextDelayNanos()).isEqualTo(800);
    }

    @Test
    @DisplayName("M18 the delay goes on growing while connections do not last")
    void disconnected_beforeStableTime_goesOn() {
        backoff.nextDelayNanos();
        connection.connected(0);
        assertThat(connection.isStable(STABLE - 1)).isFalse();
        assertThat(connection.disconnected(STABLE - 1)).isFalse();
        assertThat(backoff.nextDelayNanos()).isEqualTo(1_600);
    }

    @Test
    void disconnected_withoutConnection_changesNothing() {
        connection.connected(0);
        connection.disconnected(1);
        backoff.nextDelayNanos();
        assertThat(connection.disconnected(10 * STABLE)).isFalse();
        assertThat(connection.isStable(10 * STABLE)).isFalse();
        assertThat(backoff.nextDelayNanos()).isEqualTo(1_600);
    }

    @Test
    void constructor_negativeTime_refused() {
        assertThatThrownBy(() -> new StableConnection(backoff, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
