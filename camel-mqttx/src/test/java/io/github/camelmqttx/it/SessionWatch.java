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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxProducer;
import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.awaitility.Awaitility;

/** What an operator sees of the sessions of a context: Camel's events, and health. Thread-safe. */
final class SessionWatch {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ItSupport support;
    private final List<MqttxSessionEvent> events = new CopyOnWriteArrayList<>();

    private SessionWatch(ItSupport support) {
        this.support = support;
    }

    /** Watches from now on. */
    static SessionWatch on(ItSupport support) {
        SessionWatch watch = new SessionWatch(support);
        support.context().getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof MqttxSessionEvent session) {
                    watch.events.add(session);
                }
            }
        });
        return watch;
    }

    List<MqttxSessionEvent> events() {
        return List.copyOf(events);
    }

    List<MqttxSessionEvent> events(Kind kind) {
        return events.stream().filter(event -> event.getKind() == kind).toList();
    }

    /** Waits up to 30 s for the first event of a kind. */
    MqttxSessionEvent await(Kind kind) {
        return await(kind, 1);
    }

    /** Waits up to 30 s for the n-th event of a kind, from 1. */
    MqttxSessionEvent await(Kind kind, int number) {
        Awaitility.await(kind + " number " + number).atMost(TIMEOUT).pollInterval(Duration.ofMillis(10))
                .until(() -> events(kind).size() >= number);
        return events(kind).get(number - 1);
    }

    /** The consumer's health now. */
    HealthCheck.Result health(String routeId) {
        HealthCheck check = Objects.requireNonNull(((HealthCheckAware) support.consumer(routeId)).getHealthCheck(), routeId);
        CamelContextAware.trySetCamelContext(check, support.context());
        return check.call(Map.of());
    }

    /** Waits up to 30 s until the consumer is connected and its filters are granted. */
    void awaitUp(String routeId) {
        Awaitility.await(routeId + " to be up").atMost(TIMEOUT).pollInterval(Duration.ofMillis(10))
                .until(() -> isUp(routeId));
    }

    boolean isUp(String routeId) {
        return health(routeId).getState() == HealthCheck.State.UP;
    }

    /** What is wrong with the consumer, empty if nothing is. */
    String problem(String routeId) {
        return health(routeId).getMessage().filter(text -> !isUp(routeId)).orElse("");
    }

    /** The broker that the consumer's session is connected to, empty if none. */
    String broker(String routeId) {
        Object broker = isUp(routeId) ? health(routeId).getDetails().get("broker") : null;
        return broker == null ? "" : broker.toString();
    }

    /** Waits up to 30 s until the consumer is up at this broker. */
    void awaitAt(String routeId, String brokerUri) {
        String port = brokerUri.substring(brokerUri.lastIndexOf(':'));
        Awaitility.await(routeId + " to be at " + brokerUri).atMost(TIMEOUT).pollInterval(Duration.ofMillis(10))
                .until(() -> broker(routeId), broker -> broker.contains(port));
    }

    /** State and broker of the first session of a producer. */
    String state(MqttxProducer producer) {
        return producer.sessions().get(0).state().name();
    }
}
