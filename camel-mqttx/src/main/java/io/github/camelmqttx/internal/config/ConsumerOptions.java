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

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import io.github.camelmqttx.internal.failure.FailureAction;
import io.github.camelmqttx.internal.failure.FailureSettings;
import io.github.camelmqttx.internal.session.RetryDelay;
import io.github.camelmqttx.internal.topic.FilterSpec;
import io.github.camelmqttx.internal.topic.TopicPath;

/** Reads the options of a consumer; they must have been checked. */
public final class ConsumerOptions {

    private ConsumerOptions() {
    }

    /** The subscriptions of a consumer with this path. */
    public static List<Subscription> subscriptions(MqttxConfiguration configuration, String path) {
        int retainHandling = switch (configuration.getRetainHandling()) {
            case "onlyIfNew" -> 1;
            case "doNotSend" -> 2;
            default -> 0;
        };
        return TopicPath.parse(path).stream()
                .map(spec -> new Subscription(
                        filter(configuration, spec),
                        spec.qos() == FilterSpec.QOS_OF_ENDPOINT ? configuration.getQos() : spec.qos(),
                        configuration.isNoLocal(), configuration.isRetainAsPublished(), retainHandling, 0))
                .toList();
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
    static String filter(MqttxConfiguration configuration, FilterSpec spec) {
        String group = configuration.getSharedGroup();
        if (group == null) {
            return spec.filter();
        }
        if (spec.filter().startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "sharedGroup=" + group + " and the Shared Subscription " + spec.filter()
                                               + " exclude each other: remove one of them");
        }
        return "$share/" + group + "/" + spec.filter();
    }
}
