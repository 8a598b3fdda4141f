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
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.internal.ack.Delivery;

/** A consumer's filters on a session. Thread-safe. */
public interface ConsumerSubscription {

    /**
     * What became of the connection that this subscription asked for, as {@link MqttSession#connect} says, without
     * asking for another one.
     */
    CompletableFuture<Void> connection();

    /**
     * Completes when each filter has had its first answer, granted or refused. Completes exceptionally with
     * {@link io.github.camelmqttx.MqttxConnectException} if the session gave up or was closed.
     */
    CompletableFuture<List<SubscriptionStatus>> firstAnswer();

    /** The filters as they stand. */
    List<SubscriptionStatus> status();

    /** Whether the broker keeps the subscription and its messages while this consumer is away. */
    boolean isDurable();

    /**
     * Ends the delivery of messages to the handler. On a session that is not durable, filters that nobody else uses are
     * unsubscribed first; completes when the broker has answered (or cannot), after the last call of the handler.
     * Messages delivered before stay the handler's.
     */
    CompletableFuture<Void> stop();

    /**
     * Has a message delivered again that has failed: it stays unacknowledged and, once the delay is over, the session
     * connects anew so that the broker sends it again. Not for a session that others use.
     *
     * @param delayNanos from now on; messages that fail meanwhile come again with it, those with longer delays keep all
     *                   waiting
     */
    void redeliver(Delivery failed, long delayNanos);

    /** Publishes a message that has failed as a dead letter, and completes its delivery when a broker owns that. */
    void deadLetter(Delivery failed, DeadLetterOrder order);

    /** Keeps a message that has failed, unacknowledged, for the next consumer of it, whatever is said of others. */
    void keep(Delivery failed);

    /** Gives back messages that the handler has not begun to work on: they count as unrouted from now on. */
    void handBack(List<Delivery> deliveries);

    /** The session as a canary of this consumer needs it. */
    DataPlane dataPlane();
}
