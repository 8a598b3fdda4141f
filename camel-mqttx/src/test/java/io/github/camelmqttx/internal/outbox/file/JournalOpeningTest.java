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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalOpeningTest {

    @TempDir
    Path base;

    private void refused(String... parts) {
        assertThatThrownBy(() -> JournalFixture.open(base)).isInstanceOf(MqttxOutboxException.class)
                .hasMessageContaining("The outbox of Client Identifier plant-7 in ").hasMessageContainingAll(parts);
    }

    private Path file() {
        return JournalFixture.directory(base).resolve(JournalDirectory.FILE);
    }

    private Path marker() {
        return JournalFixture.directory(base).resolve(JournalDirectory.MARKER);
    }

    @Test
    @DisplayName("X06: a path that is a file is refused")
    void directory_isAFile_refused() throws Exception {
        Files.writeString(JournalFixture.directory(base), "x");
        refused("is a file and not a directory", "outboxDirectory");
        base = JournalFixture.directory(base);
        refused("is a file and not a directory", "outboxDirectory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("X06: a directory that cannot be made is refused (on Linux: below /proc)")
    void directory_cannotBeMade_refused() {
        base = Path.of("/proc/outbox");
        refused("/proc/outbox/plant-7", "Check the disk");
    }

    @Test
    @DisplayName("X06: a directory with other files is refused and left as it is")
    void directory_holdsOtherFiles_refusedAndUntouched() throws Exception {
        Files.createDirectories(JournalFixture.directory(base));
        Files.writeString(JournalFixture.directory(base).resolve("thesis.txt"), "x");
        refused("not this component's: thesis.txt");
        assertThat(JournalFixture.directory(base).toFile().list()).containsExactly("thesis.txt");
    }

    @Test
    @DisplayName("X06: a journal without its marker is refused if it holds messages, and finished if it holds none")
    void marker_missing_refusedUnlessEmpty() throws Exception {
        JournalFixture.open(base).close();
        Files.delete(marker());
        try (JournalFixture fixture = JournalFixture.open(base)) {
            fixture.store("x");
        }
        Files.delete(marker());
        refused("without the file camel-mqttx-outbox");
        assertThat(marker()).doesNotExist();
    }

    @Test
    @DisplayName("X06: a directory of another Client Identifier, of a newer version, or with a strange marker is refused")
    void marker_notOurs_refused() throws Exception {
        JournalFixture.open(base).close();
        String text = Files.readString(marker());
        Files.writeString(marker(), text.replace("plant-7", "Plant-7"));
        refused("another Client Identifier, Plant-7");
        Files.writeString(marker(), text.replace("format=1", "format=2"));
        refused("its format 2 is that of a newer version");
        Files.writeString(marker(), "hello");
        refused("is not what this component wrote");
        Files.writeString(marker(), text);
        JournalFixture.open(base).close();
    }

    @Test
    @DisplayName("X06: used by this process already, a directory is refused; afterwards it can be used")
    void locked_byThisProcess_refused() throws Exception {
        try (JournalFixture fixture = JournalFixture.open(base)) {
            refused("this process uses it already");
            refused("this process uses it already");
            fixture.store("x");
        }
        assertThat(JournalFixture.content(base)).containsExactly("x");
    }

    @Test
    @DisplayName("X06: a file that is missing, cut off at its beginning, or no journal is refused and left as it is")
    void file_missingOrForeign_refused() throws Exception {
        try (JournalFixture fixture = JournalFixture.open(base)) {
            fixture.store("x");
        }
        Path aside = base.resolve("aside");
        Files.move(file(), aside);
        refused("journal.mv is missing", "move the whole directory away");
        Files.writeString(file(), "");
        refused("was cut off at its beginning");
        Files.write(file(), new byte[100_000]);
        refused("the journal is damaged");
        assertThat(Files.size(file())).isEqualTo(100_000);
        Files.delete(file());
        try (MVStore foreign = MVStore.open(file().toString())) {
            foreign.openMap("messages").put("a", "b");
        }
        refused("the journal is damaged");
        Files.delete(file());
        Files.move(aside, file());
        assertThat(JournalFixture.content(base)).containsExactly("x");
    }

    @Test
    @DisplayName("F10: cut off anywhere, a journal has a beginning of what was stored, or is refused")
    void file_truncatedAnywhere_prefixOrRefused() throws Exception {
        List<String> all = filled(200);
        byte[] whole = Files.readAllBytes(file());
        int found = 0;
        for (int cut = 0; cut < 300; cut++) {
            byte[] part = Arrays.copyOf(whole, (int) ((long) whole.length * cut / 300));
            found += openDamaged(part, all) ? 1 : 0;
        }
        assertThat(found).as("cuts after which messages were found").isPositive();
    }

    @Test
    @DisplayName("F10: with any byte changed, a journal has a beginning of what was stored, or is refused; never another content")
    void file_anyByteChanged_prefixOrRefused() throws Exception {
        List<String> all = filled(200);
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(4711);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            refused += openDamaged(changed, all) ? 0 : 1;
        }
        assertThat(refused).as("changes that were found out").isPositive();
    }

    private List<String> filled(int count) throws Exception {
        List<String> all = new ArrayList<>();
        try (JournalFixture fixture = JournalFixture.open(base, SyncPolicy.NONE, JournalFixture.QUICK)) {
            for (int i = 0; i < count; i++) {
                fixture.store("message " + i);
                all.add("message " + i);
                if (i % 20 == 0) {
                    fixture.awaitStored(i + 1);
                }
            }
        }
        return all;
    }

    private boolean openDamaged(byte[] content, List<String> all) throws Exception {
        Files.write(file(), content);
        List<String> found;
        try {
            found = JournalFixture.content(base);
        } catch (MqttxOutboxException e) {
            assertThat(e).hasMessageContaining("is damaged").hasMessageContaining("move the whole directory away");
            return false;
        }
        assertThat(found).isEqualTo(all.subList(0, found.size()));
        return true;
    }

    @Test
    @DisplayName("X06: Client Identifiers become different, short names")
    void safeName_anyClientId_differentAndShort() {
        List<String> ids = List.of("", "%", "%25", "a/b", "a%2Fb", ".", "..", "a.b", "ü", "u", "A", "a", "x".repeat(128),
                "x".repeat(129), "x".repeat(130), "ü".repeat(60), "~");
        Set<String> names = new HashSet<>();
        for (String id : ids) {
            String name = SafeName.of(id);
            assertThat(name).matches("[A-Za-z0-9_.%~-]{1,129}").isNotIn(".", "..");
            names.add(name);
        }
        assertThat(names).hasSize(ids.size());
        assertThat(SafeName.of("plant-7_a.b")).isEqualTo("plant-7_a.b");
    }

    @Test
    @DisplayName("X06: the library that the message names is the one that is used")
    void library_version_named() throws Exception {
        Path jar = Path.of(MVStore.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String[] parts = JournalFailures.LIBRARY.split(":");
        assertThat(jar.getFileName()).hasToString(parts[1] + "-" + parts[2] + ".jar");
    }
}
