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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerPlanner;
import io.github.camelmqttx.internal.broker.Referrals;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.ReasonCodes;
import org.jspecify.annotations.Nullable;

/**
 * Finds Server References in what brokers say, and says what came of them. Confined to the serial context. Spec: 5.0
 * section 4.11.
 */
final class Redirection {

    private final Referrals referrals;

    /**
     * A reference and what came of it.
     *
     * @param text a sentence for people
     */
    record Redirect(BrokerAddress from, int reasonCode, boolean followed, String text) {

        /** Names the broker too, for an event. */
        String describe() {
            return from + ": " + ReasonCodes.describe(reasonCode) + ". " + text;
        }

        ConnectFailure addTo(ConnectFailure failure) {
            MqttxConnectException known = failure.exception();
            return new ConnectFailure(
                    failure.stage(), new MqttxConnectException(
                            known.getMessage() + " " + text, known.getReasonCode(), known.isRetryable(), known.getCause()),
                    failure.serverReference());
        }

        Disconnection addTo(Disconnection reason) {
            return new Disconnection(
                    reason.kind(), reason.reasonCode(), reason.message() + " " + text, reason.serverReference(),
                    reason.cause());
        }
    }

    Redirection(BrokerPlanner planner, boolean allowed) {
        this.referrals = new Referrals(planner, allowed);
    }

    /** @return null if the broker does not send the session elsewhere */
    @Nullable
    Redirect of(BrokerAddress from, ConnectFailure failure) {
        return of(from, failure.exception().getReasonCode(), failure.serverReference());
    }

    /** @return null if the broker does not send the session elsewhere */
    @Nullable
    Redirect of(BrokerAddress from, Disconnection reason) {
        return of(from, reason.reasonCode(), reason.serverReference());
    }

    private @Nullable Redirect of(BrokerAddress from, int reasonCode, @Nullable String reference) {
        boolean moved = reasonCode == ReasonCodes.SERVER_MOVED;
        if (reference == null || !moved && reasonCode != ReasonCodes.USE_ANOTHER_SERVER) {
            return null;
        }
        Referrals.Outcome outcome = referrals.refer(from, reference, moved);
        return new Redirect(from, reasonCode, outcome.followed(), outcome.text());
    }

    Referrals referrals() {
        return referrals;
    }
}
