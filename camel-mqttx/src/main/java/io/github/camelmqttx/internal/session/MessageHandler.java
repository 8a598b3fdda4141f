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
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.ack.Delivery;

/** A consumer as its session sees it. All calls come in the session's serial context and must not block. */
public interface MessageHandler {

    /** A name for logs, health and warnings: the route id. */
    String name();

    /** A message for this handler. Every delivery must be {@linkplain Delivery#complete() completed} or handed back. */
    void received(Delivery delivery);

    /** The broker refused a filter; the session asks again later. */
    void subscriptionRefused(MqttxSubscribeException cause);

    /** The session gave up connecting (bounded number of rounds). */
    void connectionGivenUp(MqttxConnectException cause);
}
