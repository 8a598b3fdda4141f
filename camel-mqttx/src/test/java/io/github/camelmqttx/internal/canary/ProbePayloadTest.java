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
package io.github.camelmqttx.internal.canary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbePayloadTest {

    @Test
    @DisplayName("X09 a probe is recognised and says who has sent it")
    void probe_isRecognised() {
        ProbePayload probe = new ProbePayload(Long.MIN_VALUE + 7, 42);
        assertThat(ProbePayload.isProbe(probe.encode())).isTrue();
        assertThat(ProbePayload.parse(probe.encode())).isEqualTo(probe);
    }

    @Test
    @DisplayName("X09 a probe of a later version is recognised, not read")
    void laterVersion_isRecognisedNotRead() {
        byte[] later = Arrays.copyOf(new ProbePayload(1, 2).encode(), 40);
        later[7] = 9;
        assertThat(ProbePayload.isProbe(later)).isTrue();
        assertThat(ProbePayload.parse(later)).isNull();
    }

    @Test
    @DisplayName("X09 what is not a probe goes its way")
    void otherPayloads_areNotProbes() {
        byte[] probe = new ProbePayload(1, 2).encode();
        assertThat(ProbePayload.isProbe(new byte[0])).isFalse();
        assertThat(ProbePayload.isProbe(Arrays.copyOf(probe, 23))).isFalse();
        assertThat(ProbePayload.isProbe(Arrays.copyOf(probe, 65))).isFalse();
        assertThat(ProbePayload.isProbe("a text of 24 characters.".getBytes(StandardCharsets.UTF_8))).isFalse();
        for (int i = 0; i < 7; i++) {
            byte[] other = probe.clone();
            other[i]++;
            assertThat(ProbePayload.isProbe(other)).as("byte %d differs", i).isFalse();
        }
        assertThat(ProbePayload.parse(new byte[24])).isNull();
    }
}
