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
package io.github.camelmqttx.internal.client;

import io.github.camelmqttx.internal.broker.BrokerAddress;

/**
 * Keeps the session state of publishes beyond the process. The engine calls it in the session's {@link SerialContext}
 * for messages that have a {@link OutgoingMessage#journalId()}; the tasks are run on any thread, in the order of the
 * calls, when the change is durable, or never if that cannot be before the store is closed.
 */
public interface InflightStore {

    /** The message has got its Packet Identifier and is about to be sent with it. */
    void assigned(OutgoingMessage message, Runnable durable);

    /** PUBREC has come for the message, PUBREL is about to be sent. Spec: 5.0 [MQTT-4.3.3-6] */
    void released(OutgoingMessage message, Runnable durable);

    /**
     * The message has lost its Packet Identifier, because its session is gone: it will be sent as a new one. Need not
     * be durable at once.
     */
    void unassigned(OutgoingMessage message);

    /** The Packet Identifiers mean something to this broker from now on. Before the first of its {@link #assigned}. */
    void owner(BrokerAddress broker);
}
