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

import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.internal.ack.Delivery;

/**
 * A route that is being stopped may refuse to go on with a message, for example under {@code master:}, which stops the
 * route before its consumer, or when a shutdown is forced. That is no failure of the message: it stays unacknowledged,
 * whatever is configured for failures.
 */
public final class RefusedByRoute implements FailureStrategy {

    private final FailureStrategy failed;
    private final BooleanSupplier routeEnds;
    private final FailureActions actions;

    /**
     * @param failed    decides about all other messages
     * @param routeEnds whether the route refuses messages now; any thread
     */
    public RefusedByRoute(FailureStrategy failed, BooleanSupplier routeEnds, FailureActions actions) {
        this.failed = failed;
        this.routeEnds = routeEnds;
        this.actions = actions;
    }

    @Override
    public Fate decide(Delivery delivery, Throwable failure) {
        return failure instanceof RejectedExecutionException && routeEnds.getAsBoolean()
                ? new Fate(
                        "the route is being stopped and has refused it: the message stays unacknowledged",
                        () -> actions.keep(delivery))
                : failed.decide(delivery, failure);
    }
}
