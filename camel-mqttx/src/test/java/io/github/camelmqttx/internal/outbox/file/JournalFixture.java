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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

import static org.assertj.core.api.Assertions.assertThat;

/** A journal in a directory, what it told, and clocks that only tests move. */
final class JournalFixture implements PublishJournal.Listener, AutoCloseable {

    static final JournalLimits QUICK = new JournalLimits(10_000, 16L << 20, 10_000, 8L << 20, 20);

    final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
    final List<OutgoingMessage> stored = Collections.synchronizedList(new ArrayList<>());
    final List<MqttxOutboxException> failures = Collections.synchronizedList(new ArrayList<>());
    final List<OutgoingMessage> ready = new ArrayList<>();
    final PublishJournal journal;

    private JournalFixture(Path base, SyncPolicy sync, JournalLimits limits, long nanosNow, long wallNow)
                                                                                                          throws MqttxOutboxException {
        nanos.set(nanosNow);
        wall.set(wallNow);
        journal = FileJournal.open(settings(base, sync), "plant-7", new JournalClocks(nanos::get, wall::get), limits);
    }

    static OutboxSettings settings(Path base, SyncPolicy sync) {
        return new OutboxSettings(
                OutboxKind.FILE, base.toString(), sync, Duration.ofMillis(20).toNanos(), 1_000_000, 1L << 40, 0,
                OverflowPolicy.FAIL);
    }

    /** Opened and started. */
    static JournalFixture open(Path base) throws MqttxOutboxException {
        return open(base, SyncPolicy.NONE, QUICK);
    }

    static JournalFixture open(Path base, SyncPolicy sync, JournalLimits limits) throws MqttxOutboxException {
        return at(base, sync, limits, 5_000_000_000L, 1_700_000_000_000L);
    }

    static JournalFixture at(Path base, SyncPolicy sync, JournalLimits limits, long nanosNow, long wallNow)
            throws MqttxOutboxException {
        JournalFixture fixture = new JournalFixture(base, sync, limits, nanosNow, wallNow);
        fixture.journal.start(fixture);
        return fixture;
    }

    static Path directory(Path base) {
        return base.resolve("plant-7");
    }

    static OutgoingMessage message(String payload, boolean completeWhenStored) {
        return new OutgoingMessage(
                "line/3", payload.getBytes(StandardCharsets.UTF_8), 1, false, null, NoPublisher.INSTANCE,
                OutgoingMessage.NO_DEADLINE, completeWhenStored);
    }

    /** Stores a message that nobody waits for; does not wait until it is stored. */
    OutgoingMessage store(String payload) {
        return store(message(payload, true));
    }

    OutgoingMessage store(OutgoingMessage message) {
        message.acceptedNanos(nanos.get());
        journal.store(message);
        return message;
    }

    /** Assigns a Packet Identifier as the engine does. */
    void assign(OutgoingMessage message, int packetId, Runnable durable) {
        message.packetId(packetId);
        journal.assigned(message, durable);
    }

    void awaitStored(int count) {
        await(() -> assertThat(stored.size()).isEqualTo(count));
    }

    void awaitReady(int count) {
        await(() -> assertThat(readyCount()).isEqualTo(count));
    }

    static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).untilAsserted(assertion);
    }

    List<String> ready() {
        synchronized (ready) {
            return payloads(ready);
        }
    }

    int readyCount() {
        synchronized (ready) {
            return ready.size();
        }
    }

    OutgoingMessage ready(int index) {
        synchronized (ready) {
            return ready.get(index);
        }
    }

    static List<String> payloads(List<OutgoingMessage> messages) {
        return messages.stream().map(message -> new String(message.payload(), StandardCharsets.UTF_8)).toList();
    }

    /** The messages that a journal in the directory holds, in flight first, then waiting, each in its order. */
    static List<String> content(Path base) throws MqttxOutboxException {
        try (JournalFixture fixture = open(base, SyncPolicy.NONE, QUICK)) {
            PublishJournal.Recovered recovered = fixture.journal.recovered();
            fixture.awaitReady((int) Math.min(QUICK.windowMessages(), recovered.waiting()));
            List<String> all = new ArrayList<>(payloads(recovered.inflight()));
            all.addAll(fixture.ready());
            return all;
        }
    }

    @Override
    public void stored(OutgoingMessage message) {
        stored.add(message);
    }

    @Override
    public void storeFailed(OutgoingMessage message, MqttxOutboxException cause) {
        failures.add(cause);
    }

    @Override
    public void ready(OutgoingMessage message) {
        synchronized (ready) {
            ready.add(message);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
