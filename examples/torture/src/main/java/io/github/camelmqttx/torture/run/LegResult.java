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

import java.util.List;

import io.github.camelmqttx.torture.ledger.Totals;
import io.github.camelmqttx.torture.nemesis.FaultLog;

/**
 * What a leg has shown.
 *
 * @param spec           what it was about
 * @param seed           of its faults
 * @param trafficMillis  time under faults
 * @param totalMillis    the same, with start and draining
 * @param totals         the comparison of the ledgers
 * @param faults         what happened
 * @param samples        how things stood from time to time
 * @param publisherCrash processes of the publisher that ended unasked
 * @param consumerCrash  processes of the consumer that ended unasked
 */
public record LegResult(LegSpec spec, long seed, long trafficMillis, long totalMillis, Totals totals,
        List<FaultLog.Entry> faults, List<Ledgers.Sample> samples, int publisherCrash, int consumerCrash) {

    /** How many faults have happened. */
    public long faultCount() {
        return faults.stream().filter(FaultLog.Entry::happened).count();
    }
}
