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
package io.github.camelmqttx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/** A session in words and figures for the dev console and JMX, without secrets and payloads. */
final class SessionReport {

    /** Who, where, how long, what is in work, what is wrong, subscriptions, totals. */
    private static final List<String> NAMES = List.of(
            "clientId", "state", "seconds", "broker", "version", "inflight", "waiting", "unacknowledged", "held", "problem",
            "subscriptions", "published", "publishFailures", "received", "acknowledged", "connects", "failedAttempts",
            "redelivered", "deadLettered", "dropped");

    private SessionReport() {
    }

    static Map<String, @Nullable Object> of(SessionSnapshot session, long nowNanos) {
        SessionCounters counters = session.counters();
        List<@Nullable Object> values = Arrays.asList(
                session.clientId(), session.state().name(), TimeUnit.NANOSECONDS.toSeconds(nowNanos - session.sinceNanos()),
                session.broker(), session.version(), counters.inflight(), counters.waiting(), counters.unacknowledged(),
                counters.held(), problem(session), subscriptions(session.subscriptions()), counters.published(),
                counters.publishFailures(), counters.received(), counters.acknowledged(), counters.connects(),
                counters.failedAttempts(), counters.redelivered(), counters.deadLettered(), counters.dropped());
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            report.put(NAMES.get(i), values.get(i));
        }
        return report;
    }

    /** One row for each session, indexed by Client Identifier. */
    static TabularData table(List<SessionSnapshot> sessions, long nowNanos) throws OpenDataException {
        CompositeType row = rowType();
        TabularData table = new TabularDataSupport(
                new TabularType("sessions", "MQTT sessions", row, new String[] { "clientId" }));
        for (SessionSnapshot session : sessions) {
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            of(session, nowNanos).forEach((name, value) -> values.put(name, value == null ? null : value.toString()));
            table.put(new CompositeDataSupport(row, values));
        }
        return table;
    }

    private static CompositeType rowType() throws OpenDataException {
        String[] names = NAMES.toArray(String[]::new);
        OpenType<?>[] types = new OpenType<?>[names.length];
        Arrays.fill(types, SimpleType.STRING);
        return new CompositeType("session", "An MQTT session", names, names, types);
    }

    private static @Nullable String problem(SessionSnapshot session) {
        if (session.conflict() != null) {
            return session.conflict();
        }
        if (session.outboxTrouble() != null) {
            return session.outboxTrouble();
        }
        if (session.heldUpBy() != null) {
            return "held up by route " + session.heldUpBy();
        }
        return session.lastFailure();
    }

    private static List<String> subscriptions(List<SubscriptionStatus> subscriptions) {
        return subscriptions.stream().map(SessionReport::subscription).toList();
    }

    private static String subscription(SubscriptionStatus subscription) {
        if (subscription.isGranted()) {
            return subscription.filter() + " QoS " + subscription.grantedQos();
        }
        return subscription.filter() + (subscription.isRefused() ? " refused" : " not answered yet")
               + (subscription.problem() == null ? "" : ": " + subscription.problem());
    }
}
