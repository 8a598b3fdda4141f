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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.binding.InboundBinding;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.failure.FailureStrategy;
import io.github.camelmqttx.internal.failure.Fate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes messages of one consumer, and completes their deliveries according to the acknowledgement mode. Begins with a
 * message and returns as soon as the route does; an exchange that goes on asynchronously is completed by whatever
 * thread ends it. Thread-safe, never throws.
 */
public final class MessageRouter implements Consumer<Delivery> {

    private static final Logger LOG = LoggerFactory.getLogger(MessageRouter.class);

    private final DefaultConsumer consumer;
    private final InboundBinding binding;
    private final AckMode ackMode;
    private final FailureStrategy strategy;
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** @param strategy decides about messages that failed with {@link AckMode#ON_COMPLETION} */
    public MessageRouter(DefaultConsumer consumer, InboundBinding binding, AckMode ackMode, FailureStrategy strategy) {
        this.consumer = consumer;
        this.binding = binding;
        this.ackMode = ackMode;
        this.strategy = strategy;
    }

    @Override
    public void accept(Delivery delivery) {
        active.incrementAndGet();
        Routing routing;
        try {
            routing = new Routing(delivery, consumer.createExchange(false));
        } catch (RuntimeException e) {
            fail(delivery, null, e);
            active.decrementAndGet();
            return;
        }
        routing.begin();
    }

    /** Exchanges that were begun and have not ended. */
    public int active() {
        return active.get();
    }

    /** Exchanges that ended without a failure. */
    public long completed() {
        return completed.sum();
    }

    /** Exchanges that ended with a failure that the route did not handle. */
    public long failed() {
        return failed.sum();
    }

    /** Tells the exception handler, then carries the fate of the message out. */
    private void fail(Delivery delivery, @Nullable Exchange exchange, Throwable failure) {
        failed.increment();
        Fate fate = switch (ackMode) {
            case ON_COMPLETION -> strategy.decide(delivery, failure);
            case ON_RECEIVE -> new Fate("the message was acknowledged before", () -> {
            });
            case MANUAL -> new Fate("the message is acknowledged when the route says so", () -> {
            });
        };
        report(delivery.message(), exchange, failure, "; " + fate.text());
        try {
            fate.carry().run();
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            LOG.error("Route {} failed with {}, and it was not possible that {}", consumer.getRouteId(), delivery.message(),
                    fate.text(), e);
        }
    }

    private void report(IncomingMessage message, @Nullable Exchange exchange, Throwable failure, String fate) {
        String text = "Route " + consumer.getRouteId() + " failed with a message of topic '" + message.topic() + "' (QoS "
                      + message.qos() + ", Packet Identifier " + message.packetId() + ")" + fate;
        try {
            if (exchange == null) {
                consumer.getExceptionHandler().handleException(text, failure);
            } else {
                consumer.getExceptionHandler().handleException(text, exchange, failure);
            }
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            LOG.error("{}, and the exception handler failed with that", text, e);
        }
    }

    /** One message on its way through the route. */
    private final class Routing implements AsyncCallback {

        private final Delivery delivery;
        private final Exchange exchange;
        private volatile boolean ended;

        Routing(Delivery delivery, Exchange exchange) {
            this.delivery = delivery;
            this.exchange = exchange;
        }

        void begin() {
            try {
                binding.bind(delivery.message(), exchange);
                if (delivery.failedAttempts() > 0) {
                    exchange.getMessage().setHeader(MqttxConstants.REDELIVERY_COUNTER, delivery.failedAttempts());
                }
                if (ackMode == AckMode.MANUAL) {
                    exchange.getMessage().setHeader(
                            MqttxConstants.MANUAL_ACKNOWLEDGEMENT, new DeliveryAcknowledgement(delivery));
                } else if (ackMode == AckMode.ON_RECEIVE) {
                    delivery.complete();
                }
                consumer.getAsyncProcessor().process(exchange, this);
            } catch (RuntimeException e) {
                if (ended) {
                    LOG.error("Route {} threw after it had ended the exchange of {}", consumer.getRouteId(), delivery.message(),
                            e);
                } else {
                    exchange.setException(e);
                    done(true);
                }
            }
        }

        @Override
        public void done(boolean doneSync) {
            ended = true;
            try {
                Exception failure = exchange.getException();
                if (failure == null) {
                    completed.increment();
                    if (ackMode == AckMode.ON_COMPLETION) {
                        delivery.complete();
                    }
                } else {
                    fail(delivery, exchange, failure);
                }
            } finally {
                consumer.releaseExchange(exchange, false);
                active.decrementAndGet();
            }
        }
    }
}
