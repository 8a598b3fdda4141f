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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Verdict;

/** What has failed in one round. Confined to the serial context. */
final class RoundFailures {

    private final List<ConnectFailure> failures = new ArrayList<>();
    private boolean open;

    void add(ConnectFailure failure, Verdict verdict) {
        failures.add(failure);
        open |= verdict != Verdict.GIVE_UP;
    }

    /** Whether no broker will ever take the CONNECT. */
    boolean isFinal() {
        return !failures.isEmpty() && !open;
    }

    /** Whether no broker is likely to take the CONNECT soon. */
    boolean isHopeless() {
        return !failures.isEmpty() && failures.stream().noneMatch(failure -> failure.exception().isRetryable());
    }

    MqttxConnectException exception(String clientId) {
        return Failures.ofRound(clientId, failures);
    }
}
