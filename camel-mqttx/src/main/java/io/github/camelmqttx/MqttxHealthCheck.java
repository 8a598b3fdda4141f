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

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.camelmqttx.internal.consumer.CanaryMiss;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of a consumer or of a producer's sessions: up only if each session is connected and, for a consumer, each
 * filter is granted and does not miss probes. Reads immutable snapshots only. Details never hold secrets; with several
 * sessions their names begin with the number of the session, for example {@code 2.state}.
 */
final class MqttxHealthCheck extends AbstractHealthCheck {

    private static final String GROUP = "camel";

    private final @Nullable String routeId;
    private final Supplier<List<SessionSnapshot>> sessions;
    private final @Nullable Supplier<List<SubscriptionStatus>> subscriptions;
    private final Supplier<@Nullable CanaryMiss> canary;
    private final Supplier<@Nullable String> trouble;

    @SuppressWarnings("checkstyle:ParameterNumber")
    private MqttxHealthCheck(String id, @Nullable String routeId, Supplier<List<SessionSnapshot>> sessions,
                             @Nullable Supplier<List<SubscriptionStatus>> subscriptions,
                             Supplier<@Nullable CanaryMiss> canary, Supplier<@Nullable String> trouble) {
        super(GROUP, id);
        this.routeId = routeId;
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.canary = canary;
        this.trouble = trouble;
    }

    /**
     * The check {@code mqttx-consumer-<routeId>}, for {@code DefaultConsumer.setHealthCheck}.
     *
     * @param session       the session as it stands, null before the consumer has one
     * @param subscriptions the filters of this consumer as they stand, empty before they are registered
     * @param canary        the filters whose probes do not come back, null if there are none
     * @param trouble       what is wrong with failed messages, or null
     */
    static MqttxHealthCheck consumer(
            String routeId, Supplier<@Nullable SessionSnapshot> session, Supplier<List<SubscriptionStatus>> subscriptions,
            Supplier<@Nullable CanaryMiss> canary, Supplier<@Nullable String> trouble) {
        return new MqttxHealthCheck("mqttx-consumer-" + routeId, routeId, () -> {
            SessionSnapshot snapshot = session.get();
            return snapshot == null ? List.of() : List.of(snapshot);
        }, subscriptions, canary, trouble);
    }

    /**
     * The check {@code mqttx-producer-<name>}, for Camel's repository {@code producers}.
     *
     * @param name     tells producers apart, without secrets
     * @param sessions of the producer as they stand
     */
    static MqttxHealthCheck producer(String name, Supplier<List<SessionSnapshot>> sessions) {
        return new MqttxHealthCheck("mqttx-producer-" + name, null, sessions, null, () -> null, () -> null);
    }

    /** An unreachable broker is no reason to restart the process. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (routeId != null) {
            builder.detail("route.id", routeId);
        }
        List<SessionSnapshot> snapshots = sessions.get();
        String problem = trouble.get();
        if (problem == null && snapshots.isEmpty()) {
            problem = "There is no MQTT session yet";
        }
        int number = 0;
        for (SessionSnapshot snapshot : snapshots) {
            number++;
            describe(builder, snapshots.size() == 1 ? "" : number + ".", snapshot);
            if (problem == null && snapshot.state() != SessionState.CONNECTED) {
                problem = notConnected(snapshot);
            }
        }
        String filterProblem = subscriptions == null ? null : describeFilters(builder, subscriptions.get());
        if (problem == null) {
            problem = filterProblem;
        }
        String canaryProblem = describeCanary(builder, canary.get());
        if (problem == null) {
            problem = canaryProblem;
        }
        if (problem == null) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }

    private static String notConnected(SessionSnapshot snapshot) {
        String cause = snapshot.lastFailure() == null ? "" : ": " + snapshot.lastFailure();
        return "MQTT session " + snapshot.clientId() + " is not connected (" + snapshot.state() + ")" + cause;
    }

    private static void describe(HealthCheckResultBuilder builder, String prefix, SessionSnapshot snapshot) {
        builder.detail(prefix + "clientId", snapshot.clientId());
        builder.detail(prefix + "state", snapshot.state().name());
        detail(builder, prefix + "broker", snapshot.broker());
        detail(builder, prefix + "version", snapshot.version());
        detail(builder, prefix + "lastFailure", snapshot.lastFailure());
        detail(builder, prefix + "heldUpBy", snapshot.heldUpBy());
        detail(builder, prefix + "conflict", snapshot.conflict());
        SessionCounters counters = snapshot.counters();
        builder.detail(prefix + "published", counters.published());
        builder.detail(prefix + "publishFailures", counters.publishFailures());
        builder.detail(prefix + "inflight", counters.inflight());
        builder.detail(prefix + "waiting", counters.waiting());
        builder.detail(prefix + "received", counters.received());
        builder.detail(prefix + "acknowledged", counters.acknowledged());
        builder.detail(prefix + "unacknowledged", counters.unacknowledged());
        builder.detail(prefix + "held", counters.held());
        builder.detail(prefix + "dropped", counters.dropped());
        builder.detail(prefix + "connects", counters.connects());
        builder.detail(prefix + "failedAttempts", counters.failedAttempts());
        builder.detail(prefix + "redelivered", counters.redelivered());
        builder.detail(prefix + "redeliveriesLost", counters.redeliveriesLost());
        builder.detail(prefix + "deadLettered", counters.deadLettered());
    }

    private static void detail(HealthCheckResultBuilder builder, String name, @Nullable String value) {
        if (value != null) {
            builder.detail(name, value);
        }
    }

    /** @return what is wrong if probes are missed, or null */
    private static @Nullable String describeCanary(HealthCheckResultBuilder builder, @Nullable CanaryMiss miss) {
        if (miss == null) {
            return null;
        }
        String filters = String.join(", ", miss.filters());
        builder.detail("canary.filters", filters).detail("canary.since", miss.since().toString())
                .detail("canary.rounds", miss.rounds()).detail("canary.step", miss.step().name());
        return "Probes of Topic Filter " + filters + " have not come back since " + miss.since() + " (" + miss.rounds()
               + " rounds missed), last step: " + miss.step().text();
    }

    /** @return what is wrong with the first filter that is not granted, or null */
    private static @Nullable String describeFilters(HealthCheckResultBuilder builder, List<SubscriptionStatus> filters) {
        String problem = filters.isEmpty() ? "No Topic Filter is subscribed yet" : null;
        for (SubscriptionStatus filter : filters) {
            String text = null;
            if (filter.isRefused()) {
                text = "The broker refuses Topic Filter " + filter.filter() + " with Reason Code 0x"
                       + Integer.toHexString(filter.reasonCode()) + (filter.problem() == null ? "" : ": " + filter.problem());
                builder.detail("subscription " + filter.filter(), "refused 0x" + Integer.toHexString(filter.reasonCode()));
            } else if (!filter.isGranted()) {
                text = "The broker has not yet answered the subscription of Topic Filter " + filter.filter();
                builder.detail("subscription " + filter.filter(), "not yet granted");
            } else {
                builder.detail("subscription " + filter.filter(), "QoS " + filter.grantedQos()
                                                                  + (filter.grantedQos() < filter.requestedQos()
                                                                          ? " (requested " + filter.requestedQos() + ")" : ""));
            }
            if (problem == null) {
                problem = text;
            }
        }
        return problem;
    }
}
