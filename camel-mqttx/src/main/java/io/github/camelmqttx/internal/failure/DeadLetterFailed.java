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

import java.time.Instant;

import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;

/** The message becomes a dead letter, unless it is one. */
final class DeadLetterFailed implements FailureStrategy {

    private final DeadLetterTopic topic;
    private final String routeId;
    private final FailureActions actions;

    DeadLetterFailed(DeadLetterTopic topic, String routeId, FailureActions actions) {
        this.topic = topic;
        this.routeId = routeId;
        this.actions = actions;
    }

    @Override
    public Fate decide(Delivery delivery, Throwable failure) {
        if (topic.isDeadLetter(delivery.message())) {
            String text = "the message is a dead letter itself, which would go round for ever, so it is acknowledged";
            return new Fate(
                    text, () -> actions.giveUp(
                            delivery,
                            text + ": do not let the route's Topic Filter match deadLetterTopic=" + topic.template()));
        }
        return new Fate(
                "the message is published to the dead letter topic " + topic.template() + " and acknowledged then",
                () -> actions.deadLetter(delivery, topic, reason(delivery, failure)));
    }

    private DeadLetterReason reason(Delivery delivery, Throwable failure) {
        return new DeadLetterReason(
                routeId, failure.getClass().getName(), FailureText.of(failure),
                delivery.failedAttempts() + 1, Instant.now().toString());
    }
}
