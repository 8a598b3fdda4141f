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

import java.util.List;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.ConnectFailure;

/** Makes one exception of the failures of several brokers. Pure. */
final class Failures {

    private Failures() {
    }

    /**
     * The failure of a whole round: says what happened at each broker and carries the single failures as suppressed
     * ones.
     */
    static MqttxConnectException ofRound(String clientId, List<ConnectFailure> failures) {
        if (failures.isEmpty()) {
            return new MqttxConnectException(
                    "Session " + clientId + " is not connected", MqttxConnectException.NO_REASON_CODE, true, null);
        }
        StringBuilder text = new StringBuilder("Session ").append(clientId).append(" could not connect to ")
                .append(failures.size() == 1 ? "its broker: " : "any of its " + failures.size() + " brokers: ");
        boolean retryable = false;
        String separator = "";
        for (ConnectFailure failure : failures) {
            text.append(separator).append(failure.exception().getMessage());
            separator = "; ";
            retryable |= failure.exception().isRetryable();
        }
        ConnectFailure last = failures.get(failures.size() - 1);
        MqttxConnectException result = new MqttxConnectException(
                text.toString(), last.exception().getReasonCode(), retryable, last.exception());
        failures.forEach(failure -> result.addSuppressed(failure.exception()));
        return result;
    }

    /** The same failure for one more publish: a new exception, so that routes do not share a stack trace. */
    static MqttxConnectException forPublish(String topic, String why, MqttxConnectException known) {
        MqttxConnectException result = new MqttxConnectException(
                "Publish to " + topic + " failed, " + why + ". " + known.getMessage(), known.getReasonCode(), true, known);
        for (Throwable suppressed : known.getSuppressed()) {
            result.addSuppressed(suppressed);
        }
        return result;
    }
}
