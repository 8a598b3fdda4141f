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
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * The outcome of a comparison.
 *
 * @param accepted   messages that count as sent
 * @param failed     publishes whose exchange failed; they count as not sent
 * @param received   different messages that arrived
 * @param lost       accepted messages that did not arrive
 * @param duplicates receipts beyond the first, by cause
 * @param reordered  first receipts after a later message of the same topic
 * @param late       first receipts later than the bound
 * @param latency    microseconds from the begin of the publish to the first receipt
 * @param evidence   the first violations and what is lost, in words
 */
public record Totals(long accepted, long failed, long received, long lost, Duplicates duplicates, long reordered, long late,
        Histogram latency, List<String> evidence) {

    /**
     * Receipts beyond the first.
     *
     * @param qos1                  QoS 1, by the process that had the message before: permitted
     * @param qos2                  QoS 2, by the process that had the message before: never permitted
     * @param qos1AfterReceiverKill QoS 1, had by a process that was killed: permitted
     * @param qos2AfterReceiverKill QoS 2, had by a process that was killed before it could confirm: permitted
     */
    public record Duplicates(long qos1, long qos2, long qos1AfterReceiverKill, long qos2AfterReceiverKill) {

        Duplicates plus(Duplicates other) {
            return new Duplicates(
                    qos1 + other.qos1, qos2 + other.qos2, qos1AfterReceiverKill + other.qos1AfterReceiverKill,
                    qos2AfterReceiverKill + other.qos2AfterReceiverKill);
        }
    }

    /** Nothing sent, nothing received. */
    public static Totals none() {
        return new Totals(0, 0, 0, 0, new Duplicates(0, 0, 0, 0), 0, 0, new Histogram(3), List.of());
    }

    /** Both together. */
    public Totals plus(Totals other) {
        Histogram both = latency.copy();
        both.add(other.latency);
        List<String> notes = new ArrayList<>(evidence);
        notes.addAll(other.evidence);
        return new Totals(
                accepted + other.accepted, failed + other.failed, received + other.received, lost + other.lost,
                duplicates.plus(other.duplicates), reordered + other.reordered, late + other.late, both, notes);
    }

    /**
     * Whether what QoS 1 and 2 promise was kept: nothing lost, QoS 2 not duplicated, order kept, and something sent.
     */
    public boolean kept() {
        return violations().isEmpty();
    }

    /** What was not kept, in words; empty if all was. */
    public List<String> violations() {
        List<String> found = new ArrayList<>();
        if (accepted == 0) {
            found.add("nothing was sent");
        }
        if (lost > 0) {
            found.add(lost + " lost");
        }
        if (duplicates.qos2 > 0) {
            found.add(duplicates.qos2 + " duplicated at QoS 2");
        }
        if (reordered > 0) {
            found.add(reordered + " reordered");
        }
        return found;
    }
}
