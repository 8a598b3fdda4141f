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
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.internal.session.SessionEvent;
import io.github.camelmqttx.internal.session.SessionListener;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what happens to the sessions of a component and hands it to Camel's event notifiers, in order, on worker
 * threads. One for a component; add it to each session once. Never blocks the session. Thread-safe.
 */
public final class SessionEventPublisher implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEventPublisher.class);

    private final CamelContext context;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Map<String, LogBudget> budgets = new ConcurrentHashMap<>();
    private final Queue<MqttxSessionEvent> events = new ArrayDeque<>();
    private boolean draining;

    /**
     * @param workers  run the notifiers; must never run them on the caller's thread
     * @param nanoTime monotonic time, for the budget of the log
     */
    public SessionEventPublisher(CamelContext context, Executor workers, LongSupplier nanoTime) {
        this.context = context;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    @Override
    public void happened(SessionEvent event, String detail, SessionSnapshot snapshot) {
        String clientId = snapshot.clientId();
        LogBudget budget = budgets.computeIfAbsent(clientId, key -> new LogBudget());
        boolean closing = snapshot.state() == SessionState.CLOSING || snapshot.state() == SessionState.CLOSED;
        boolean inConflict = snapshot.conflict() != null && snapshot.state() == SessionState.BACKING_OFF;
        Level level = budget.level(event, closing || inConflict, nanoTime.getAsLong());
        int quiet = level == Level.DEBUG ? 0 : budget.takeQuiet(event);
        LOG.atLevel(level).log("MQTT session {}: {}{}", clientId, detail,
                quiet == 0 ? "" : " (and " + quiet + " times before)");
        if (event == SessionEvent.CLOSED) {
            budgets.remove(clientId);
        }
        if (event != SessionEvent.UNROUTED || level != Level.DEBUG) {
            enqueue(new MqttxSessionEvent(
                    context, MqttxSessionEvent.Kind.valueOf(event.name()), clientId, snapshot.broker(), detail));
        }
    }

    private void enqueue(MqttxSessionEvent event) {
        event.setTimestamp(System.currentTimeMillis());
        synchronized (events) {
            events.add(event);
            if (draining) {
                return;
            }
            draining = true;
        }
        try {
            workers.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (events) {
                events.clear();
                draining = false;
            }
            LOG.debug("MQTT session {}: no notification of {}, the component is stopped", event.getClientId(), event.getKind());
        }
    }

    private void drain() {
        while (true) {
            MqttxSessionEvent event;
            synchronized (events) {
                event = events.poll();
                if (event == null) {
                    draining = false;
                    return;
                }
            }
            try {
                context.getManagementStrategy().notify(event);
            } catch (Exception e) {
                LOG.warn("An event notifier failed for \"{}\": {}", event, e.toString(), e);
            }
        }
    }
}
