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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.torture.ledger.Totals;
import io.github.camelmqttx.torture.nemesis.FaultLog;

/**
 * What a leg has shown.
 *
 * @param spec          what it was about
 * @param seed          of its faults
 * @param trafficMillis time under faults
 * @param totalMillis   the same, with start and draining
 * @param totals        the comparison of the ledgers
 * @param trouble       what else went wrong
 * @param faults        what happened
 * @param samples       how things stood from time to time
 */
public record LegResult(LegSpec spec, long seed, long trafficMillis, long totalMillis, Totals totals, Trouble trouble,
        List<FaultLog.Entry> faults, List<Ledgers.Sample> samples) {

    /**
     * What the comparison does not show.
     *
     * @param stranded         messages that came only after the consumer was started again, although all faults had
     *                         ended
     * @param publisherCrashes processes of the publisher that ended unasked
     * @param consumerCrashes  processes of the consumer that ended unasked
     * @param stuck            1 if a route did not stop in an orderly way at the end of the leg, else 0
     */
    public record Trouble(long stranded, int publisherCrashes, int consumerCrashes, int stuck) {
    }

    /** What was not kept, in words; empty if all was. */
    public List<String> violations() {
        List<String> found = new ArrayList<>(totals.violations());
        if (trouble.stranded > 0) {
            found.add(trouble.stranded + " stranded until the consumer was started again");
        }
        if (trouble.publisherCrashes + trouble.consumerCrashes > 0) {
            found.add(trouble.publisherCrashes + trouble.consumerCrashes + " processes ended unasked");
        }
        if (trouble.stuck > 0) {
            found.add("a route did not stop in an orderly way");
        }
        return found;
    }

    /** How many faults have happened. */
    public long faultCount() {
        return faults.stream().filter(FaultLog.Entry::happened).count();
    }
}
