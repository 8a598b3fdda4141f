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
package io.github.camelmqttx.internal.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionEvent;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class SessionEventPublisherTest {

    private static final long SECOND = 1_000_000_000L;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<MqttxSessionEvent> events = new ArrayList<>();
    private final SessionEventPublisher publisher = new SessionEventPublisher(context, workers::add, () -> 0);
    private boolean failing;

    @BeforeEach
    void start() {
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof MqttxSessionEvent session) {
                    events.add(session);
                    if (failing) {
                        throw new IllegalStateException("on purpose");
                    }
                }
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static SessionSnapshot snapshot(String clientId) {
        return new SessionSnapshot(
                clientId, SessionState.CONNECTED, "tcp://a:1883", "5.0", 0, null, null, null, List.of(),
                new SessionCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private void runWorkers() {
        Runnable task = workers.poll();
        while (task != null) {
            task.run();
            task = workers.poll();
        }
    }

    @Test
    @DisplayName("C08 events reach Camel's notifiers in order, on a worker, never in the session's context")
    void happened_severalEvents_areNotifiedInOrder() {
        publisher.happened(SessionEvent.CONNECTED, "one", snapshot("c"));
        publisher.happened(SessionEvent.FAILED_OVER, "two", snapshot("c"));
        assertThat(events).isEmpty();
        assertThat(workers).hasSize(1);
        failing = true;
        runWorkers();
        assertThat(events).extracting(MqttxSessionEvent::getDetail).as("a failing notifier loses none").containsExactly("one",
                "two");
        MqttxSessionEvent event = events.get(1);
        assertThat(event.getKind()).isEqualTo(MqttxSessionEvent.Kind.FAILED_OVER);
        assertThat(event.getType()).isEqualTo(CamelEvent.Type.Custom);
        assertThat(event.getClientId()).isEqualTo("c");
        assertThat(event.getBroker()).isEqualTo("tcp://a:1883");
        assertThat(event.getSource()).isSameAs(context);
        assertThat(event.getTimestamp()).isPositive();
        publisher.happened(SessionEvent.CLOSED, "three", snapshot("c"));
        runWorkers();
        assertThat(events).hasSize(3);
    }

    @Test
    void happened_manyUnrouted_oneEventAMinute() {
        for (int i = 0; i < 100; i++) {
            publisher.happened(SessionEvent.UNROUTED, "unrouted", snapshot("c"));
        }
        runWorkers();
        assertThat(events).hasSize(1);
    }

    @Test
    void happened_workersClosed_isNotAnError() {
        SessionEventPublisher late = new SessionEventPublisher(context, task -> {
            throw new RejectedExecutionException("closed");
        }, () -> 0);
        assertThatCode(() -> late.happened(SessionEvent.CLOSED, "closed", snapshot("c"))).doesNotThrowAnyException();
    }

    @Test
    void kinds_arePublicNamesOfAllSessionEvents() {
        assertThat(Arrays.stream(MqttxSessionEvent.Kind.values()).map(Enum::name))
                .containsExactlyElementsOf(Arrays.stream(SessionEvent.values()).map(Enum::name).toList());
    }

    @Test
    @DisplayName("C08 log budget: one warning for an outage, then one a minute")
    void outage_long_warnsOnceAMinute() {
        LogBudget budget = new LogBudget();
        assertThat(budget.level(SessionEvent.CONNECTED, false, 0)).isEqualTo(Level.INFO);
        assertThat(budget.level(SessionEvent.DISCONNECTED, false, SECOND)).isEqualTo(Level.WARN);
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 2 * SECOND)).isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 60 * SECOND)).isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 61 * SECOND)).isEqualTo(Level.WARN);
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 62 * SECOND)).isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.FAILED_OVER, false, 63 * SECOND)).isEqualTo(Level.INFO);
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 64 * SECOND)).as("next outage").isEqualTo(Level.WARN);
    }

    @Test
    void levels_byKind() {
        LogBudget budget = new LogBudget();
        assertThat(budget.level(SessionEvent.ROUND_FAILED, false, 0)).as("never connected").isEqualTo(Level.WARN);
        assertThat(budget.level(SessionEvent.DISCONNECTED, true, 0)).as("on purpose").isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.SUBSCRIPTION_REFUSED, false, 0)).isEqualTo(Level.ERROR);
        for (SessionEvent event : List.of(SessionEvent.QOS_LOWERED, SessionEvent.SESSION_LOST, SessionEvent.TAKEN_OVER,
                SessionEvent.HELD_UP, SessionEvent.UNROUTED)) {
            assertThat(budget.level(event, false, 0)).as(event.name()).isEqualTo(Level.WARN);
        }
        assertThat(budget.level(SessionEvent.UNROUTED, false, 1)).isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.UNROUTED, false, 2)).isEqualTo(Level.DEBUG);
        assertThat(budget.level(SessionEvent.UNROUTED, false, 60 * SECOND)).isEqualTo(Level.WARN);
        assertThat(budget.takeQuiet(SessionEvent.UNROUTED)).isEqualTo(2);
    }
}
