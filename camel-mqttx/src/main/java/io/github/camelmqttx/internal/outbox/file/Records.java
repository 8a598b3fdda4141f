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

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What all records of the journal have in common: they begin with a CRC-32C of the rest and with the key under which
 * they stand, so that neither a changed byte nor a record in the wrong place goes unnoticed.
 */
final class Records {

    /** Bytes before the content. */
    static final int HEAD = Integer.BYTES + Long.BYTES;

    private Records() {
    }

    /** A record with room for the content from position {@link #HEAD} on. */
    static ByteBuffer allocate(int contentBytes) {
        return ByteBuffer.allocate(HEAD + contentBytes).position(HEAD);
    }

    /** Writes key and checksum. */
    static byte[] seal(byte[] record, long key) {
        ByteBuffer.wrap(record).putLong(Integer.BYTES, key).putInt(0, checksum(record));
        return record;
    }

    /**
     * The content of a record that stands under the key.
     *
     * @throws CorruptJournalException if it is not what was {@linkplain #seal sealed} with that key
     */
    static ByteBuffer open(byte[] record, long key, String what) throws CorruptJournalException {
        if (record.length < HEAD) {
            throw new CorruptJournalException(what + " " + key + " has only " + record.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(record);
        if (buffer.getInt() != checksum(record)) {
            throw new CorruptJournalException(what + " " + key + " does not fit its checksum");
        }
        long sealed = buffer.getLong();
        if (sealed != key) {
            throw new CorruptJournalException(what + " " + sealed + " stands in the place of " + key);
        }
        return buffer;
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, Integer.BYTES, record.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
