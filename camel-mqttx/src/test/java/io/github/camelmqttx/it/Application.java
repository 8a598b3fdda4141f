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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConsumer;
import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A Camel context with the component and whatever routes a test needs. To be closed: then no thread must be left. */
final class Application implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final List<MqttxSessionEvent> events = new CopyOnWriteArrayList<>();

    /** @param brokers for endpoints that name none */
    Application(String brokers) {
        MqttxComponent component = new MqttxComponent();
        component.getConfiguration().setBrokers(brokers);
        context.addComponent("mqttx", component);
        context.getManagementStrategy().addEventNotifier(new Recorder());
        template = context.createProducerTemplate();
    }

    DefaultCamelContext context() {
        return context;
    }

    Application route(String id, String uri, Processor processor) throws Exception {
        return routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(processor);
            }
        });
    }

    Application routes(RouteBuilder builder) throws Exception {
        context.addRoutes(builder);
        return this;
    }

    Application start() {
        context.start();
        return this;
    }

    /** Publishes and waits for the outcome. */
    Exchange publish(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getMessage().setBody(body));
    }

    /** Publishes without waiting for the outcome; the future completes with the exchange, failed or not. */
    CompletableFuture<Exchange> publishLater(String uri, Object body) {
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody(body));
    }

    /** Publishes through the endpoint, without a thread in between, so that the order of the calls is kept. */
    List<CompletableFuture<Exchange>> publishAll(String uri, List<?> bodies) throws Exception {
        var producer = context.getEndpoint(uri).createAsyncProducer();
        context.addService(producer, true, true);
        List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
        for (Object body : bodies) {
            Exchange exchange = context.getEndpoint(uri).createExchange();
            exchange.getMessage().setBody(body);
            CompletableFuture<Exchange> outcome = new CompletableFuture<>();
            producer.process(exchange, doneSync -> outcome.complete(exchange));
            outcomes.add(outcome);
        }
        return outcomes;
    }

    MqttxConsumer consumer(String routeId) {
        return (MqttxConsumer) context.getRoute(routeId).getConsumer();
    }

    SessionSnapshot session(String routeId) {
        return Objects.requireNonNull(consumer(routeId).session(), () -> "Route " + routeId + " has no session");
    }

    SessionCounters counters(String routeId) {
        return session(routeId).counters();
    }

    HealthCheck.Result health(String routeId) {
        HealthCheck check = ((HealthCheckAware) context.getRoute(routeId).getConsumer()).getHealthCheck();
        return check.call();
    }

    boolean isUp(String routeId) {
        return health(routeId).getState() == HealthCheck.State.UP;
    }

    List<MqttxSessionEvent> events(MqttxSessionEvent.Kind kind) {
        return events.stream().filter(event -> event.getKind() == kind).toList();
    }

    /** Stops the context and checks that no thread of the component is left. Idempotent. */
    @Override
    public void close() {
        try {
            template.close();
            context.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        String name = context.getName();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(thread -> thread.contains("mqttx-io") || thread.contains("(" + name + ")")));
    }

    private final class Recorder extends EventNotifierSupport {

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof MqttxSessionEvent mqttx) {
                events.add(mqttx);
            }
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof MqttxSessionEvent;
        }
    }
}
