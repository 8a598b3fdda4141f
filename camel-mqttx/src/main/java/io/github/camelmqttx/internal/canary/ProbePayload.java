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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The payload of a probe, {@value #BYTES} bytes: seven bytes that no text begins with, a version, who has sent it, and
 * which one it is. The payload alone makes it a probe, since MQTT 3.x has nothing else to tell by, and bridges drop
 * User Properties.
 *
 * @param nonce    of the sender, chosen at random when its consumer was started
 * @param sequence rises with each probe of the sender
 */
public record ProbePayload(long nonce, long sequence) {

    static final int BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int VERSION = 1;
    private static final int VERSION_BITS = 8;
    /** 0xFF (never in UTF-8), "mqttx", 0xC1 (never in UTF-8), then the version. */
    private static final long MAGIC = 0xFF6D71747478C100L;

    /** The payload as it is sent. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES).putLong(MAGIC | VERSION).putLong(nonce).putLong(sequence).array();
    }

    /** Whether a payload is that of a probe, of whatever version and sender. Cheap, does not allocate for others. */
    public static boolean isProbe(byte[] payload) {
        return payload.length >= BYTES && payload.length <= MAX_BYTES && payload[0] == (byte) 0xFF
                && ByteBuffer.wrap(payload).getLong() >>> VERSION_BITS == MAGIC >>> VERSION_BITS;
    }

    /** What a payload says, or null if it is not a probe of this version. */
    public static @Nullable ProbePayload parse(byte[] payload) {
        if (!isProbe(payload)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        return bytes.getLong() == (MAGIC | VERSION) ? new ProbePayload(bytes.getLong(), bytes.getLong()) : null;
    }
}
