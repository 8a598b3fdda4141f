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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class JournalDiskFullTest {

    @TempDir
    Path temp;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temp.resolve("disk"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "outbox", disk.toString()),
                "needs the right to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process
                    = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @DisplayName("X06, F10: a full disk refuses messages, says so, takes acknowledgements all the same, and goes on when messages"
                 + " are gone (skipped without the right to mount a tmpfs)")
    void full_withMessages_refusedUntilRoom() throws Exception {
        List<OutgoingMessage> accepted;
        String kilobytes = "x".repeat(20_000);
        try (JournalFixture fixture = JournalFixture.open(disk, SyncPolicy.COMMIT, JournalFixture.QUICK)) {
            accepted = fill(fixture, kilobytes);
            assertThat(accepted).hasSizeGreaterThan(20);
            assertThat(fixture.failures.get(0))
                    .hasMessageStartingWith("Publish to line/3 was not accepted into the outbox: The disk of ")
                    .hasMessageContaining("is full").hasMessageContaining("Make room there")
                    .satisfies(failure -> assertThat(fixture.failures.get(0).isRetryable()).isTrue());
            assertThat(fixture.journal.trouble()).contains("is full");
            CountDownLatch durable = new CountDownLatch(1);
            fixture.assign(accepted.get(0), 1, durable::countDown);
            assertThat(durable.await(20, TimeUnit.SECONDS)).isTrue();
            accepted.subList(0, accepted.size() / 2).forEach(fixture.journal::remove);
            JournalFixture.await(() -> assertThat(fixture.journal.trouble()).isNull());
            storeInTheEnd(fixture, "again");
        }
        List<String> left = new ArrayList<>(JournalFixture.payloads(accepted.subList(accepted.size() / 2, accepted.size())));
        left.add("again");
        assertThat(JournalFixture.content(disk)).isEqualTo(left);
    }

    /** As a publisher would: room comes up bit by bit, so the first messages may still be refused. */
    private static void storeInTheEnd(JournalFixture fixture, String payload) {
        int before = fixture.stored.size();
        JournalFixture.await(() -> {
            int outcomes = fixture.stored.size() + fixture.failures.size();
            fixture.store(payload);
            JournalFixture.await(
                    () -> assertThat(fixture.stored.size() + fixture.failures.size()).isEqualTo(outcomes + 1));
            assertThat(fixture.stored).as("%s", fixture.failures).hasSize(before + 1);
        });
    }

    private static List<OutgoingMessage> fill(JournalFixture fixture, String payload) {
        while (fixture.failures.isEmpty()) {
            int before = fixture.stored.size() + fixture.failures.size();
            fixture.store(payload);
            JournalFixture.await(() -> assertThat(fixture.stored.size() + fixture.failures.size()).isEqualTo(before + 1));
        }
        return List.copyOf(fixture.stored);
    }

    @Test
    @DisplayName("X06, F10: a disk that others fill to the last byte refuses messages; what is stored stays; acknowledgements are"
                 + " kept and written when there is room (skipped without the right to mount a tmpfs)")
    void full_byOthers_everythingElseKept() throws Exception {
        Path ballast = disk.resolve("ballast");
        try (JournalFixture fixture = JournalFixture.open(disk, SyncPolicy.COMMIT, JournalFixture.QUICK)) {
            List<OutgoingMessage> some = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                some.add(fixture.store("message " + i));
            }
            fixture.awaitStored(20);
            fillToTheLastByte(ballast);
            fixture.store("too much");
            JournalFixture.await(() -> assertThat(fixture.failures).hasSize(1));
            some.subList(0, 5).forEach(fixture.journal::remove);
            CountDownLatch durable = new CountDownLatch(1);
            fixture.assign(some.get(5), 77, durable::countDown);
            JournalFixture.await(() -> assertThat(fixture.journal.trouble()).isNotNull());
            Files.delete(ballast);
            assertThat(durable.await(20, TimeUnit.SECONDS)).isTrue();
            JournalFixture.await(() -> assertThat(fixture.journal.trouble()).isNull());
            fixture.store("fits");
            fixture.awaitStored(21);
        }
        try (JournalFixture fixture = JournalFixture.open(disk)) {
            fixture.awaitReady(15);
            assertThat(fixture.journal.recovered().inflight()).singleElement()
                    .satisfies(message -> assertThat(message.packetId()).isEqualTo(77));
            assertThat(fixture.ready()).startsWith("message 6").endsWith("message 19", "fits");
        }
    }

    private static void fillToTheLastByte(Path ballast) throws Exception {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (ballast.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(ballast.toFile().getUsableSpace()).isZero();
        }
    }
}
