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
package io.github.camelmqttx.torture.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32;

import io.github.camelmqttx.torture.ledger.LedgerRecord;

/** What a message carries: topic, number and time, with a checksum. */
public final class Payload {

    /** Fewest bytes of a payload. */
    public static final int MINIMUM_BYTES = 28;

    private static final byte[] CANARY = "canary".getBytes(StandardCharsets.US_ASCII);
    private static final int CONTENT_BYTES = 20;

    private Payload() {
    }

    /** Of a message that only shows that a subscription delivers. */
    public static byte[] canary() {
        return CANARY.clone();
    }

    /**
     * @param bytes at least {@link #MINIMUM_BYTES}
     */
    static byte[] of(int topic, long number, long sentMicros, int bytes) {
        byte[] payload = new byte[bytes];
        ByteBuffer.wrap(payload).putInt(topic).putLong(number).putLong(sentMicros).putLong(checksum(payload));
        return payload;
    }

    /**
     * The record that a receiver writes.
     *
     * @throws IllegalArgumentException if the payload is not one of ours, whole
     */
    static LedgerRecord received(byte[] payload) {
        long now = nowMicros();
        if (payload.length == CANARY.length) {
            return new LedgerRecord(LedgerRecord.Kind.RECEIVED, -1, 0, now, now);
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (payload.length < MINIMUM_BYTES || in.getLong(CONTENT_BYTES) != checksum(payload)) {
            throw new IllegalArgumentException("A payload of " + payload.length + " bytes was not sent by this run");
        }
        return new LedgerRecord(LedgerRecord.Kind.RECEIVED, in.getInt(), in.getLong(), in.getLong(), now);
    }

    private static long checksum(byte[] payload) {
        CRC32 checksum = new CRC32();
        checksum.update(payload, 0, CONTENT_BYTES);
        return checksum.getValue();
    }

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
