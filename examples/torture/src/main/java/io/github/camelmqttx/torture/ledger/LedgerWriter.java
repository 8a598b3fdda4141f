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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends records of {@value #RECORD_BYTES} bytes to a file that it creates. Each is handed to the operating system
 * before {@link #append} returns, so a kill of this process loses none (a crash of the machine may). Thread-safe.
 */
public final class LedgerWriter implements AutoCloseable {

    /** Size of a record. */
    static final int RECORD_BYTES = 32;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);

    /**
     * @throws UncheckedIOException if the file exists or cannot be created
     */
    public LedgerWriter(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the ledger " + path, e);
        }
    }

    /**
     * @throws UncheckedIOException if the record cannot be written; the message must not count then
     */
    public synchronized void append(LedgerRecord entry) {
        buffer.clear();
        buffer.putInt(entry.kind().ordinal()).putInt(entry.topic()).putLong(entry.number()).putLong(entry.sentMicros())
                .putLong(entry.atMicros()).flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to the ledger", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
