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

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.github.camelmqttx.internal.outbox.SyncPolicy;

/**
 * Main class of a process that is killed: stores numbered messages as fast as it can and prints what happened, one line
 * each, after it is durable: {@code s n} stored, {@code a n} Packet Identifier assigned, {@code r n} released. Before
 * it removes a message it prints {@code d n}.
 * <p>
 * Arguments: directory, sync policy, number of the first message, how many messages to keep.
 */
public final class JournalChild implements PublishJournal.Listener {

    private static final int OUTSTANDING = 200;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    private final Semaphore room = new Semaphore(OUTSTANDING);
    private final Deque<OutgoingMessage> backlog = new ArrayDeque<>();
    private final PublishJournal journal;
    private final int keep;

    private JournalChild(PublishJournal journal, int keep) {
        this.journal = journal;
        this.keep = keep;
    }

    public static void main(String[] args) throws Exception {
        PublishJournal journal = FileJournal.open(
                JournalFixture.settings(Path.of(args[0]), SyncPolicy.valueOf(args[1])), "plant-7", System::nanoTime);
        new JournalChild(journal, Integer.parseInt(args[3])).storeFrom(Long.parseLong(args[2]));
    }

    private void storeFrom(long first) throws InterruptedException {
        // before the journal reports what it has found
        out.println("open");
        journal.start(this);
        for (long n = first;; n++) {
            room.acquire();
            OutgoingMessage message = JournalFixture.message(Long.toString(n), true);
            message.acceptedNanos(System.nanoTime());
            journal.store(message);
        }
    }

    private static String number(OutgoingMessage message) {
        return new String(message.payload(), StandardCharsets.US_ASCII);
    }

    @Override
    public void stored(OutgoingMessage message) {
        out.println("s " + number(message));
        room.release();
    }

    @Override
    public void storeFailed(OutgoingMessage message, MqttxOutboxException cause) {
        out.println("failed " + cause.getMessage());
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void ready(OutgoingMessage message) {
        journal.taken(1);
        backlog.add(message);
        if (backlog.size() <= keep) {
            return;
        }
        OutgoingMessage oldest = backlog.remove();
        String number = number(oldest);
        oldest.packetId(1 + (int) (Long.parseLong(number) % 65_535));
        journal.assigned(oldest, () -> {
            out.println("a " + number);
            journal.released(oldest, () -> {
                out.println("r " + number);
                out.println("d " + number);
                journal.remove(oldest);
            });
        });
    }
}
