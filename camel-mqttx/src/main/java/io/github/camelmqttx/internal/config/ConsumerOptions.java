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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import io.github.camelmqttx.internal.failure.FailureAction;
import io.github.camelmqttx.internal.failure.FailureSettings;
import io.github.camelmqttx.internal.session.RetryDelay;

/** Reads the options of a consumer; they must have been checked. */
public final class ConsumerOptions {

    private ConsumerOptions() {
    }

    /** The subscriptions of a consumer with this path, at least one. */
    public static List<Subscription> subscriptions(MqttxConfiguration configuration, String path) {
        return new SubscriptionOptions(configuration, path).subscriptions();
    }

    /** The filters of a consumer with this path, for people. */
    public static String filters(MqttxConfiguration configuration, String path) {
        return subscriptions(configuration, path).stream().map(Subscription::filter).collect(Collectors.joining(","));
    }

    /** What is done with messages that fail. */
    public static FailureSettings failure(MqttxConfiguration configuration) {
        long delay = TimeUnit.MILLISECONDS.toNanos(configuration.getRedeliveryDelay());
        long longest = TimeUnit.MILLISECONDS.toNanos(configuration.getReconnectMaxDelay());
        String topic = configuration.getDeadLetterTopic();
        return new FailureSettings(
                FailureAction.of(configuration.getOnFailure()), configuration.getMaximumRedeliveries(),
                new RetryDelay(delay, Math.max(delay, longest)), topic == null ? null : new DeadLetterTopic(topic));
    }

    /**
     * The filter as it is subscribed.
     *
     * @throws IllegalArgumentException if it is a Shared Subscription already and sharedGroup is set
     */
    static String filter(MqttxConfiguration configuration, String filter) {
        String group = configuration.getSharedGroup();
        if (group == null) {
            return filter;
        }
        if (filter.startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "sharedGroup=" + group + " and the Shared Subscription " + filter
                                               + " exclude each other: remove one of them");
        }
        return "$share/" + group + "/" + filter;
    }
}
