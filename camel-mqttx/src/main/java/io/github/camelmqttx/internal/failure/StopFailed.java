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

/** The message stays with the broker and the route stops. */
final class StopFailed implements FailureStrategy {

    private final FailureActions actions;

    StopFailed(FailureActions actions) {
        this.actions = actions;
    }

    @Override
    public Fate decide(Delivery delivery, Throwable failure) {
        String text = delivery.message().qos() == 0
                ? "the route stops; the message has QoS 0, so no broker will send it again"
                : "the message is not acknowledged and the route stops";
        return new Fate(text, () -> actions.stopRoute(delivery, failure));
    }
}
