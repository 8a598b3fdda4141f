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

import java.util.List;
import java.util.function.Consumer;

/**
 * The protocol engine of one session. All methods are called in the session's {@link SerialContext}; all events reach
 * the {@link MqttClientListener} in the same context.
 * <p>
 * State that outlives a connection: publishes of QoS 1 and 2 that are not complete, in the order of their first
 * sending, and the Packet Identifiers of received QoS 2 messages between PUBREC and PUBREL. After a CONNACK with
 * Session Present 1 the engine first sends the incomplete ones again, PUBLISH with DUP 1 or PUBREL, same identifiers,
 * same order (Spec: 5.0 [MQTT-4.4.0-1]); with Session Present 0 it sends those that are not
 * {@linkplain OutgoingMessage#isSettled() settled} as new messages in the same order, and forgets the received
 * identifiers. Either way within the window, and before any later publish.
 */
public interface MqttClient {

    /**
     * Starts one attempt. Answered by exactly one of {@link MqttClientListener#connected} and
     * {@link MqttClientListener#connectFailed}. Only while there is neither a connection nor an attempt.
     */
    void connect(ConnectRequest request);

    /**
     * Whether {@link #publish} may be called for a message of this QoS now: connected, the transport takes more, and
     * for QoS 1 and 2 the window (the smaller of maximum in-flight and the broker's Receive Maximum) has room and
     * nothing waits to be sent again. [MQTT-3.3.4-9]
     */
    boolean canPublish(int qos);

    /**
     * Writes a PUBLISH without flushing. A message the broker cannot take (Maximum Packet Size, Maximum QoS, Retain
     * Available) is reported by {@link MqttClientListener#publishFailed} and not sent.
     */
    void publish(OutgoingMessage message);

    /** Writes a SUBSCRIBE. If the connection ends first, the callback is dropped. */
    void subscribe(List<Subscription> subscriptions, ReplyCallback callback);

    /** Writes an UNSUBSCRIBE. If the connection ends first, the callback is dropped. */
    void unsubscribe(List<String> filters, ReplyCallback callback);

    /**
     * Writes PUBACK (QoS 1) or PUBREC (QoS 2) with success, without flushing; the message must be of the current
     * connection.
     *
     * @return false if the connection has ended or is ending, which may not have been reported yet; then nothing was
     *         done, and the broker will send the message again if it keeps the session
     */
    boolean acknowledge(IncomingMessage message);

    /** Flushes what was written. Cheap if nothing was. */
    void flush();

    /**
     * Stops or resumes reading from the network. While reading is off, Keep Alive goes on sending PINGREQ, and the peer
     * is not taken for dead because of what we have not read.
     */
    void reading(boolean on);

    /** Reads once although reading is off, so that acknowledgements of the peer get through in time. */
    void readOnce();

    /**
     * Ends the attempt or connection. With a connection: writes what is pending, sends DISCONNECT with the Reason Code
     * (MQTT 5.0), closes, at the latest after {@code timeoutNanos}; then {@link MqttClientListener#disconnected} with
     * {@link Disconnection.Kind#LOCAL}. With an attempt: cancels it; then {@code connectFailed}. With neither: no
     * effect.
     */
    void disconnect(int reasonCode, long timeoutNanos);

    /**
     * Closes the network connection without DISCONNECT, because the peer is not to be trusted; then
     * {@code disconnected}.
     */
    void abort(Disconnection reason);

    /** Number of incomplete QoS 1 and 2 publishes. */
    int inflight();

    /**
     * Visits the incomplete QoS 1 and 2 publishes in the order of their first sending, then those of QoS 0 that the
     * network has not taken. The visitor must not call this client.
     */
    void forEachInflight(Consumer<OutgoingMessage> visitor);

    /**
     * Bounds the publishes of QoS 1 and 2 that are outstanding at the same time, beside the window of the connection,
     * from now on and on later connections; what may go out when the bound is raised is written, not flushed.
     *
     * @param messages at least 1
     */
    default void limitInflight(int messages) {
    }

    /**
     * Forgets an incomplete publish, so that it is not sent again; nothing is reported for it. Only without connection
     * or attempt.
     */
    default void abandon(OutgoingMessage message) {
    }

    /** Forgets all state that outlives a connection. Only without connection or attempt. */
    void clear();
}
