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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;

/** A context with routes, watched; for tests about load, faults and what the sessions count. */
final class Application implements AutoCloseable {

    private final ItSupport support;
    private final SessionWatch watch;

    /** @param brokers for endpoints that name none */
    Application(String brokers) {
        support = new ItSupport(brokers);
        watch = SessionWatch.on(support);
    }

    DefaultCamelContext context() {
        return support.context();
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
        support.routes(builder);
        return this;
    }

    Application start() {
        support.start();
        return this;
    }

    /** Publishes and waits for the outcome. */
    Exchange publish(String uri, Object body) {
        return support.request(uri, body, Map.of());
    }

    /** Publishes in the order of the list, without waiting; each future completes with its exchange, failed or not. */
    List<CompletableFuture<Exchange>> publishAll(String uri, List<?> bodies) throws Exception {
        Endpoint endpoint = context().getEndpoint(uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        context().addService(producer, true, true);
        List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
        for (Object body : bodies) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(body);
            CompletableFuture<Exchange> outcome = new CompletableFuture<>();
            producer.process(exchange, doneSync -> outcome.complete(exchange));
            outcomes.add(outcome);
        }
        return outcomes;
    }

    SessionSnapshot session(String routeId) {
        return Objects.requireNonNull(support.consumer(routeId).session(), () -> "Route " + routeId + " has no session");
    }

    SessionCounters counters(String routeId) {
        return session(routeId).counters();
    }

    HealthCheck.Result health(String routeId) {
        return watch.health(routeId);
    }

    boolean isUp(String routeId) {
        return watch.isUp(routeId);
    }

    List<MqttxSessionEvent> events(MqttxSessionEvent.Kind kind) {
        return watch.events(kind);
    }

    /** Stops the context; fails if a thread of the component is left. */
    @Override
    public void close() {
        try {
            support.close();
        } catch (Exception e) {
            throw new IllegalStateException("The context could not be closed", e);
        }
    }
}
