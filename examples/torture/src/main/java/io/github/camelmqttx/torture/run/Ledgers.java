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
package io.github.camelmqttx.torture.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmqttx.torture.ledger.LedgerReader;
import io.github.camelmqttx.torture.ledger.Tally;
import io.github.camelmqttx.torture.ledger.Totals;
import org.jspecify.annotations.Nullable;

/** Follows the ledgers of a leg while they are written and keeps the comparison up to date. Thread-safe. */
public final class Ledgers {

    static final String PUBLISHER = "publisher";
    static final String CONSUMER = "consumer";

    private final Tally tally;
    private final int topics;
    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable LedgerReader sender;
    private @Nullable LedgerReader receiver;
    private int receiverNumber;
    private long receipts;

    /**
     * How things stood at a time.
     *
     * @param millis   since the begin of the leg
     * @param accepted messages that count as sent
     * @param receipts messages received, duplicates included
     * @param missing  messages that count as sent and have not been received
     */
    public record Sample(long millis, long accepted, long receipts, long missing) {
    }

    Ledgers(int[] qosOfTopic, long lateMicros) {
        tally = new Tally(qosOfTopic, lateMicros);
        topics = qosOfTopic.length;
    }

    /** A process is about to be started; the process of the same role before it has ended. */
    synchronized void opened(String role, int number, Path ledger) {
        poll();
        if (role.equals(PUBLISHER)) {
            sender = new LedgerReader(ledger);
        } else {
            receiver = new LedgerReader(ledger);
            receiverNumber = number;
        }
    }

    /** Takes in what has been written. */
    public synchronized void poll() {
        try {
            if (sender != null) {
                sender.readNew(tally::sent);
            }
            if (receiver != null) {
                receipts += receiver.readNew(entry -> tally.received(entry, receiverNumber));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a ledger", e);
        }
    }

    /** Keeps a point of the time line. */
    synchronized void sample() {
        poll();
        samples.add(new Sample(millis(), tally.accepted(), receipts, tally.missing()));
    }

    /** Milliseconds since the begin of the leg. */
    public long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** How many messages count as sent and have not been received, now. */
    public synchronized long missing() {
        poll();
        return tally.missing();
    }

    /** How many messages have been received, duplicates and canaries included. */
    public synchronized long receipts() {
        poll();
        return receipts;
    }

    /** How often the publisher has come to rest after it was told to pause. */
    public synchronized long idles() {
        poll();
        return tally.idles();
    }

    /** How many canaries have been received. */
    public synchronized long canaries() {
        poll();
        return tally.canaries();
    }

    /** The next free number of each topic, separated by commas. */
    synchronized String nextNumbers() {
        return IntStream.range(0, topics).mapToObj(topic -> Long.toString(tally.nextNumber(topic)))
                .collect(Collectors.joining(","));
    }

    synchronized Totals totals() {
        poll();
        return tally.totals();
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
