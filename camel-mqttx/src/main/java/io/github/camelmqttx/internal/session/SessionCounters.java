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
package io.github.camelmqttx.internal.session;

/**
 * Figures of a session since it was created, except {@code inflight}, {@code waiting}, {@code unacknowledged} and
 * {@code held}, which are current.
 *
 * @param published        publishes that completed
 * @param publishFailures  publishes that failed or timed out
 * @param inflight         QoS 1 and 2 publishes sent and not complete
 * @param waiting          publishes in the outbox
 * @param received         messages received
 * @param acknowledged     QoS 1 and 2 messages acknowledged
 * @param unacknowledged   QoS 1 and 2 messages received and not acknowledged
 * @param held             messages without a route, held
 * @param recognised       redeliveries recognised as a message that is still in a route
 * @param stale            acknowledgements not sent because their session is gone
 * @param dropped          QoS 0 messages dropped, and unrouted ones thrown away
 * @param connects         successful connections
 * @param failedAttempts   attempts that failed
 * @param redelivered      messages routed again after their route had failed
 * @param redeliveriesLost failed messages that the broker had lost, routed again from memory
 * @param deadLettered     messages published as dead letters
 */
public record SessionCounters(
        long published,
        long publishFailures,
        int inflight,
        int waiting,
        long received,
        long acknowledged,
        int unacknowledged,
        int held,
        long recognised,
        long stale,
        long dropped,
        long connects,
        long failedAttempts,
        long redelivered,
        long redeliveriesLost,
        long deadLettered) {
}
