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
package io.github.camelmqttx.torture.ledger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * Compares what one side has sent with what the other has received, record by record. Records of one side must come in
 * the order of that side's ledger; between the sides any order will do. Not thread-safe.
 * <p>
 * Counted once for each message: <i>lost</i>, accepted but never received; <i>late</i>, first received later than the
 * bound after its publish began. Counted for each receipt: <i>duplicated</i>, of a message received before, by cause;
 * <i>reordered</i>, a first receipt after one with a higher number of the same topic (so a redelivered prefix is
 * duplicated, not reordered).
 */
public final class Tally {

    private static final int EVIDENCE = 50;

    private final int[] qosOfTopic;
    private final long lateMicros;
    private final Topic[] topics;
    private final Histogram latency = new Histogram(3);
    private final List<String> evidence = new ArrayList<>();
    private final long[] duplicatedInProcess = new long[3];
    private final long[] duplicatedAcrossKill = new long[3];
    private int receiver;
    private long accepted;
    private long failed;
    private long distinct;
    private long missing;
    private long reordered;
    private long late;
    private long canaries;
    private long idles;

    /** What is known of one topic. Numbers are bits. */
    private static final class Topic {
        private final BitSet accepted = new BitSet();
        private final BitSet received = new BitSet();
        private final BitSet receivedByThisProcess = new BitSet();
        private long reserved;
        private long highest = -1;
    }

    /**
     * @param qosOfTopic QoS of each topic, 1 or 2, by index
     * @param lateMicros what is late
     */
    public Tally(int[] qosOfTopic, long lateMicros) {
        this.qosOfTopic = qosOfTopic.clone();
        this.lateMicros = lateMicros;
        topics = new Topic[qosOfTopic.length];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = new Topic();
        }
    }

    /** A record of the sending side. */
    public void sent(LedgerRecord entry) {
        Topic topic = topics[entry.topic()];
        switch (entry.kind()) {
            case RESERVED -> topic.reserved = Math.max(topic.reserved, entry.number());
            case FAILED -> failed++;
            case IDLE -> idles++;
            case ACCEPTED -> accept(topic, Math.toIntExact(entry.number()));
            default -> throw new IllegalArgumentException("Not a record of a sender: " + entry);
        }
    }

    private void accept(Topic topic, int number) {
        if (!topic.accepted.get(number)) {
            topic.accepted.set(number);
            accepted++;
            missing += topic.received.get(number) ? 0 : 1;
        }
    }

    /**
     * A record of the receiving side.
     *
     * @param process number of the receiving process, rising: the same message in two of them is no fault of one
     */
    public void received(LedgerRecord entry, int process) {
        if (entry.kind() != LedgerRecord.Kind.RECEIVED) {
            throw new IllegalArgumentException("Not a record of a receiver: " + entry);
        }
        if (process != receiver) {
            receiver = process;
            for (Topic topic : topics) {
                topic.receivedByThisProcess.clear();
            }
        }
        if (entry.topic() < 0) {
            canaries++;
        } else {
            receive(entry, topics[entry.topic()], Math.toIntExact(entry.number()));
        }
    }

    private void receive(LedgerRecord entry, Topic topic, int number) {
        int qos = qosOfTopic[entry.topic()];
        if (topic.receivedByThisProcess.get(number)) {
            duplicatedInProcess[qos]++;
            note(qos == 2, "duplicated", entry, topic);
        } else if (topic.received.get(number)) {
            duplicatedAcrossKill[qos]++;
        } else {
            first(entry, topic, number);
        }
        topic.receivedByThisProcess.set(number);
    }

    private void first(LedgerRecord entry, Topic topic, int number) {
        topic.received.set(number);
        distinct++;
        missing -= topic.accepted.get(number) ? 1 : 0;
        if (number < topic.highest) {
            reordered++;
            note(true, "reordered", entry, topic);
        }
        topic.highest = Math.max(topic.highest, number);
        long micros = Math.max(0, entry.atMicros() - entry.sentMicros());
        latency.recordValue(micros);
        late += micros > lateMicros ? 1 : 0;
    }

    private void note(boolean matters, String what, LedgerRecord entry, Topic topic) {
        if (matters && evidence.size() < EVIDENCE) {
            evidence.add(what + ": topic " + entry.topic() + " number " + entry.number() + " after " + topic.highest
                         + " in process " + receiver + ", published at " + entry.sentMicros() + ", received at "
                         + entry.atMicros());
        }
    }

    /** The first number of a topic that no process can have used. */
    public long nextNumber(int topic) {
        return topics[topic].reserved;
    }

    /** How many messages were accepted and have not been received, now. */
    public long missing() {
        return missing;
    }

    /** How often the sender has come to rest after it was told to pause. */
    public long idles() {
        return idles;
    }

    /** How many canaries have arrived. */
    public long canaries() {
        return canaries;
    }

    /** How many messages have been accepted, now. */
    public long accepted() {
        return accepted;
    }

    /** What the comparison says, if nothing more comes. */
    public Totals totals() {
        List<String> notes = new ArrayList<>(evidence);
        for (int i = 0; i < topics.length && missing > 0; i++) {
            BitSet lost = (BitSet) topics[i].accepted.clone();
            lost.andNot(topics[i].received);
            if (!lost.isEmpty()) {
                notes.add("lost: topic " + i + " QoS " + qosOfTopic[i] + " " + lost.cardinality() + " from "
                          + lost.nextSetBit(0) + " to " + (lost.length() - 1));
            }
        }
        return new Totals(
                accepted, failed, distinct, missing,
                new Totals.Duplicates(
                        duplicatedInProcess[1], duplicatedInProcess[2], duplicatedAcrossKill[1], duplicatedAcrossKill[2]),
                reordered, late, latency.copy(), notes);
    }
}
