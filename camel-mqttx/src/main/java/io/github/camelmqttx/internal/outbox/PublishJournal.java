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

import java.util.List;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.InflightStore;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one session on disk: which wait, which are in flight with which Packet Identifier and how far their
 * exchange has come. Thread-safe; no method waits for the disk, except opening and {@link #close}.
 * <p>
 * What is handed in takes effect in the order of the calls, in groups; after a crash a beginning of that order is found
 * again. "Durable" means as durable as the {@link SyncPolicy} says, at least against the end of the process.
 */
public interface PublishJournal extends InflightStore, AutoCloseable {

    /** Told what becomes of messages, on the thread of the journal, in order. Must not block. */
    interface Listener {

        /** The message is durable. Before its {@link #ready}. */
        void stored(OutgoingMessage message);

        /** The message could not be stored and is not in the journal: the disk is full or broken. */
        void storeFailed(OutgoingMessage message, MqttxOutboxException cause);

        /**
         * The next message to be sent, in the order of storing; those that were stored before the journal was opened
         * come first. May be another object than the one stored, if it was read back.
         */
        void ready(OutgoingMessage message);
    }

    /**
     * What an earlier process left.
     *
     * @param owner        the broker that the Packet Identifiers mean something to, or null if there is none
     * @param inflight     messages with Packet Identifier and state, in the order of their first sending
     * @param waiting      how many more wait; they come by {@link Listener#ready}
     * @param payloadBytes of all of them
     */
    record Recovered(@Nullable BrokerAddress owner, List<OutgoingMessage> inflight, long waiting, long payloadBytes) {
    }

    /** What was found at opening. */
    Recovered recovered();

    /** Begins to call the listener. Once. */
    void start(Listener listener);

    /** Stores a message of QoS 1 or 2 and gives it its {@link OutgoingMessage#journalId()}; any thread. */
    void store(OutgoingMessage message);

    /**
     * The exchange of a stored message is over, or the message is dropped: it will not be found again. Need not be
     * durable at once.
     */
    void remove(OutgoingMessage message);

    /** So many messages that were {@linkplain Listener#ready ready} have been taken, so that more may be read back. */
    void taken(int count);

    /**
     * What keeps the journal from writing at present, for people: the disk is full or broken; null while all is well.
     */
    @Nullable
    String trouble();

    /** Writes what was handed in, then unlocks the directory. Waits for the disk. Idempotent. */
    @Override
    void close();
}
