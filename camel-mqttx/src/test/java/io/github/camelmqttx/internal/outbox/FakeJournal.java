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
package io.github.camelmqttx.internal.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;

/**
 * A journal in memory whose disk is the test: what is handed in becomes durable when the test says so, or at once.
 * {@link #crash()} gives what a new process would find.
 */
public final class FakeJournal implements PublishJournal {

    private static final PublishCallback NOBODY = new PublishCallback() {
        @Override
        public void published(OutgoingMessage message) {
            // nobody waits for it
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            // nobody waits for it
        }
    };

    /** A message as it is on the disk; the sequence is that of the first sending. */
    private record Entry(OutgoingMessage content, int packetId, OutgoingMessage.State state, long sequence) {
    }

    private record Operation(Runnable apply, Runnable tell) {
    }

    private final Map<Long, Entry> disk;
    private final Deque<Operation> pending = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private final Recovered recovered;
    private BrokerAddress owner;
    private Listener listener;
    private MqttxOutboxException failure;
    private boolean atOnce;
    private boolean closed;
    private long ids;
    private long sequences;
    private int taken;

    public FakeJournal() {
        this(new LinkedHashMap<>(), null, 0, 0);
    }

    private FakeJournal(Map<Long, Entry> disk, BrokerAddress owner, long ids, long sequences) {
        this.disk = disk;
        this.owner = owner;
        this.ids = ids;
        this.sequences = sequences;
        List<OutgoingMessage> inflight = disk.values().stream().filter(entry -> entry.packetId() != 0)
                .sorted(Comparator.comparingLong(Entry::sequence)).map(FakeJournal::readBack).toList();
        long bytes = disk.values().stream().mapToLong(entry -> entry.content().payload().length).sum();
        this.recovered = new Recovered(owner, inflight, disk.size() - inflight.size(), bytes);
    }

    private static OutgoingMessage readBack(Entry entry) {
        OutgoingMessage content = entry.content();
        OutgoingMessage message = new OutgoingMessage(
                content.topic(), content.payload(), content.qos(), content.isRetained(), content.properties(), NOBODY,
                OutgoingMessage.NO_DEADLINE, true);
        message.journalId(content.journalId());
        message.acceptedNanos(content.acceptedNanos());
        message.packetId(entry.packetId());
        message.state(entry.state());
        return message;
    }

    /** Everything becomes durable in the call that hands it in. */
    public FakeJournal durableAtOnce() {
        atOnce = true;
        sync();
        return this;
    }

    /** From now on the test says what becomes durable. */
    public FakeJournal durableByHand() {
        atOnce = false;
        return this;
    }

    /** What a new process finds: everything durable, nothing else. */
    public FakeJournal crash() {
        closed = true;
        pending.clear();
        return new FakeJournal(new LinkedHashMap<>(disk), owner, ids, sequences);
    }

    /** From now on nothing can be stored; null ends that. */
    public void failWith(MqttxOutboxException cause) {
        failure = cause;
    }

    /** Everything handed in becomes durable. */
    public void sync() {
        sync(Integer.MAX_VALUE);
    }

    /** The next so many changes become durable. */
    public void sync(int count) {
        List<Runnable> tells = new ArrayList<>();
        for (int i = 0; i < count && !pending.isEmpty(); i++) {
            Operation operation = pending.remove();
            operation.apply().run();
            tells.add(operation.tell());
        }
        tells.forEach(Runnable::run);
    }

    private void hand(String text, Runnable apply, Runnable tell) {
        if (closed) {
            throw new IllegalStateException("closed: " + text);
        }
        log.add(text);
        pending.add(new Operation(apply, tell));
        if (atOnce) {
            sync();
        }
    }

    @Override
    public Recovered recovered() {
        return recovered;
    }

    @Override
    public void start(Listener told) {
        listener = told;
        disk.values().stream().filter(entry -> entry.packetId() == 0).map(FakeJournal::readBack).forEach(told::ready);
    }

    @Override
    public void store(OutgoingMessage message) {
        if (closed || failure != null) {
            listener.storeFailed(message, failure == null ? new MqttxOutboxException("closed", false) : failure);
            return;
        }
        long id = ++ids;
        message.journalId(id);
        hand("store " + message.topic(),
                () -> disk.put(id, new Entry(message, 0, OutgoingMessage.State.QUEUED, 0)), () -> {
                    listener.stored(message);
                    if (disk.containsKey(id)) {
                        listener.ready(message);
                    }
                });
    }

    @Override
    public void remove(OutgoingMessage message) {
        if (!closed) {
            long id = message.journalId();
            hand("remove " + message.topic(), () -> disk.remove(id), () -> {
            });
        }
    }

    @Override
    public void assigned(OutgoingMessage message, Runnable durable) {
        int packetId = message.packetId();
        long sequence = ++sequences;
        hand("assigned " + message.topic() + " " + packetId, () -> disk.computeIfPresent(
                message.journalId(),
                (id, entry) -> new Entry(entry.content(), packetId, OutgoingMessage.State.PUBLISHED, sequence)),
                durable == null ? () -> {
                } : durable);
    }

    @Override
    public void released(OutgoingMessage message, Runnable durable) {
        hand("released " + message.topic(), () -> disk.computeIfPresent(
                message.journalId(),
                (id, entry) -> new Entry(
                        entry.content(), entry.packetId(), OutgoingMessage.State.RELEASED, entry.sequence())),
                durable);
    }

    @Override
    public void unassigned(OutgoingMessage message) {
        hand("unassigned " + message.topic(), () -> disk.computeIfPresent(
                message.journalId(),
                (id, entry) -> new Entry(entry.content(), 0, OutgoingMessage.State.QUEUED, 0)), () -> {
                });
    }

    @Override
    public void owner(BrokerAddress broker) {
        hand("owner " + broker.host(), () -> owner = broker, () -> {
        });
    }

    @Override
    public void taken(int count) {
        taken += count;
    }

    @Override
    public String trouble() {
        return failure == null ? null : failure.getMessage();
    }

    @Override
    public void close() {
        sync();
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /** What was handed in, in words. */
    public List<String> log() {
        return log;
    }

    /** Topics of the messages on the disk, oldest first. */
    public List<String> onDisk() {
        return disk.values().stream().map(entry -> entry.content().topic()).toList();
    }

    /** How many messages have left the queue, as far as the journal was told. */
    public int takenCount() {
        return taken;
    }
}
