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

/**
 * One line of a ledger.
 *
 * @param kind       what happened
 * @param topic      index of the topic; negative for a canary, which carries no number
 * @param number     number of the message within its topic, from 0; for {@link Kind#RESERVED} the first that is not
 *                   reserved
 * @param sentMicros when its publish began, microseconds since the epoch
 * @param atMicros   when it happened, microseconds since the epoch
 */
public record LedgerRecord(Kind kind, int topic, long number, long sentMicros, long atMicros) {

    /** What a record says. */
    public enum Kind {
        /** Numbers below this one may have been used by this process. */
        RESERVED,
        /** The exchange of the publish has completed without failure: the message counts as sent. */
        ACCEPTED,
        /** The exchange of the publish has failed: the message may arrive or not. */
        FAILED,
        /** The sender was told to pause and has no exchange under way any more. */
        IDLE,
        /** The sink of the consuming route has it; written before its exchange completes. */
        RECEIVED
    }
}
