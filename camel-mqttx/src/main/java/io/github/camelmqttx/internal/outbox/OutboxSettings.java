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

import org.jspecify.annotations.Nullable;

/**
 * How publishes wait.
 *
 * @param directory         of {@link OutboxKind#FILE}, else null
 * @param sync              used by {@link OutboxKind#FILE}
 * @param syncIntervalNanos used by {@link SyncPolicy#INTERVAL}
 * @param maxMessages       bound of publishes that wait or are in flight
 * @param maxBytes          bound of their payload bytes; one message is always accepted
 * @param maxAgeNanos       how long a publish may wait to be sent, 0 for no bound
 */
public record OutboxSettings(
        OutboxKind kind,
        @Nullable String directory,
        SyncPolicy sync,
        long syncIntervalNanos,
        int maxMessages,
        long maxBytes,
        long maxAgeNanos,
        OverflowPolicy overflow) {
}
