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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalKillIT {

    @TempDir
    Path base;

    /** What a child printed before it died. */
    private static final class Printed {

        private final List<Long> stored = new ArrayList<>();
        private final Set<Long> assigned = new HashSet<>();
        private final Set<Long> released = new HashSet<>();
        private final Set<Long> removed = new HashSet<>();

        void line(String line) {
            if (line.equals("open")) {
                return;
            }
            long number = Long.parseLong(line.substring(2));
            switch (line.charAt(0)) {
                case 's' -> stored.add(number);
                case 'a' -> assigned.add(number);
                case 'r' -> released.add(number);
                case 'd' -> removed.add(number);
                default -> throw new IllegalStateException(line);
            }
        }
    }

    @Test
    @DisplayName("F10, M14: kill -9 at any moment, 24 times: every message that was stored is found again, in order, with what"
                 + " was durable of its exchange")
    void killed_24Times_nothingStoredIsLost() throws Exception {
        killAndCheck(24, 4711);
    }

    @Test
    @Tag("slow")
    @DisplayName("F10, M14: kill -9 at any moment, 200 times")
    void killed_200Times_nothingStoredIsLost() throws Exception {
        killAndCheck(200, 815);
    }

    private void killAndCheck(int cycles, long seed) throws Exception {
        Random random = new Random(seed);
        List<Long> expected = new ArrayList<>();
        long first = 0;
        long seen = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            SyncPolicy sync = SyncPolicy.values()[cycle % SyncPolicy.values().length];
            Printed printed = runAndKill(sync, first, random.nextInt(50), random.nextInt(400));
            seen += printed.stored.size();
            expected.addAll(printed.stored);
            expected.removeAll(printed.removed);
            List<Long> found = recover(printed, expected);
            first = Math.max(first, found.isEmpty() ? 0 : found.get(found.size() - 1) + 1) + 1_000;
            expected = found;
        }
        assertThat(seen).as("messages stored").isGreaterThan(cycles * 10L);
    }

    private Printed runAndKill(SyncPolicy sync, long first, int keep, int millis) throws Exception {
        Process child = start(sync, first, keep);
        try {
            awaitOpen();
            assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS)).as("%s", said()).isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
        Printed printed = new Printed();
        said().lines().forEach(printed::line);
        return printed;
    }

    private void awaitOpen() {
        JournalFixture.await(() -> assertThat(said().startsWith("open\n")).as("the child has opened the journal").isTrue());
    }

    /** All complete lines of the last child. */
    private String said() throws IOException {
        String text = Files.readString(base.resolve("said"), StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private Process start(SyncPolicy sync, long first, int keep) throws Exception {
        List<String> path = new ArrayList<>();
        for (Class<?> type : List.of(JournalChild.class, FileJournal.class, MVStore.class, Logger.class,
                org.assertj.core.api.Assertions.class, org.awaitility.Awaitility.class)) {
            path.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        }
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-cp",
                String.join(File.pathSeparator, path), JournalChild.class.getName(), base.toString(), sync.name(),
                Long.toString(first), Integer.toString(keep)).redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(base.resolve("said").toFile()).start();
    }

    /**
     * Opens what the child left and compares. Messages may be there that the child had no time to print, and a message
     * whose removal was under way may be there or not.
     */
    private List<Long> recover(Printed printed, List<Long> expected) throws MqttxOutboxException {
        try (JournalFixture fixture = JournalFixture.open(base)) {
            PublishJournal.Recovered recovered = fixture.journal.recovered();
            fixture.awaitReady((int) recovered.waiting());
            List<Long> inflight = numbers(JournalFixture.payloads(recovered.inflight()));
            List<Long> waiting = numbers(fixture.ready());
            List<Long> found = new ArrayList<>(inflight);
            found.addAll(waiting);
            found.sort(null);
            assertThat(inflight).isSorted();
            assertThat(waiting).isSorted();
            assertThat(found).doesNotHaveDuplicates();
            assertThat(new HashSet<>(found)).containsAll(expected);
            for (OutgoingMessage message : recovered.inflight()) {
                long number = numbers(JournalFixture.payloads(List.of(message))).get(0);
                assertThat(message.packetId()).isEqualTo((int) (1 + number % 65_535));
                if (printed.released.contains(number)) {
                    assertThat(message.state()).isEqualTo(OutgoingMessage.State.RELEASED);
                }
            }
            assertThat(waiting).noneMatch(printed.assigned::contains);
            recovered.inflight().forEach(fixture.journal::remove);
            found.removeAll(inflight);
            return found;
        }
    }

    private static List<Long> numbers(List<String> payloads) {
        return payloads.stream().map(Long::valueOf).toList();
    }

    @Test
    @DisplayName("X06: used by another process, a directory is refused with the number of that process; after its kill -9 it can"
                 + " be used")
    void locked_byAnotherProcess_refusedUntilItsEnd() throws Exception {
        Process child = start(SyncPolicy.NONE, 0, 10);
        try {
            awaitOpen();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> JournalFixture.open(base)).isInstanceOf(MqttxOutboxException.class)
                        .hasMessageContaining("another process (process " + child.pid() + ") uses it")
                        .hasMessageContaining("Two processes must not share a Client Identifier");
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        JournalFixture.open(base).close();
        assertThat(Files.exists(JournalFixture.directory(base).resolve(JournalDirectory.MARKER))).isTrue();
    }
}
