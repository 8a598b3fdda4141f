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
package io.github.camelmqttx.torture.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Follows a ledger that a process may still be writing. A last record that is not complete is left. Not thread-safe.
 */
public final class LedgerReader {

    private static final LedgerRecord.Kind[] KINDS = LedgerRecord.Kind.values();
    private static final int RECORDS_AT_ONCE = 4_096;

    private final Path path;
    private final ByteBuffer buffer = ByteBuffer.allocate(RECORDS_AT_ONCE * LedgerWriter.RECORD_BYTES);
    private long position;

    /** @param path need not exist yet */
    public LedgerReader(Path path) {
        this.path = path;
    }

    /**
     * Hands over the records that have come since the last call, in order.
     *
     * @return how many
     */
    public int readNew(Consumer<LedgerRecord> reader) throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        int count = 0;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            while (fill(file)) {
                while (buffer.remaining() >= LedgerWriter.RECORD_BYTES) {
                    reader.accept(new LedgerRecord(
                            KINDS[buffer.getInt()], buffer.getInt(), buffer.getLong(), buffer.getLong(), buffer.getLong()));
                    position += LedgerWriter.RECORD_BYTES;
                    count++;
                }
            }
        }
        return count;
    }

    private boolean fill(FileChannel file) throws IOException {
        buffer.clear();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = file.read(buffer, position + buffer.position());
        }
        buffer.flip();
        return buffer.remaining() >= LedgerWriter.RECORD_BYTES;
    }
}
