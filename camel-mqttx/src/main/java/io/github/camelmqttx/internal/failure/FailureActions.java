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

import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;

/** What a strategy can have done with a failed message. Thread-safe, never blocks. */
public interface FailureActions {

    /** Has the broker send the message again after a while; it is not acknowledged before. */
    void redeliver(Delivery delivery, long delayNanos);

    /** Publishes a dead letter and acknowledges the message when a broker owns that. */
    void deadLetter(Delivery delivery, DeadLetterTopic topic, DeadLetterReason reason);

    /** Leaves the message unacknowledged; none that arrived after it is begun until the route starts again. */
    void keep(Delivery delivery);

    /** Keeps the message unacknowledged, begins no later one, and stops the route. */
    void stopRoute(Delivery delivery, Throwable failure);

    /** Acknowledges a message that should have had another fate. @param why told as an error */
    void giveUp(Delivery delivery, String why);
}
