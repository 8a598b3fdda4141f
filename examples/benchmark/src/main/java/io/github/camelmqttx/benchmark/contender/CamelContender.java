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
package io.github.camelmqttx.benchmark.contender;

import java.util.function.Consumer;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A Camel component, addressed by URI only: publishing goes through a route {@code direct:publish} to the component,
 * consuming through a route from it.
 */
final class CamelContender implements Contender {
    private final CamelContext context = new DefaultCamelContext();
    private final String uriFormat;
    private @Nullable Endpoint direct;
    private @Nullable AsyncProducer producer;
    private @Nullable Outcome outcome;

    /**
     * @param  scheme                scheme of the component
     * @param  uriFormat             endpoint URI with {@code %s} for the topic
     * @throws IllegalStateException if the component is not on the class path
     */
    CamelContender(String scheme, String uriFormat) {
        this.uriFormat = uriFormat;
        context.disableJMX();
        if (context.getComponent(scheme, true, false) == null) {
            throw new IllegalStateException(
                    "No Camel component \"" + scheme + "\" on the class path: add it with --classpath, see README.md");
        }
        context.start();
    }

    @Override
    public void startConsuming(String topic, Consumer<byte[]> sink) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uriFormat.formatted(topic)).routeId("consume")
                        .process(exchange -> sink.accept(exchange.getMessage().getBody(byte[].class)));
            }
        });
    }

    @Override
    public void startPublishing(String topic, Outcome listener) throws Exception {
        outcome = listener;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:publish").routeId("publish").to(uriFormat.formatted(topic));
            }
        });
        Endpoint endpoint = context.getEndpoint("direct:publish");
        AsyncProducer created = endpoint.createAsyncProducer();
        created.start();
        direct = endpoint;
        producer = created;
    }

    @Override
    public void publish(long sequence, byte[] payload) {
        Endpoint endpoint = direct;
        AsyncProducer target = producer;
        Outcome listener = outcome;
        if (endpoint == null || target == null || listener == null) {
            throw new IllegalStateException("startPublishing comes first");
        }
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(payload);
        target.process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            if (failure == null) {
                listener.published(sequence);
            } else {
                listener.failed(sequence, failure);
            }
        });
    }

    @Override
    public void close() {
        context.getShutdownStrategy().setTimeout(5);
        context.stop();
    }
}
