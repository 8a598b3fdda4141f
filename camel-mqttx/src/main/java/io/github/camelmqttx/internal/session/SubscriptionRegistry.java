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
package io.github.camelmqttx.internal.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.topic.FilterMatcher;
import io.github.camelmqttx.internal.topic.FilterOverlap;
import io.github.camelmqttx.internal.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * The Topic Filters of a session. Confined to the serial context.
 * <p>
 * Declarative: consumers say what they want, {@link #sync} asks the broker for whatever it does not have yet. With MQTT
 * 5.0 filters that overlap carry Subscription Identifiers, so that a copy that the broker sends for one filter goes to
 * the consumers of that filter only, or to nobody while that filter has none; where there are none, a message goes to
 * every consumer with a filter that matches its topic.
 */
final class SubscriptionRegistry {

    /** Filters in one SUBSCRIBE: keeps the packet small enough for any broker's limit on packet size. */
    static final int FILTERS_PER_PACKET = 100;

    /** What the registry needs of its session. */
    interface Requests {

        void subscribe(List<Subscription> subscriptions);

        void unsubscribe(SessionConsumer consumer, List<String> filters);

        void refused(SessionConsumer consumer, MqttxSubscribeException cause);

        void qosLowered(String filter, int requested, int granted);
    }

    private final Requests requests;
    private final Map<String, FilterState> filters = new LinkedHashMap<>();
    private final Map<Integer, FilterState> byIdentifier = new HashMap<>();
    private final FilterMatcher<SessionConsumer> matcher = new FilterMatcher<>();
    private final Set<SessionConsumer> consumers = new LinkedHashSet<>();
    private @Nullable ConnectResult connection;

    SubscriptionRegistry(Requests requests) {
        this.requests = requests;
    }

    void add(SessionConsumer consumer) {
        consumers.add(consumer);
        for (Subscription subscription : consumer.subscriptions()) {
            TopicFilter filter = TopicFilter.parse(subscription.filter());
            FilterState state = filters.get(subscription.filter());
            if (state == null) {
                state = newState(filter);
                filters.put(subscription.filter(), state);
            }
            state.wanted().put(consumer, subscription);
            matcher.add(filter, consumer);
        }
        report(consumer);
    }

    private FilterState newState(TopicFilter filter) {
        FilterState added = new FilterState(filter);
        for (FilterState other : filters.values()) {
            if (FilterOverlap.overlap(filter, other.filter())) {
                added.overlapping();
                other.overlapping();
                identify(other);
            }
        }
        byIdentifier.putIfAbsent(added.identifier(), added);
        identify(added);
        return added;
    }

    private void identify(FilterState state) {
        state.identified(state.isOverlapping() && identifiersAvailable() && byIdentifier.get(state.identifier()) == state);
    }

    private boolean identifiersAvailable() {
        ConnectResult now = connection;
        return now != null && now.version() == ProtocolVersion.MQTT_5 && now.subscriptionIdentifiersAvailable();
    }

    /**
     * Ends the wishes of a consumer.
     *
     * @param keep whether the broker shall keep the subscriptions
     */
    void stop(SessionConsumer consumer, boolean keep) {
        if (!consumers.contains(consumer) || consumer.isStopping()) {
            return;
        }
        consumer.stopping();
        List<String> unneeded = new ArrayList<>();
        for (Subscription subscription : consumer.subscriptions()) {
            FilterState state = filters.get(subscription.filter());
            if (state != null && !state.isWanted() && state.isAsked() && !keep) {
                unneeded.add(subscription.filter());
            }
        }
        if (unneeded.isEmpty() || connection == null) {
            remove(consumer);
        } else {
            unneeded.forEach(filter -> Objects.requireNonNull(filters.get(filter)).unsubscribing());
            requests.unsubscribe(consumer, unneeded);
        }
    }

    /** The broker has answered the UNSUBSCRIBE that was sent on behalf of a consumer. */
    void unsubscribed(SessionConsumer consumer) {
        if (consumers.contains(consumer)) {
            remove(consumer);
        }
    }

    private void remove(SessionConsumer consumer) {
        remove(consumer, new MqttxConnectException(
                "Consumer " + consumer + " was stopped before the broker had answered",
                MqttxConnectException.NO_REASON_CODE, false, null));
    }

    private void remove(SessionConsumer consumer, MqttxConnectException cause) {
        consumers.remove(consumer);
        for (Subscription subscription : consumer.subscriptions()) {
            FilterState state = filters.get(subscription.filter());
            if (state == null) {
                continue;
            }
            state.wanted().remove(consumer);
            matcher.remove(state.filter(), consumer);
            if (state.wanted().isEmpty()) {
                filters.remove(subscription.filter());
                byIdentifier.remove(state.identifier(), state);
            }
        }
        consumer.stopped(cause);
    }

    /**
     * A connection begins. Only MQTT 3.1.1 leaves the filters of a resumed session alone: 3.1 does not tell whether the
     * session was resumed, and with 5.0 asking again does no harm, as retained messages are not sent again.
     */
    void connected(ConnectResult result, boolean sessionPresent) {
        connection = result;
        filters.values().forEach(this::identify);
        boolean sameSession = sessionPresent && result.version() != ProtocolVersion.MQTT_3_1;
        boolean keepGrants = sameSession && result.version() == ProtocolVersion.MQTT_3_1_1;
        filters.values().forEach(state -> state.connected(sameSession, keepGrants));
        consumers.forEach(this::report);
        sync();
    }

    void disconnected() {
        connection = null;
        consumers.stream().filter(SessionConsumer::isStopping).toList().forEach(this::remove);
    }

    /** Asks the broker for everything that is wanted and was not asked for. */
    void sync() {
        ConnectResult now = connection;
        if (now == null) {
            return;
        }
        List<Subscription> batch = new ArrayList<>();
        for (FilterState state : List.copyOf(filters.values())) {
            Subscription missing = state.toAsk();
            if (missing == null) {
                continue;
            }
            String impossible = impossible(state.filter(), now);
            if (impossible != null) {
                answer(state, ReasonCodes.IMPLEMENTATION_SPECIFIC_ERROR, impossible);
                continue;
            }
            batch.add(missing);
            if (batch.size() == FILTERS_PER_PACKET) {
                requests.subscribe(List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            requests.subscribe(List.copyOf(batch));
        }
    }

    private static @Nullable String impossible(TopicFilter filter, ConnectResult now) {
        if (filter.isShared() && !now.sharedSubscriptionAvailable()) {
            return "the broker does not support Shared Subscriptions";
        }
        if (filter.hasWildcard() && !now.wildcardSubscriptionAvailable()) {
            return "the broker does not support wildcards in Topic Filters";
        }
        return null;
    }

    /** The broker has answered a SUBSCRIBE. */
    void subscribed(List<Subscription> asked, int[] reasonCodes) {
        for (int i = 0; i < asked.size(); i++) {
            FilterState state = filters.get(asked.get(i).filter());
            int code = i < reasonCodes.length ? reasonCodes[i] : ReasonCodes.UNSPECIFIED_ERROR;
            if (state != null) {
                answer(state, code, code >= 0x80 ? ReasonCodes.describe(code) : null);
                if (code < asked.get(i).qos()) {
                    requests.qosLowered(asked.get(i).filter(), asked.get(i).qos(), code);
                }
            }
        }
    }

    private void answer(FilterState state, int code, @Nullable String problem) {
        state.answered(code, problem);
        for (SessionConsumer consumer : List.copyOf(state.wanted().keySet())) {
            if (problem != null) {
                requests.refused(consumer, new MqttxSubscribeException(
                        "Topic Filter " + state.filter() + " was refused: " + problem
                                                                       + ". Check the filter and the permissions of the user at the broker",
                        state.filter().filter(), code, true));
            }
            report(consumer);
        }
    }

    private void report(SessionConsumer consumer) {
        List<SubscriptionStatus> all = new ArrayList<>();
        for (Subscription subscription : consumer.subscriptions()) {
            FilterState state = filters.get(subscription.filter());
            if (state != null) {
                all.add(state.status(subscription.qos()));
            }
        }
        consumer.status(all);
    }

    /** Asks for all filters of a consumer again, as if the broker had never answered. */
    void resubscribe(SessionConsumer consumer) {
        statesOf(consumer).forEach(FilterState::askAgain);
        sync();
    }

    /** Whether each filter of a consumer was answered on this connection, or need not be asked for. */
    boolean isAnswered(SessionConsumer consumer) {
        return connection != null && statesOf(consumer).allMatch(FilterState::isCurrent);
    }

    private Stream<FilterState> statesOf(SessionConsumer consumer) {
        return consumer.subscriptions().stream().map(subscription -> filters.get(subscription.filter()))
                .filter(Objects::nonNull);
    }

    /** Whether there is a refused filter. */
    boolean hasRefused() {
        return filters.values().stream().anyMatch(state -> state.isRefused() && state.isWanted());
    }

    /** Asks again for refused filters. */
    void retryRefused() {
        filters.values().stream().filter(FilterState::isRefused).forEach(FilterState::askAgain);
        sync();
    }

    /** The consumers a message is for, each once. */
    Collection<SessionConsumer> match(IncomingMessage message) {
        PublishProperties properties = message.properties();
        if (properties != null && !properties.subscriptionIdentifiers().isEmpty()) {
            Set<SessionConsumer> identified = new LinkedHashSet<>();
            for (Integer identifier : properties.subscriptionIdentifiers()) {
                FilterState state = byIdentifier.get(identifier);
                if (state != null && state.filter().matches(message.topic())) {
                    identified.addAll(state.wanted().keySet());
                }
            }
            return identified.isEmpty() ? matchUnidentified(message.topic()) : identified;
        }
        return matcher.match(message.topic());
    }

    /**
     * The consumers of a copy with an identifier that no filter has now: it is for a filter that is gone or not there
     * yet, or for filters without identifier as well.
     */
    private Collection<SessionConsumer> matchUnidentified(String topic) {
        Set<SessionConsumer> found = new LinkedHashSet<>();
        for (FilterState state : filters.values()) {
            if (!state.isIdentified() && state.filter().matches(topic)) {
                found.addAll(state.wanted().keySet());
            }
        }
        return found;
    }

    /** The session has ended. */
    void closed(MqttxConnectException cause) {
        connection = null;
        List.copyOf(consumers).forEach(consumer -> remove(consumer, cause));
    }

    Set<SessionConsumer> consumers() {
        return consumers;
    }

    /** The status of all filters of all consumers. */
    List<SubscriptionStatus> status() {
        List<SubscriptionStatus> all = new ArrayList<>();
        filters.values().forEach(state -> all.add(state.status(state.desired().qos())));
        return List.copyOf(all);
    }
}
