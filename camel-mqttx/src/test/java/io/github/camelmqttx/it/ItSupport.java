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
package io.github.camelmqttx.it;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxConsumer;
import io.github.camelmqttx.testbed.Broker;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Camel context with the component, for one test. {@link #close()} stops it and fails if a thread of the component is
 * left although no other context of a test is open.
 */
final class ItSupport implements AutoCloseable {

    /** Options of a session that a broker keeps. */
    static final String DURABLE = "&cleanStart=false&sessionExpiryInterval=1h";

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MqttxComponent component = new MqttxComponent();
    private final ProducerTemplate template = context.createProducerTemplate();

    /** A context whose endpoints use these brokers unless they name others. */
    ItSupport(String brokers) {
        OPEN.incrementAndGet();
        component.getConfiguration().setBrokers(brokers);
        context.addComponent("mqttx", component);
    }

    ItSupport(Broker broker) {
        this(broker.uri());
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Defaults of all endpoints. To be changed before routes are added. */
    MqttxConfiguration defaults() {
        return component.getConfiguration();
    }

    MqttxComponent component() {
        return component;
    }

    ProducerTemplate template() {
        return template;
    }

    /** Adds routes. */
    ItSupport routes(RouteBuilder builder) throws Exception {
        context.addRoutes(builder);
        return this;
    }

    /** Adds a route that takes down what it gets. */
    Recorder record(String routeId, String uri) throws Exception {
        return record(routeId, uri, exchange -> {
        });
    }

    /** Adds a route that does something with each message and then takes it down. */
    Recorder record(String routeId, String uri, Processor first) throws Exception {
        Recorder recorder = new Recorder();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(routeId).process(first).process(recorder);
            }
        });
        return recorder;
    }

    /** Starts the context. */
    ItSupport start() {
        context.start();
        return this;
    }

    void startRoute(String id) throws Exception {
        context.getRouteController().startRoute(id);
    }

    void stopRoute(String id) throws Exception {
        context.getRouteController().stopRoute(id);
    }

    void suspendRoute(String id) throws Exception {
        context.getRouteController().suspendRoute(id);
    }

    void resumeRoute(String id) throws Exception {
        context.getRouteController().resumeRoute(id);
    }

    MqttxConsumer consumer(String routeId) {
        return (MqttxConsumer) context.getRoute(routeId).getConsumer();
    }

    /** Sends and fails the test if the exchange fails. */
    void send(String uri, Object body) {
        send(uri, body, Map.of());
    }

    /** Sends and fails the test if the exchange fails. */
    void send(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = request(uri, body, headers);
        assertThat(exchange.getException()).as("publish to %s", uri).isNull();
    }

    /** Sends; the exchange has the exception if it fails. */
    Exchange request(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
        });
    }

    /** Sends all bodies without waiting for one before the next, then waits for all and fails if one fails. */
    void sendAll(String uri, List<?> bodies) throws Exception {
        List<CompletableFuture<Exchange>> pending = bodies.stream()
                .map(body -> template.asyncSend(uri, exchange -> exchange.getMessage().setBody(body))).toList();
        for (CompletableFuture<Exchange> one : pending) {
            assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Override
    public void close() throws Exception {
        template.close();
        context.close();
        if (OPEN.decrementAndGet() == 0) {
            await("the threads of the component to end").pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                            .noneMatch(name -> name.contains("mqttx-")));
        }
    }
}
