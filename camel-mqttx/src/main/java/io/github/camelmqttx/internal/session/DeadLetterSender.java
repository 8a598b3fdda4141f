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

import java.util.HashSet;
import java.util.Set;

import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.deadletter.DeadLetterProperties;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters over the session that has received the messages. Confined to the serial context.
 * <p>
 * A failed message is complete only when the broker owns its dead letter. Until then the dead letter is tried again,
 * made anew each time because another broker may have another Maximum Packet Size, while its consumer runs.
 */
public final class DeadLetterSender {

    /** Keeps a delay of 0 from becoming a busy loop against a broker that refuses. */
    public static final int SHORTEST_RETRY_MILLIS = 100;
    private static final long SECOND = 1_000_000_000L;

    private final MqttSession session;
    private final Set<Letter> waiting = new HashSet<>();

    DeadLetterSender(MqttSession session) {
        this.session = session;
    }

    /** Publishes the dead letter of a delivery until it is owned by a broker or the consumer stops. */
    void send(SessionConsumer consumer, Delivery delivery, DeadLetterOrder order) {
        new Letter(consumer, delivery, order).send();
    }

    /** Publishes a dead letter once, beyond the bounds of the outbox if need be. */
    void publish(Delivery delivery, DeadLetterTopic topic, DeadLetterReason reason, PublishCallback callback) {
        OutgoingMessage letter = letter(delivery, topic, reason, callback);
        session.sender().force(letter);
        session.wake();
    }

    /** @throws MqttxTopicException if the topic would not be valid */
    private OutgoingMessage letter(
            Delivery delivery, DeadLetterTopic template, DeadLetterReason reason, PublishCallback callback) {
        IncomingMessage message = delivery.message();
        String topic = template.of(message.topic());
        ConnectResult connection = session.driver().connection();
        int maxBytes = connection == null ? Integer.MAX_VALUE : connection.maximumPacketSize();
        long ageSeconds = (session.context().nanoTime() - delivery.arrivedNanos()) / SECOND;
        return new OutgoingMessage(
                topic, message.payload(), Math.max(1, message.qos()), false,
                DeadLetterProperties.of(message, reason, ageSeconds, topic, maxBytes), callback, OutgoingMessage.NO_DEADLINE);
    }

    /** Tries no more for a consumer that stops. What is under way may still arrive. */
    void stop(SessionConsumer consumer) {
        for (Letter letter : Set.copyOf(waiting)) {
            if (letter.consumer == consumer) {
                letter.cancel();
            }
        }
    }

    /** Tries no more. */
    void close() {
        Set.copyOf(waiting).forEach(Letter::cancel);
    }

    /** A dead letter until it is taken. The callbacks come on a worker thread. */
    private final class Letter implements PublishCallback {

        private final SessionConsumer consumer;
        private final Delivery delivery;
        private final DeadLetterOrder order;
        private int refusals;
        private @Nullable ScheduledTask retry;

        Letter(SessionConsumer consumer, Delivery delivery, DeadLetterOrder order) {
            this.consumer = consumer;
            this.delivery = delivery;
            this.order = order;
        }

        void send() {
            try {
                publish(delivery, order.topic(), order.reason(), this);
            } catch (MqttxTopicException e) {
                refused(null, e);
            }
        }

        @Override
        public void published(OutgoingMessage message) {
            delivery.complete();
            order.listener().taken();
            session.inContext(session.metrics()::deadLettered);
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            if (!session.inContext(() -> refused(message.topic(), cause))) {
                order.listener().abandoned();
            }
        }

        private void refused(@Nullable String topic, Throwable cause) {
            if (consumer.isStopping() || session.isClosing()) {
                order.listener().abandoned();
                return;
            }
            long delay = order.retry().after(refusals++);
            order.listener().refused(topic, cause, delay);
            retry = session.context().schedule(this::again, delay);
            waiting.add(this);
        }

        private void again() {
            retry = null;
            waiting.remove(this);
            order.listener().retrying();
            send();
        }

        private void cancel() {
            waiting.remove(this);
            if (retry != null) {
                retry.cancel();
            }
        }
    }
}
