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
package io.github.camelmqttx.internal.client.paho;

import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.Subscription;

/**
 * One client of a Paho library for one attempt and the connection that comes of it. What happens is told to
 * {@link PahoLinkEvents}. {@link #open} and {@link #disconnect} block; the others do not, and are called in the serial
 * context.
 */
interface PahoLink {

    /**
     * Begins to connect; on a thread that may block, and whose daemon status Paho's threads inherit.
     *
     * @throws PahoException            if the library cannot even begin
     * @throws IllegalArgumentException if the library does not send such a CONNECT
     */
    void open() throws PahoException;

    /** What CONNACK said. After {@link PahoLinkEvents#connected}. */
    ConnectResult result(boolean sessionPresent);

    /**
     * Hands a message to the library.
     *
     * @return                          the Packet Identifier, 0 with QoS 0
     * @throws PahoException            if the library does not take it now
     * @throws IllegalArgumentException if it never will
     */
    int publish(OutgoingMessage message, long nowNanos) throws PahoException;

    /**
     * Subscribes; all have the same Subscription Identifier. The callback is run on any thread, or never.
     *
     * @throws PahoException            if the library does not take it now
     * @throws IllegalArgumentException if it does not take one of the filters
     */
    void subscribe(List<Subscription> subscriptions, ReplyCallback callback) throws PahoException;

    /** Like {@link #subscribe}. */
    void unsubscribe(List<String> filters, ReplyCallback callback) throws PahoException;

    /** PUBACK, or the PUBCOMP that this library sends instead of an earlier PUBREC. */
    void acknowledge(int packetId, int qos) throws PahoException;

    /** Whether {@link #acknowledge} is for messages of QoS 2 too; otherwise the library has answered them itself. */
    boolean acknowledgesQos2();

    /**
     * Sends DISCONNECT after what is on its way; on a thread that may block.
     *
     * @param quiesceMillis how long to wait for what is in flight, 0 for not at all
     */
    void disconnect(int reasonCode, long quiesceMillis) throws PahoException;

    /**
     * Nothing that the library does with its memory counts from now on: it cannot take a message over any more. After
     * the socket has been closed.
     */
    void freeze();

    /** Whether PUBREC has come for a QoS 2 publish, so that only PUBREL may follow. After {@link #freeze}. */
    boolean isReleased(int packetId);

    /** Packets of received QoS 2 messages between PUBREC and PUBREL, for {@link Restored}. After {@link #freeze}. */
    Map<Integer, Object> received();
}
