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

/**
 * What happens to a session's {@link MqttClient}. All calls come in the session's {@link SerialContext}. Events of a
 * connection come between its {@link #connected} and its {@link #disconnected}.
 */
public interface MqttClientListener {

    /**
     * CONNACK with success was received. In a resumed session, what the engine had to send again has been written,
     * within the window; in a new one it follows after this call, so that a SUBSCRIBE written in it comes first and the
     * session receives its own messages.
     */
    void connected(int attempt, ConnectResult result);

    /** The attempt ended without a successful CONNACK. */
    void connectFailed(int attempt, ConnectFailure failure);

    /** The connection is gone. Exactly once for each {@link #connected}. */
    void disconnected(int attempt, Disconnection reason);

    /**
     * A PUBLISH arrived. QoS 2 messages whose identifier is between PUBREC and PUBREL are answered by the engine and
     * not reported again; other repetitions are.
     */
    void received(IncomingMessage message);

    /** The broker owns the message (QoS 0: written to the network). Also for settled messages. */
    void published(OutgoingMessage message);

    /** The broker refused the message, or cannot take it, or a QoS 0 message was lost with its connection. */
    void publishFailed(OutgoingMessage message, Exception cause);

    /**
     * All packets of one read have been reported, or the transport takes data again: time to hand over what was
     * collected, to publish more and to flush.
     */
    void batchComplete();
}
