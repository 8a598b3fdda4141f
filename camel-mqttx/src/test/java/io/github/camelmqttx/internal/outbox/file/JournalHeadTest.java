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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The moment between the two writes of a commit: the group is in the file, the head of the file is an older one. */
class JournalHeadTest {

    private static final JournalClocks CLOCKS = new JournalClocks(System::nanoTime, System::currentTimeMillis);
    private static final int HEAD_BYTES = 2 * 4_096;
    private static final int COMMITS = 300;
    private static final int LARGEST_GROUP = 64;

    @TempDir
    Path base;

    private Random random = new Random(7);
    private final NavigableSet<Long> waiting = new TreeSet<>();
    private Path file;
    private long lastId;

    @BeforeEach
    void nameFile() {
        file = base.resolve(JournalDirectory.FILE);
    }

    private void storeGroup(JournalStore store) throws IOException {
        int messages = random.nextInt(3) == 0 ? LARGEST_GROUP : random.nextInt(20);
        for (int i = 0; i < messages; i++) {
            OutgoingMessage message = JournalFixture.message("m", true);
            message.journalId(++lastId);
            store.apply(Change.store(message, JournalCodec.encode(message, CLOCKS)));
            waiting.add(lastId);
        }
        int removed = Math.min(random.nextInt(waiting.size() + 1), random.nextInt(3) == 0 ? Integer.MAX_VALUE : 30);
        for (int i = 0; i < removed; i++) {
            store.apply(Change.remove(waiting.pollFirst()));
            if (!waiting.isEmpty()) {
                store.apply(Change.assign(waiting.first(), 1 + (int) (waiting.first() % 65_535), null));
            }
        }
        store.commit(messages > 0);
    }

    private static NavigableSet<Long> content(Path journal) throws IOException {
        NavigableSet<Long> ids = new TreeSet<>();
        try (JournalStore store = JournalStore.open(journal, true)) {
            JournalCheck.read(store, CLOCKS);
            store.messagesFrom(0, (id, record) -> ids.add(id));
        }
        return ids;
    }

    /** The file as it is when the head has not been written yet, and the file has not been cut yet. */
    private Path killedBeforeHead(byte[] before, byte[] after) throws IOException {
        byte[] image = Arrays.copyOf(after, Math.max(before.length, after.length));
        if (before.length > after.length) {
            System.arraycopy(before, after.length, image, after.length, before.length - after.length);
        }
        System.arraycopy(before, 0, image, 0, HEAD_BYTES);
        return Files.write(base.resolve("killed.mv"), image);
    }

    @Test
    @DisplayName("F10, M14: killed after a group was written and before the head of the file was: the groups before it are there")
    void killed_betweenGroupAndHead_noEarlierGroupIsLost() throws Exception {
        int heads = 0;
        try (JournalStore store = JournalStore.open(file, true)) {
            store.commit(true);
            for (int commit = 0; commit < COMMITS; commit++) {
                byte[] before = Files.readAllBytes(file);
                NavigableSet<Long> was = new TreeSet<>(waiting);
                storeGroup(store);
                byte[] after = Files.readAllBytes(file);
                if (!Arrays.equals(before, 0, HEAD_BYTES, after, 0, HEAD_BYTES)) {
                    heads++;
                    assertThat(content(killedBeforeHead(before, after))).as("after commit %d", commit).isIn(was, waiting);
                }
            }
        }
        assertThat(heads).isGreaterThan(COMMITS / 10);
        assertThat(content(file)).isEqualTo(waiting);
    }

    @Test
    @DisplayName("F10, M14: killed before the head of the file was written, used again and killed again: nothing stored is lost")
    void killed_againAndAgainBeforeHead_nothingStoredIsLost() throws Exception {
        random = new Random(5);
        for (int kill = 0; kill < COMMITS / 3; kill++) {
            byte[] before;
            byte[] after;
            NavigableSet<Long> was;
            try (JournalStore store = JournalStore.open(file, true)) {
                for (int commit = random.nextInt(8); commit >= 0; commit--) {
                    storeGroup(store);
                }
                before = Files.readAllBytes(file);
                was = new TreeSet<>(waiting);
                storeGroup(store);
                after = Files.readAllBytes(file);
            }
            Files.write(file, Files.readAllBytes(killedBeforeHead(before, after)));
            NavigableSet<Long> found = content(file);
            assertThat(found).as("after kill %d", kill).isIn(was, waiting);
            waiting.clear();
            waiting.addAll(found);
        }
    }
}
