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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads all that an earlier process left and makes sure that it is what was written: every record has its checksum, and
 * number and sum of the messages are those of the last group.
 */
final class JournalCheck {

    /**
     * @param recovered for the session
     * @param returned  numbers of the messages that were sent and wait again, in the order of their first sending
     * @param apart     numbers of the messages that are in flight or returned
     * @param lastId    the highest number
     */
    record Found(PublishJournal.Recovered recovered, Deque<Long> returned, Set<Long> apart, long lastId) {
    }

    private final JournalStore store;
    private final JournalClocks clocks;
    private final Map<Long, Exchange> exchanges = new HashMap<>();
    private final Map<Long, OutgoingMessage> inflight = new HashMap<>();
    private Totals counted = Totals.NONE;

    private JournalCheck(JournalStore store, JournalClocks clocks) {
        this.store = store;
        this.clocks = clocks;
    }

    /** @throws IOException if the file cannot be read or is not what was written */
    static Found read(JournalStore store, JournalClocks clocks) throws IOException {
        return new JournalCheck(store, clocks).read();
    }

    private Found read() throws IOException {
        store.exchanges((id, record) -> {
            exchanges.put(id, Exchange.decode(id, record));
            return true;
        });
        Set<Long> missing = new HashSet<>(exchanges.keySet());
        store.messagesFrom(0, (id, record) -> {
            missing.remove(id);
            message(id, record);
            return true;
        });
        Totals noted = store.totals();
        if (!missing.isEmpty() || !counted.withNextOrder(noted.nextOrder()).equals(noted)) {
            throw new CorruptJournalException(
                    counted.messages() + " messages were found, but " + noted.messages() + " were written, or others");
        }
        List<Long> sent = new ArrayList<>(exchanges.keySet());
        sent.sort(Comparator.comparingLong(this::order));
        List<OutgoingMessage> ordered = new ArrayList<>();
        Deque<Long> returned = new ArrayDeque<>();
        for (Long id : sent) {
            OutgoingMessage message = inflight.get(id);
            if (message == null) {
                returned.add(id);
            } else {
                ordered.add(message);
            }
        }
        PublishJournal.Recovered recovered = new PublishJournal.Recovered(
                owner(store.owner()), List.copyOf(ordered), counted.messages() - ordered.size(), counted.payloadBytes());
        return new Found(recovered, returned, Set.copyOf(sent), store.lastId());
    }

    private long order(Long id) {
        Exchange exchange = exchanges.get(id);
        return exchange == null ? 0 : exchange.order();
    }

    private void message(long id, byte[] record) throws IOException {
        Records.open(record, id, JournalCodec.MESSAGE);
        counted = counted.plus(id, JournalCodec.payloadBytes(record));
        Exchange exchange = exchanges.get(id);
        if (exchange != null && exchange.packetId() != 0) {
            OutgoingMessage message = JournalCodec.decode(id, record, false, clocks);
            message.packetId(exchange.packetId());
            message.state(exchange.released() ? OutgoingMessage.State.RELEASED : OutgoingMessage.State.PUBLISHED);
            inflight.put(id, message);
        }
    }

    /** The owner as a record that is not yet sealed. */
    static byte[] encode(BrokerAddress owner) {
        byte[] text = String.join("\n", owner.transport().name(), owner.host(), Integer.toString(owner.port()), owner.path())
                .getBytes(UTF_8);
        return Records.allocate(text.length).put(text).array();
    }

    private static @Nullable BrokerAddress owner(byte @Nullable [] record) throws CorruptJournalException {
        if (record == null) {
            return null;
        }
        String[] parts = new String(record, Records.HEAD, record.length - Records.HEAD, UTF_8).split("\n", 4);
        try {
            return new BrokerAddress(Transport.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]), parts[3]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new CorruptJournalException("The owner of the Packet Identifiers is not an address of a broker");
        }
    }
}
