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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** Random lives of a journal, with crashes, against a list. */
class FileJournalPropertyTest {

    private static final JournalLimits SMALL = new JournalLimits(3, 40, 4, 200, 20);

    /** What should be in the journal. */
    private static final class Model {

        private final Map<String, Exchange> messages = new LinkedHashMap<>();
        private long order;

        List<String> inflight() {
            return sent(false);
        }

        List<String> waiting() {
            List<String> all = new ArrayList<>(sent(true));
            messages.forEach((name, exchange) -> {
                if (exchange.order() == 0) {
                    all.add(name);
                }
            });
            return all;
        }

        private List<String> sent(boolean returned) {
            return messages.entrySet().stream()
                    .filter(entry -> entry.getValue().order() > 0 && entry.getValue().packetId() == 0 == returned)
                    .sorted(Comparator.comparingLong(entry -> entry.getValue().order())).map(Map.Entry::getKey).toList();
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void journal_anyLifeWithCrashes_isTheModel(
            @ForAll SyncPolicy sync,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 99) Integer> steps)
            throws Exception {
        Path root = Files.createTempDirectory("journal");
        try {
            live(root, sync, steps);
        } finally {
            delete(root);
        }
    }

    private void live(Path root, SyncPolicy sync, List<Integer> steps) throws Exception {
        Model model = new Model();
        Map<String, OutgoingMessage> known = new LinkedHashMap<>();
        Path base = root.resolve("0");
        JournalFixture fixture = JournalFixture.open(base, sync, SMALL);
        try {
            for (int i = 0; i < steps.size(); i++) {
                int step = steps.get(i);
                if (step < 90) {
                    act(fixture, model, known, step, i);
                    continue;
                }
                settle(fixture);
                if (step < 95) {
                    fixture.close();
                } else {
                    Path next = root.resolve(Integer.toString(i + 1));
                    FileJournalTest.copy(base, next);
                    fixture.close();
                    base = next;
                }
                fixture = JournalFixture.open(base, sync, SMALL);
                check(fixture, model, known);
            }
            settle(fixture);
        } finally {
            fixture.close();
        }
        try (JournalFixture last = JournalFixture.open(base, sync, SMALL)) {
            check(last, model, known);
        }
    }

    private static void act(JournalFixture fixture, Model model, Map<String, OutgoingMessage> known, int step, int number) {
        if (step < 40 || known.isEmpty()) {
            String name = "m" + number;
            OutgoingMessage message = fixture.store(JournalFixture.message(name, step % 2 == 0));
            known.put(name, message);
            model.messages.put(name, new Exchange(0, 0, false));
            return;
        }
        List<String> names = List.copyOf(known.keySet());
        String name = names.get(step % names.size());
        OutgoingMessage message = known.get(name);
        Exchange before = model.messages.get(name);
        if (step < 60) {
            fixture.assign(message, 100 + number, () -> {
            });
            model.messages.put(name, new Exchange(before.order() > 0 ? before.order() : ++model.order, 100 + number, false));
        } else if (step < 70 && before.packetId() > 0) {
            fixture.journal.released(message, () -> {
            });
            model.messages.put(name, before.withRelease());
        } else if (step < 78 && before.packetId() > 0) {
            fixture.journal.unassigned(message);
            model.messages.put(name, before.withoutPacketId());
        } else if (step >= 78) {
            fixture.journal.remove(message);
            model.messages.remove(name);
            known.remove(name);
        }
    }

    /** Waits until all that was handed in is written. */
    private static void settle(JournalFixture fixture) throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        OutgoingMessage unknown = JournalFixture.message("unknown", true);
        unknown.journalId(Long.MAX_VALUE);
        fixture.assign(unknown, 1, written::countDown);
        assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.failures).isEmpty();
    }

    /** Compares what was found with the model; goes on with the objects that were found. */
    private static void check(JournalFixture fixture, Model model, Map<String, OutgoingMessage> known) {
        List<OutgoingMessage> inflight = fixture.journal.recovered().inflight();
        assertThat(JournalFixture.payloads(inflight)).isEqualTo(model.inflight());
        for (OutgoingMessage message : inflight) {
            Exchange expected = model.messages.get(name(message));
            assertThat(message.packetId()).isEqualTo(expected.packetId());
            assertThat(message.state() == OutgoingMessage.State.RELEASED).isEqualTo(expected.released());
            known.put(name(message), message);
        }
        List<String> waiting = model.waiting();
        assertThat(fixture.journal.recovered().waiting()).isEqualTo(waiting.size());
        for (int taken = 0; taken < waiting.size(); taken++) {
            int needed = taken + 1;
            JournalFixture.await(() -> assertThat(fixture.readyCount()).isGreaterThanOrEqualTo(needed));
            known.put(name(fixture.ready(taken)), fixture.ready(taken));
            fixture.journal.taken(1);
        }
        assertThat(fixture.ready()).isEqualTo(waiting);
    }

    private static String name(OutgoingMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
