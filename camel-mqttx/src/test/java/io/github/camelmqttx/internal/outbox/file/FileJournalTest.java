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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileJournalTest {

    private static final Runnable NOBODY = () -> {
    };

    @TempDir
    Path base;

    @ParameterizedTest
    @EnumSource(SyncPolicy.class)
    @DisplayName("M14: what was stored is ready in its order and is found again, with each sync policy")
    void store_thenReopened_sameOrder(SyncPolicy sync) throws Exception {
        List<String> names = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        try (JournalFixture fixture = JournalFixture.open(base, sync, JournalFixture.QUICK)) {
            names.forEach(fixture::store);
            fixture.awaitReady(500);
            assertThat(fixture.ready()).isEqualTo(names);
            assertThat(JournalFixture.payloads(fixture.stored)).isEqualTo(names);
            assertThat(fixture.stored).extracting(OutgoingMessage::journalId).doesNotHaveDuplicates().isSorted();
        }
        assertThat(JournalFixture.content(base)).isEqualTo(names);
    }

    @Test
    @DisplayName("M14: every part of a message survives")
    void message_withAllProperties_roundTrips() throws Exception {
        PublishProperties properties = new PublishProperties(
                1, 4_294_967_295L, "text/plain", "answers/ü", new byte[] { 0, 1, -1 }, List.of(7, 268_435_455),
                List.of(new UserProperty("a", ""), new UserProperty("a", "ä€"), new UserProperty("", "b")));
        OutgoingMessage full = new OutgoingMessage(
                "topic/ü", new byte[] { 9, 0, -128 }, 2, true, properties, NoPublisher.INSTANCE, 77, false);
        PublishProperties none = new PublishProperties(null, null, null, null, null, List.of(), List.of());
        OutgoingMessage bare = new OutgoingMessage(
                "t", new byte[0], 1, false, none, NoPublisher.INSTANCE, OutgoingMessage.NO_DEADLINE);
        try (JournalFixture fixture = JournalFixture.open(base)) {
            fixture.store(full);
            fixture.store(bare);
        }
        try (JournalFixture fixture = JournalFixture.open(base)) {
            fixture.awaitReady(2);
            OutgoingMessage found = fixture.ready(0);
            assertThat(found.topic()).isEqualTo("topic/ü");
            assertThat(found.payload()).isEqualTo(full.payload());
            assertThat(found.qos()).isEqualTo(2);
            assertThat(found.isRetained()).isTrue();
            assertThat(found.properties()).usingRecursiveComparison().isEqualTo(properties);
            assertThat(found.completeWhenStored()).isTrue();
            assertThat(found.deadlineNanos()).isEqualTo(OutgoingMessage.NO_DEADLINE);
            assertThat(found.journalId()).isEqualTo(full.journalId());
            OutgoingMessage second = fixture.ready(1);
            assertThat(second.properties()).usingRecursiveComparison().isEqualTo(none);
            assertThat(second.payload()).isEmpty();
            assertThat(second.isRetained()).isFalse();
        }
    }

    @Test
    @DisplayName("M15: a backlog larger than the window is read back in order; messages with a waiting publisher are the same objects")
    void backlog_largerThanTheWindow_pagedInOrder() throws Exception {
        JournalLimits small = new JournalLimits(100, 1 << 20, 1_000, 1 << 20, 20);
        int count = 50_000;
        List<OutgoingMessage> waitedFor = new ArrayList<>();
        try (JournalFixture fixture = JournalFixture.open(base, SyncPolicy.NONE, small)) {
            for (int i = 0; i < count; i++) {
                boolean waits = i % 1_000 == 999;
                OutgoingMessage message = fixture.store(JournalFixture.message(Integer.toString(i), !waits));
                if (waits) {
                    waitedFor.add(message);
                }
            }
            fixture.awaitStored(count);
            assertThat(fixture.readyCount()).isEqualTo(100);
            int taken = 0;
            while (taken < count) {
                int now = fixture.readyCount();
                assertThat(now - taken).isLessThanOrEqualTo(100);
                fixture.journal.taken(now - taken);
                taken = now;
                if (taken < count) {
                    int before = taken;
                    JournalFixture.await(() -> assertThat(fixture.readyCount()).isGreaterThan(before));
                }
            }
            assertThat(fixture.ready()).isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
            for (OutgoingMessage message : waitedFor) {
                assertThat(fixture.ready(Integer.parseInt(new String(message.payload(), StandardCharsets.UTF_8))))
                        .isSameAs(message);
            }
            fixture.journal.taken(0);
            fixture.store("after");
            fixture.awaitReady(count + 1);
        }
    }

    @Test
    @DisplayName("M15: a message does not overtake those that are left behind, even if there is room again")
    void store_whileOthersAreLeftBehind_waitsBehindThem() throws Exception {
        JournalLimits ten = new JournalLimits(10, 1 << 20, 1_000, 1 << 20, 20);
        try (JournalFixture fixture = JournalFixture.open(base, SyncPolicy.NONE, ten)) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                names.add(Integer.toString(i));
                fixture.store(names.get(i));
            }
            fixture.awaitStored(12);
            fixture.journal.taken(3);
            names.add("late");
            fixture.store("late");
            fixture.awaitStored(13);
            fixture.journal.taken(7);
            fixture.awaitReady(13);
            assertThat(fixture.ready()).isEqualTo(names);
        }
    }

    @Test
    @DisplayName("M15: a listener that fails gets no message a second time")
    void ready_listenerThrows_notReadyAgain() throws Exception {
        List<String> told = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(4);
        PublishJournal journal = FileJournal.open(
                JournalFixture.settings(base, SyncPolicy.NONE), "plant-7",
                new JournalClocks(System::nanoTime, System::currentTimeMillis),
                new JournalLimits(1, 1 << 20, 1_000, 1 << 20, 20));
        try (journal) {
            journal.start(new PublishJournal.Listener() {

                @Override
                public void stored(OutgoingMessage message) {
                    told.add("stored");
                }

                @Override
                public void storeFailed(OutgoingMessage message, MqttxOutboxException cause) {
                    told.add("failed");
                }

                @Override
                public void ready(OutgoingMessage message) {
                    told.addAll(JournalFixture.payloads(List.of(message)));
                    journal.taken(1);
                    all.countDown();
                    throw new IllegalStateException("of the test");
                }
            });
            for (int i = 0; i < 4; i++) {
                journal.store(JournalFixture.message(Integer.toString(i), true));
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(journal.trouble()).isNull();
        }
        told.removeIf("stored"::equals);
        assertThat(told).containsExactly("0", "1", "2", "3");
    }

    @Test
    @DisplayName("M15: removed while it was left behind on the disk, a message does not become ready")
    void remove_leftBehind_notReady() throws Exception {
        JournalLimits one = new JournalLimits(1, 1 << 20, 1_000, 1 << 20, 20);
        try (JournalFixture fixture = JournalFixture.open(base, SyncPolicy.NONE, one)) {
            fixture.store("a");
            OutgoingMessage late = fixture.store(JournalFixture.message("late", false));
            fixture.store("b");
            fixture.awaitStored(3);
            fixture.journal.remove(late);
            fixture.journal.taken(1);
            fixture.awaitReady(2);
            assertThat(fixture.ready()).containsExactly("a", "b");
        }
    }

    @Test
    @DisplayName("M14: in flight first, in the order of the first sending, with Packet Identifier and state; then what lost its"
                 + " Packet Identifier; then what was never sent")
    void recovered_exchanges_statesAndOrder() throws Exception {
        BrokerAddress broker = BrokerAddress.parse("wss://a.example:8443/mqtt?token=x", Transport.TCP);
        try (JournalFixture fixture = JournalFixture.open(base)) {
            List<OutgoingMessage> all = IntStream.range(0, 8).mapToObj(i -> fixture.store("m" + i)).toList();
            fixture.journal.owner(broker);
            fixture.assign(all.get(5), 50, NOBODY);
            fixture.assign(all.get(3), 30, NOBODY);
            fixture.assign(all.get(1), 10, NOBODY);
            fixture.assign(all.get(0), 1, NOBODY);
            fixture.journal.released(all.get(3), NOBODY);
            fixture.journal.unassigned(all.get(5));
            fixture.journal.unassigned(all.get(1));
            fixture.journal.remove(all.get(2));
        }
        try (JournalFixture fixture = JournalFixture.open(base)) {
            List<OutgoingMessage> inflight = fixture.journal.recovered().inflight();
            assertThat(JournalFixture.payloads(inflight)).containsExactly("m3", "m0");
            assertThat(inflight).extracting(OutgoingMessage::packetId).containsExactly(30, 1);
            assertThat(inflight).extracting(OutgoingMessage::state)
                    .containsExactly(OutgoingMessage.State.RELEASED, OutgoingMessage.State.PUBLISHED);
            assertThat(fixture.journal.recovered().owner()).isEqualTo(broker);
            assertThat(fixture.journal.recovered().waiting()).isEqualTo(5);
            assertThat(fixture.journal.recovered().payloadBytes()).isEqualTo(14);
            fixture.awaitReady(5);
            assertThat(fixture.ready()).containsExactly("m5", "m1", "m4", "m6", "m7");
            fixture.assign(fixture.ready(0), 51, NOBODY);
        }
        try (JournalFixture fixture = JournalFixture.open(base)) {
            assertThat(JournalFixture.payloads(fixture.journal.recovered().inflight())).containsExactly("m5", "m3", "m0");
        }
    }

    @Test
    @DisplayName("M14: what is told to be durable is in the file by then, in the order of the calls")
    void durable_copyOfTheFileAtThatMoment_hasIt() throws Exception {
        Path copies = base.resolve("copies");
        List<String> order = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(2);
        try (JournalFixture fixture = JournalFixture.open(base.resolve("live"), SyncPolicy.COMMIT, JournalFixture.QUICK)) {
            OutgoingMessage message = fixture.store("x");
            fixture.assign(message, 9, () -> {
                order.add("assigned");
                copy(base.resolve("live"), copies.resolve("assigned"));
                told.countDown();
            });
            assertThat(told.await(0, TimeUnit.SECONDS)).isFalse();
            JournalFixture.await(() -> assertThat(told.getCount()).isEqualTo(1));
            fixture.journal.released(message, () -> {
                order.add("released");
                copy(base.resolve("live"), copies.resolve("released"));
                told.countDown();
            });
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(order).containsExactly("assigned", "released");
        assertThat(stateIn(copies.resolve("assigned"))).isEqualTo(OutgoingMessage.State.PUBLISHED);
        assertThat(stateIn(copies.resolve("released"))).isEqualTo(OutgoingMessage.State.RELEASED);
    }

    private static OutgoingMessage.State stateIn(Path base) throws Exception {
        try (JournalFixture fixture = JournalFixture.open(base)) {
            return fixture.journal.recovered().inflight().get(0).state();
        }
    }

    static void copy(Path from, Path to) {
        try {
            Path target = JournalFixture.directory(to);
            Files.createDirectories(target);
            for (String name : List.of(JournalDirectory.MARKER, JournalDirectory.FILE)) {
                Files.copy(JournalFixture.directory(from).resolve(name), target.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("M14: age goes on counting while no process runs")
    void recovered_afterAnHour_isAnHourOlder() throws Exception {
        assertThat(ageWhenReopened(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1).plusSeconds(3));
    }

    @Test
    @DisplayName("M14: a clock that was put back makes no message older or younger than now, and drops none")
    void recovered_clockPutBack_ageZero() throws Exception {
        assertThat(ageWhenReopened(Duration.ofDays(-3))).isZero();
    }

    private Duration ageWhenReopened(Duration later) throws Exception {
        long wall = 1_700_000_000_000L;
        try (JournalFixture fixture = JournalFixture.at(base, SyncPolicy.NONE, JournalFixture.QUICK, -50, wall)) {
            OutgoingMessage message = JournalFixture.message("x", true);
            message.acceptedNanos(-50 - Duration.ofSeconds(3).toNanos());
            fixture.journal.store(message);
        }
        try (JournalFixture fixture
                = JournalFixture.at(base, SyncPolicy.NONE, JournalFixture.QUICK, 900, wall + later.toMillis())) {
            fixture.awaitReady(1);
            return Duration.ofNanos(900 - fixture.ready(0).acceptedNanos());
        }
    }

    @Test
    @DisplayName("M15: a clock that jumps does not change the age of a message that this process stored and read back")
    void readBack_clockJumps_exactAge() throws Exception {
        JournalLimits one = new JournalLimits(1, 1 << 20, 1_000, 1 << 20, 20);
        try (JournalFixture fixture = JournalFixture.open(base, SyncPolicy.NONE, one)) {
            fixture.store("a");
            OutgoingMessage second = fixture.store("b");
            fixture.store("c");
            fixture.awaitStored(3);
            fixture.wall.addAndGet(Duration.ofDays(400).toMillis());
            fixture.journal.taken(1);
            fixture.awaitReady(2);
            assertThat(fixture.ready(1)).isNotSameAs(second);
            assertThat(fixture.ready(1).acceptedNanos()).isEqualTo(second.acceptedNanos());
        }
    }

    @Test
    @DisplayName("M14: a closed journal refuses messages; closing twice is allowed; its thread ends")
    void closed_store_refused() throws Exception {
        JournalFixture fixture = JournalFixture.open(base);
        fixture.close();
        fixture.close();
        fixture.store("x");
        assertThat(fixture.failures).singleElement().satisfies(
                failure -> assertThat(failure).hasMessage("Publish to line/3 was not accepted into the outbox: it is closed"));
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("mqttx-journal-plant-7"));
        JournalFixture.open(base).close();
    }

    @Test
    @DisplayName("M14: a listener that fails does not keep others from being told")
    void listener_throws_othersAreTold() throws Exception {
        try (JournalFixture fixture = JournalFixture.open(base)) {
            OutgoingMessage message = fixture.store("x");
            CountDownLatch told = new CountDownLatch(1);
            fixture.assign(message, 1, () -> {
                throw new IllegalStateException("of the test");
            });
            fixture.journal.released(message, told::countDown);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("M14: an interrupted thread can open and close a journal, and stays interrupted")
    void interruptedCaller_openAndClose_work() throws Exception {
        Thread.currentThread().interrupt();
        JournalFixture fixture = JournalFixture.open(base);
        assertThat(Thread.interrupted()).isTrue();
        fixture.store("x");
        Thread.currentThread().interrupt();
        fixture.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(JournalFixture.content(base)).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource(SyncPolicy.class)
    @DisplayName("M15: a steady flow with a small backlog keeps the file small")
    void steadyFlow_smallBacklog_smallFile(SyncPolicy sync) throws Exception {
        JournalLimits limits = JournalFixture.QUICK;
        try (JournalFixture fixture = JournalFixture.open(base, sync, limits)) {
            String kilobyte = "x".repeat(1_024);
            OutgoingMessage old = fixture.store("old");
            long largest = 0;
            for (int round = 0; round < 300; round++) {
                List<OutgoingMessage> some = IntStream.range(0, 200).mapToObj(i -> fixture.store(kilobyte)).toList();
                int count = 1 + (round + 1) * 200;
                JournalFixture.await(() -> assertThat(fixture.stored.size()).isEqualTo(count));
                fixture.journal.taken(200);
                some.forEach(fixture.journal::remove);
                largest = Math.max(largest, Files.size(JournalFixture.directory(base).resolve(JournalDirectory.FILE)));
            }
            assertThat(largest).isLessThan(64L << 20);
            assertThat(old.journalId()).isEqualTo(1);
        }
        assertThat(JournalFixture.content(base)).containsExactly("old");
    }

    @Test
    @DisplayName("M15: after a large backlog is gone the file gives its space back, without further messages")
    void backlog_gone_fileShrinks() throws Exception {
        Path file = JournalFixture.directory(base).resolve(JournalDirectory.FILE);
        try (JournalFixture fixture = JournalFixture.open(base)) {
            String kilobytes = "x".repeat(100_000);
            List<OutgoingMessage> all = IntStream.range(0, 400).mapToObj(i -> fixture.store(kilobytes)).toList();
            fixture.awaitStored(400);
            assertThat(Files.size(file)).isGreaterThan(40_000_000);
            all.forEach(fixture.journal::remove);
            JournalFixture.await(() -> assertThat(Files.size(file)).isLessThan(1_000_000));
        }
    }
}
