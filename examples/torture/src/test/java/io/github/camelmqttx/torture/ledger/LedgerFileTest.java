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

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.camelmqttx.torture.ledger.LedgerRecord.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LedgerFileTest {

    @TempDir
    Path directory;

    private static LedgerRecord entry(long number) {
        return new LedgerRecord(Kind.RECEIVED, 3, number, number + 1, number + 2);
    }

    @Test
    @DisplayName("A reader sees what was written since it last looked")
    void writtenInParts_readInParts() throws Exception {
        Path file = directory.resolve("ledger");
        LedgerReader reader = new LedgerReader(file);
        List<LedgerRecord> seen = new ArrayList<>();
        assertThat(reader.readNew(seen::add)).isZero();
        try (LedgerWriter writer = new LedgerWriter(file)) {
            writer.append(entry(1));
            assertThat(reader.readNew(seen::add)).isEqualTo(1);
            writer.append(entry(Long.MAX_VALUE - 2));
            writer.append(entry(3));
            assertThat(reader.readNew(seen::add)).isEqualTo(2);
        }
        assertThat(seen).containsExactly(entry(1), entry(Long.MAX_VALUE - 2), entry(3));
    }

    @Test
    @DisplayName("More records than fit into the buffer")
    void manyRecords_allRead() throws Exception {
        Path file = directory.resolve("ledger");
        try (LedgerWriter writer = new LedgerWriter(file)) {
            for (int i = 0; i < 10_000; i++) {
                writer.append(entry(i));
            }
        }
        List<LedgerRecord> seen = new ArrayList<>();
        assertThat(new LedgerReader(file).readNew(seen::add)).isEqualTo(10_000);
        assertThat(seen.get(9_999)).isEqualTo(entry(9_999));
    }

    @Test
    @DisplayName("The half of a record that a killed process has left does not count until the rest is there")
    void tornTail_left() throws Exception {
        Path file = directory.resolve("ledger");
        try (LedgerWriter writer = new LedgerWriter(file)) {
            writer.append(entry(1));
            writer.append(entry(2));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 7));
        LedgerReader reader = new LedgerReader(file);
        List<LedgerRecord> seen = new ArrayList<>();
        assertThat(reader.readNew(seen::add)).isEqualTo(1);
        Files.write(file, Arrays.copyOfRange(whole, whole.length - 7, whole.length), StandardOpenOption.APPEND);
        assertThat(reader.readNew(seen::add)).isEqualTo(1);
        assertThat(seen).containsExactly(entry(1), entry(2));
    }

    @Test
    @DisplayName("No process writes to the ledger of another")
    void existingFile_refused() throws Exception {
        Path file = Files.createFile(directory.resolve("ledger"));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> new LedgerWriter(file))
                .withMessageContaining(file.toString());
    }
}
