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

/** Chooses the strategy of a consumer. Stateless. */
public final class FailureStrategies {

    private FailureStrategies() {
    }

    /** @param routeId named in dead letters */
    public static FailureStrategy of(FailureSettings settings, String routeId, FailureActions actions) {
        FailureStrategy stop = new StopFailed(actions);
        return switch (settings.action()) {
            case ACKNOWLEDGE -> new AcknowledgeFailed();
            case DEAD_LETTER -> deadLetterOr(stop, settings, routeId, actions);
            case REDELIVER -> new RedeliverFailed(
                    settings.maximumRedeliveries(), settings.delay(), deadLetterOr(stop, settings, routeId, actions),
                    deadLetterOr(new AcknowledgeFailed(), settings, routeId, actions), actions);
            case STOP -> stop;
        };
    }

    private static FailureStrategy deadLetterOr(
            FailureStrategy other, FailureSettings settings, String routeId, FailureActions actions) {
        DeadLetterTopic topic = settings.deadLetterTopic();
        return topic == null ? other : new DeadLetterFailed(topic, routeId, actions);
    }
}
