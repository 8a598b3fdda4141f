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

import io.github.camelmqttx.internal.outbox.OutboxSettings;
import org.jspecify.annotations.Nullable;

/**
 * How much a session takes in at once, in both directions.
 *
 * @param maximumInflight       unacknowledged QoS 1 and 2 publishes, 1 to 65 535
 * @param outbox                how publishes wait
 * @param receiveBufferMessages received messages in or before routes at which reading from the network pauses
 * @param receiveBufferBytes    the same in payload bytes
 * @param deadLetterTopic       given if {@code unrouted} is {@link UnroutedPolicy#DEAD_LETTER}
 */
public record FlowSettings(
        int maximumInflight,
        OutboxSettings outbox,
        int receiveBufferMessages,
        long receiveBufferBytes,
        UnroutedPolicy unrouted,
        @Nullable String deadLetterTopic) {
}
