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
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import org.jspecify.annotations.Nullable;

/** What a {@link ConnectionDriver} tells its session, in the context, after the fact. */
interface ConnectionObserver {

    void stateChanged(SessionState from, SessionState to);

    /** @param returned whether the connection was made in order to fail back */
    void connected(BrokerAddress broker, ConnectResult result, boolean returned);

    void disconnected(BrokerAddress broker, Disconnection reason);

    /**
     * What the end of a connection says about other clients with the same Client Identifier.
     *
     * @param conflict the conflict in a clause for people, null if there is none
     */
    void takeover(TakeoverDetector.Finding finding, BrokerAddress broker, @Nullable String conflict);

    /**
     * A broker has sent the session elsewhere.
     *
     * @param detail a sentence for people
     */
    void redirected(boolean followed, String detail);

    void roundFailed(MqttxConnectException cause);

    /** @param why a clause for people */
    void gaveUp(String why, MqttxConnectException cause);

    /**
     * A return to the preferred broker is about to begin; runs the task when outstanding publishes are complete and
     * what is in routes is acknowledged, or soon.
     */
    void quiesce(Runnable then);

    /**
     * Whether all routes of the session are being stopped and nothing is to be published, so that others may take over.
     */
    boolean isOnlyFinishing();
}
