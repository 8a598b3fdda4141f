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
package io.github.camelmqttx.internal.failure;

import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import io.github.camelmqttx.internal.session.RetryDelay;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer does with failed messages.
 *
 * @param maximumRedeliveries 1 or more
 * @param delay               from a failure to the redelivery, and to the next attempt to publish a dead letter
 * @param deadLetterTopic     given if the action is {@link FailureAction#DEAD_LETTER}
 */
public record FailureSettings(
        FailureAction action, int maximumRedeliveries, RetryDelay delay, @Nullable DeadLetterTopic deadLetterTopic) {
}
