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

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Disconnection;
import org.jspecify.annotations.Nullable;

/** Why and for what this side ends a connection on purpose. Confined to the serial context. */
final class Departure {

    private @Nullable BrokerAddress next;
    private @Nullable String reason;
    private boolean returning;
    private boolean leaving;

    /** To the better broker. */
    void returnTo(BrokerAddress target) {
        next = target;
        returning = true;
    }

    /** To make the connection anew, with the same broker first. */
    void reconnect(@Nullable BrokerAddress same, String why) {
        next = same;
        reason = why;
    }

    /** To make the connection anew although nothing is wrong with it, with the same broker first. */
    void renew(@Nullable BrokerAddress same) {
        next = same;
    }

    /** To try other brokers first. */
    void failOver(String why) {
        leaving = true;
        reason = why;
    }

    /**
     * Whether it is towards a certain broker, so that the end of the connection says nothing against the present one.
     */
    boolean hasTarget() {
        return next != null;
    }

    /** The broker to begin with, once; null for the usual order. */
    @Nullable
    BrokerAddress takeNext() {
        BrokerAddress result = next;
        next = null;
        return result;
    }

    boolean isReturning() {
        return returning;
    }

    /** Whether the session is on its way to the better broker, once. */
    boolean takeReturning() {
        boolean result = returning;
        returning = false;
        return result;
    }

    /** Whether the broker is left for others, once. */
    boolean takeLeaving() {
        boolean result = leaving;
        leaving = false;
        return result;
    }

    /** The end of the connection as the session should see it: what this side has wanted is told as its reason. */
    Disconnection explain(Disconnection received) {
        String why = reason;
        reason = null;
        return why == null || received.kind() != Disconnection.Kind.LOCAL
                ? received : new Disconnection(Disconnection.Kind.PROTOCOL_ERROR, -1, why, null, null);
    }
}
