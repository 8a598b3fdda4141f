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
package io.github.camelmqttx.internal.consumer;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.client.IncomingMessage;

/**
 * What an {@link Intake} tells its consumer. Called in the session's serial context if not said otherwise; must not
 * block.
 */
public interface IntakeOwner {

    /** A broker refused a filter. May come again while it does. */
    void subscriptionRefused(MqttxSubscribeException cause);

    /** A message has failed so that the route is to stop. Called on any thread, often, for as long as it has not. */
    void routeToStop(IncomingMessage message, Throwable failure);

    /** The session has given up connecting. */
    void connectionGivenUp(MqttxConnectException cause);
}
