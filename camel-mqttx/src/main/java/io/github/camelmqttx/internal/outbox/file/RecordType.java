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
import java.util.Arrays;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Byte arrays as values of the store; a length that cannot be right is refused before memory is taken for it. */
final class RecordType extends BasicDataType<byte[]> {

    static final RecordType INSTANCE = new RecordType();

    private static final int OBJECT_BYTES = 24;

    private RecordType() {
    }

    @Override
    public int getMemory(byte[] record) {
        return OBJECT_BYTES + record.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] record) {
        buffer.putVarInt(record.length).put(record);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer);
        if (length < 0 || length > buffer.remaining()) {
            throw new MVStoreException(
                    DataUtils.ERROR_FILE_CORRUPT, "A record of " + length + " bytes in a page with "
                                                  + buffer.remaining() + " left");
        }
        byte[] record = new byte[length];
        buffer.get(record);
        return record;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compare(a, b);
    }
}
