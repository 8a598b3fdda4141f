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

import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;

/**
 * How a failed message becomes a dead letter.
 *
 * @param retry    time to the next attempt if the broker refuses it
 * @param listener told what becomes of it
 */
public record DeadLetterOrder(
        DeadLetterTopic topic, DeadLetterReason reason, RetryDelay retry, DeadLetterListener listener) {
}
