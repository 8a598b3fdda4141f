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
package io.github.camelmqttx.internal.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxSubscription;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.topic.FilterSpec;
import io.github.camelmqttx.internal.topic.TopicFilter;
import io.github.camelmqttx.internal.topic.TopicPath;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer subscribes to: the filters of the path and those of the option {@code subscriptions}, whose elements
 * are {@link MqttxSubscription}s or texts in the notation of the path.
 */
final class SubscriptionOptions {

    private static final String OPTION = "subscriptions";

    private final MqttxConfiguration configuration;
    private final String path;

    SubscriptionOptions(MqttxConfiguration configuration, String path) {
        this.configuration = configuration;
        this.path = path;
    }

    /**
     * All of them in their order, those of the path first, each filter once; at least one.
     *
     * @throws IllegalArgumentException if one is not valid, or a filter occurs twice with different options
     */
    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>(ofPath());
        for (Object element : elements()) {
            all.addAll(ofElement(element));
        }
        return union(all);
    }

    /** Reports the mistakes of each filter. */
    void check(Mistakes mistakes) {
        List<Subscription> all = new ArrayList<>();
        mistakes.run("topic", () -> all.addAll(ofPath()));
        mistakes.run(OPTION, () -> mistakes.addIf(configuration.getSubscriptions() != null && elements().isEmpty(),
                "subscriptions is an empty collection: add Topic Filters to it, or remove it"));
        for (Object element : elements()) {
            mistakes.run(OPTION, () -> all.addAll(ofElement(element)));
        }
        all.forEach(subscription -> mistakes.run("topic", () -> checkSubscribed(subscription)));
        mistakes.run("topic", () -> union(all));
    }

    private List<Object> elements() {
        Collection<?> given = configuration.getSubscriptions();
        return given == null ? List.of() : new ArrayList<>(given);
    }

    private List<Subscription> ofPath() {
        return path.isEmpty() && configuration.getSubscriptions() != null ? List.of() : ofText(path);
    }

    private List<Subscription> ofText(String text) {
        return TopicPath.parse(text).stream().map(spec -> subscription(
                new MqttxSubscription(
                        spec.filter(), spec.qos() == FilterSpec.QOS_OF_ENDPOINT ? null : spec.qos(), null, null, null)))
                .toList();
    }

    private List<Subscription> ofElement(@Nullable Object element) {
        if (element instanceof MqttxSubscription own) {
            checkOwn(own);
            return List.of(subscription(own));
        }
        if (element instanceof CharSequence text) {
            return ofText(text.toString());
        }
        throw new IllegalArgumentException(
                "it contains " + (element == null ? "null" : "an instance of " + element.getClass().getName())
                                           + ": use MqttxSubscription, or texts as in the path, for example sensors/+;qos=2");
    }

    private void checkOwn(MqttxSubscription own) {
        TopicFilter.parse(own.filter());
        Integer qos = own.qos();
        if (qos != null && (qos < 0 || qos > 2)) {
            throw new IllegalArgumentException("the QoS of " + own.filter() + " must be 0, 1 or 2, but is " + qos);
        }
        if (own.retainHandling() != null) {
            retainHandling(own.retainHandling());
        }
        boolean ofMqtt5 = Boolean.TRUE.equals(own.noLocal()) || Boolean.TRUE.equals(own.retainAsPublished())
                || own.retainHandling() != null && retainHandling(own.retainHandling()) != 0;
        if (ofMqtt5 && ConnectionCheck.isBeforeMqtt5(configuration)) {
            throw new IllegalArgumentException(
                    "noLocal, retainAsPublished and retainHandling of " + own.filter() + " need MQTT 5.0, but mqttVersion="
                                               + configuration.getMqttVersion() + ": remove one of them");
        }
    }

    private Subscription subscription(MqttxSubscription own) {
        String retainHandling = own.retainHandling();
        return new Subscription(
                ConsumerOptions.filter(configuration, own.filter()),
                Objects.requireNonNullElse(own.qos(), configuration.getQos()),
                Objects.requireNonNullElse(own.noLocal(), configuration.isNoLocal()),
                Objects.requireNonNullElse(own.retainAsPublished(), configuration.isRetainAsPublished()),
                retainHandling == null ? ofEndpoint() : retainHandling(retainHandling), 0);
    }

    /** An unknown value is reported as a mistake of its own. */
    private int ofEndpoint() {
        return switch (configuration.getRetainHandling()) {
            case "onlyIfNew" -> 1;
            case "doNotSend" -> 2;
            default -> 0;
        };
    }

    private static int retainHandling(String value) {
        return switch (value) {
            case "sendRetained" -> 0;
            case "onlyIfNew" -> 1;
            case "doNotSend" -> 2;
            default -> throw new IllegalArgumentException(
                    "retainHandling=" + value + " is unknown: use sendRetained, onlyIfNew or doNotSend");
        };
    }

    private void checkSubscribed(Subscription subscription) {
        TopicFilter filter = TopicFilter.parse(subscription.filter());
        if (subscription.noLocal() && filter.isShared()) {
            throw new IllegalArgumentException(
                    "noLocal=true is not allowed for the Shared Subscription " + filter + " [MQTT-3.8.3-4]: remove noLocal");
        }
        if (subscription.noLocal() && configuration.getCanaryInterval() > 0 && !configuration.isNoLocal()) {
            throw new IllegalArgumentException(
                    "canaryInterval and noLocal=true exclude each other, because a broker does not send back what the same "
                                               + "Client Identifier has published: remove one of them");
        }
    }

    private static List<Subscription> union(List<Subscription> all) {
        Map<String, Subscription> union = new LinkedHashMap<>();
        for (Subscription subscription : all) {
            Subscription earlier = union.putIfAbsent(subscription.filter(), subscription);
            if (earlier != null && !earlier.equals(subscription)) {
                throw new IllegalArgumentException(
                        "the filter " + subscription.filter() + " is given twice with different options: write it once, in the"
                                                   + " path or in subscriptions");
            }
        }
        return List.copyOf(union.values());
    }
}
