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

import io.github.camelmqttx.internal.ack.Delivery;

/**
 * What a session does with messages whose routes have failed. The methods that take a delivery may be called by any
 * thread, the others in the serial context.
 */
final class FailedMessages {

    private final MqttSession session;
    private final Redeliveries redeliveries;
    private final DeadLetterSender deadLetters;

    FailedMessages(MqttSession session) {
        this.session = session;
        this.redeliveries = new Redeliveries(session.context(), this::due);
        this.deadLetters = new DeadLetterSender(session);
    }

    /** See {@link ConsumerSubscription#redeliver}. */
    void redeliver(SessionConsumer consumer, Delivery failed, long delayNanos) {
        session.inContext(() -> {
            if (!session.isClosing() && !consumer.isStopping()) {
                redeliveries.failed(delayNanos);
            }
            failed.fail();
            session.drain();
        });
    }

    /** The wait of failed messages is over. */
    private void due() {
        session.drain();
        session.router().routeAgain();
        int missing = session.router().awaitingBroker();
        if (missing > 0) {
            session.driver().renew(
                    missing == 1 ? "a failed message is to come again" : missing + " failed messages are to come again");
        }
    }

    /** Whether failed messages that have come again have to wait. */
    boolean isRedeliveryWaiting() {
        return redeliveries.isWaiting();
    }

    /** See {@link ConsumerSubscription#deadLetter}. */
    void deadLetter(SessionConsumer consumer, Delivery failed, DeadLetterOrder order) {
        if (!session.inContext(() -> deadLetters.send(consumer, failed, order))) {
            order.listener().abandoned();
        }
    }

    /** See {@link ConsumerSubscription#keep}. */
    void keep(Delivery failed) {
        session.inContext(() -> {
            session.router().keepFailed(failed);
            session.drain();
        });
    }

    DeadLetterSender deadLetters() {
        return deadLetters;
    }

    /** A consumer stops: the session does not connect again for its messages, nor try its dead letters again. */
    void stop(SessionConsumer consumer) {
        redeliveries.cancel();
        deadLetters.stop(consumer);
    }

    /** Leaves no timer. */
    void close() {
        redeliveries.cancel();
        deadLetters.close();
    }
}
