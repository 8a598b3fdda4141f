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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxManualAcknowledgement;
import io.github.camelmqttx.internal.ack.Deliveries;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.binding.InboundBinding;
import io.github.camelmqttx.internal.binding.MqttHeaderFilterStrategy;
import io.github.camelmqttx.internal.failure.FailureStrategy;
import io.github.camelmqttx.internal.failure.Fate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageRouterTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<AsyncCallback> callbacks = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();
    private final Delivery delivery = Deliveries.of("a/b", 3);
    private FailureStrategy strategy = (failed, failure) -> new Fate("the fate", failed::complete);
    private RuntimeException thrown;
    private DefaultConsumer consumer;

    @BeforeEach
    void start() throws Exception {
        context.start();
        consumer = new DefaultConsumer(context.getEndpoint("direct:test"), new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                exchanges.add(exchange);
                callbacks.add(callback);
                if (thrown != null) {
                    throw thrown;
                }
                return false;
            }
        });
        consumer.setExceptionHandler(new Recorder());
        consumer.start();
    }

    @AfterEach
    void stop() throws Exception {
        consumer.stop();
        context.close();
    }

    private MessageRouter router(AckMode mode) {
        return new MessageRouter(consumer, new InboundBinding(new MqttHeaderFilterStrategy()), mode, strategy);
    }

    @Test
    @DisplayName("M52 onCompletion: complete when the asynchronous exchange has ended, not before")
    void asynchronousExchange_onCompletion_isCompletedAtItsEnd() {
        MessageRouter router = router(AckMode.ON_COMPLETION);
        router.accept(delivery);
        assertThat(delivery.isComplete()).isFalse();
        assertThat(router.active()).isEqualTo(1);
        callbacks.get(0).done(false);
        assertThat(delivery.isComplete()).isTrue();
        assertThat(router.active()).isZero();
        assertThat(router.completed()).isEqualTo(1);
    }

    @Test
    void exchange_onReceive_isCompletedBeforeItsEnd() {
        router(AckMode.ON_RECEIVE).accept(delivery);
        assertThat(delivery.isComplete()).isTrue();
    }

    @Test
    @DisplayName("C18 manual: complete when acknowledged, also after the exchange")
    void exchange_manual_isCompletedByTheRouteOnly() {
        MessageRouter router = router(AckMode.MANUAL);
        router.accept(delivery);
        MqttxManualAcknowledgement acknowledgement = exchanges.get(0).getMessage()
                .getHeader(MqttxConstants.MANUAL_ACKNOWLEDGEMENT, MqttxManualAcknowledgement.class);
        callbacks.get(0).done(false);
        assertThat(delivery.isComplete()).isFalse();
        assertThat(router.active()).isZero();
        acknowledgement.acknowledge();
        acknowledgement.acknowledge();
        assertThat(delivery.isComplete()).isTrue();
    }

    @Test
    @DisplayName("M51 a failed exchange is handed to the exception handler with its topic, then completed")
    void failedExchange_end_isReportedAndCompleted() {
        MessageRouter router = router(AckMode.ON_COMPLETION);
        router.accept(delivery);
        exchanges.get(0).setException(new IllegalStateException("no"));
        callbacks.get(0).done(false);
        assertThat(handled).singleElement().asString().contains("a/b").contains("no");
        assertThat(delivery.isComplete()).isTrue();
        assertThat(router.failed()).isEqualTo(1);
    }

    @Test
    @DisplayName("M51 F06 the exception handler is told the fate before it is carried out; a fate that throws does no harm")
    void failedExchange_fate_isToldThenCarriedOut() {
        strategy = (failed, failure) -> new Fate("it goes to the moon", () -> {
            handled.add("carried");
            throw new IllegalStateException("no rocket");
        });
        MessageRouter router = router(AckMode.ON_COMPLETION);
        router.accept(delivery);
        exchanges.get(0).setException(new IllegalStateException("no"));
        callbacks.get(0).done(false);
        assertThat(handled).hasSize(2).last().isEqualTo("carried");
        assertThat(handled.get(0)).contains("it goes to the moon");
        assertThat(delivery.isComplete()).isFalse();
        assertThat(router.active()).isZero();
    }

    @Test
    void throwingRoute_accept_isReportedAndCompletedOnce() {
        thrown = new IllegalStateException("thrown");
        MessageRouter router = router(AckMode.ON_COMPLETION);
        router.accept(delivery);
        assertThat(handled).singleElement().asString().contains("thrown");
        assertThat(delivery.isComplete()).isTrue();
        assertThat(router.active()).isZero();
    }

    private final class Recorder implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            handleException("", null, exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handleException(message, null, exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            handled.add(message + ": " + exception.getMessage());
        }
    }
}
