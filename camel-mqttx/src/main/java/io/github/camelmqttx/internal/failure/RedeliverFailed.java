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
import io.github.camelmqttx.internal.session.RetryDelay;

/** The broker sends the message again, a bounded number of times. */
final class RedeliverFailed implements FailureStrategy {

    private final int maximum;
    private final RetryDelay delay;
    private final FailureStrategy exhausted;
    private final FailureStrategy impossible;
    private final FailureActions actions;

    /**
     * @param exhausted  for messages that have been redelivered often enough
     * @param impossible for messages of QoS 0, which a broker does not send again
     */
    RedeliverFailed(int maximum, RetryDelay delay, FailureStrategy exhausted, FailureStrategy impossible,
                    FailureActions actions) {
        this.maximum = maximum;
        this.delay = delay;
        this.exhausted = exhausted;
        this.impossible = impossible;
        this.actions = actions;
    }

    @Override
    public Fate decide(Delivery delivery, Throwable failure) {
        int redeliveries = delivery.failedAttempts();
        if (delivery.message().qos() == 0) {
            return because("no broker sends a message of QoS 0 again: ", impossible.decide(delivery, failure));
        }
        if (redeliveries >= maximum) {
            return because("its " + maximum + " redeliveries are used up (maximumRedeliveries): ",
                    exhausted.decide(delivery, failure));
        }
        long nanos = delay.after(redeliveries);
        return new Fate(
                "the broker is asked to send the message again in about " + nanos / 1_000_000 + " ms (redelivery "
                        + (redeliveries + 1) + " of at most " + maximum + ")",
                () -> actions.redeliver(delivery, nanos));
    }

    private static Fate because(String why, Fate fate) {
        return new Fate(why + fate.text(), fate.carry());
    }
}
