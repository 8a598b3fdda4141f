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

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.topic.TopicPath;

/**
 * Finds every mistake in the options of an endpoint before anything is connected, and reports all of them in one
 * message: option, value (never a secret) and what to do. Pure, stateless.
 */
public final class ConfigurationCheck {

    private static final Set<String> CONSUMER_ONLY
            = Set.of("concurrency", "ackMode", "noLocal", "retainAsPublished", "retainHandling", "sharedGroup",
                    "onFailure", "maximumRedeliveries", "redeliveryDelay", "canaryInterval", "canaryTimeout", "subscriptions");
    private static final Set<String> PRODUCER_ONLY = Set.of("retained", "publishTimeout", "poolSize", "outboxCompletion");

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes = new Mistakes();

    private ConfigurationCheck(MqttxConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Checks what a consumer needs.
     *
     * @param  path                     the topics as they stand in the URI
     * @param  given                    names of the options in the URI
     * @throws IllegalArgumentException with all mistakes
     */
    public static void consumer(MqttxConfiguration configuration, String path, Set<String> given) {
        ConfigurationCheck check = new ConfigurationCheck(configuration);
        check.misplaced(given, PRODUCER_ONLY, "producers (to)", "consumer (from)");
        check.shared();
        new SubscriptionOptions(configuration, path).check(check.mistakes);
        check.consumerOptions();
        new PahoCheck(configuration, check.mistakes).consumer(path);
        check.mistakes.throwIfAny("the consumer of mqttx:" + path);
    }

    /**
     * Checks what a producer needs.
     *
     * @param  path                     the topic as it stands in the URI
     * @param  given                    names of the options in the URI
     * @throws IllegalArgumentException with all mistakes
     */
    public static void producer(MqttxConfiguration configuration, String path, Set<String> given) {
        ConfigurationCheck check = new ConfigurationCheck(configuration);
        check.misplaced(given, CONSUMER_ONLY, "consumers (from)", "producer (to)");
        check.shared();
        check.mistakes.run("topic", () -> TopicPath.topicOf(path));
        check.producerOptions();
        new PahoCheck(configuration, check.mistakes).producer();
        check.mistakes.throwIfAny("the producer of mqttx:" + path);
    }

    private void shared() {
        new ConnectionCheck(configuration, mistakes).run();
        new CredentialsCheck(configuration, mistakes).run();
        new LimitCheck(configuration, mistakes).run();
        new OutboxCheck(configuration, mistakes).run();
        new PahoCheck(configuration, mistakes).run();
        new WillCheck(configuration, mistakes).run();
        new FailureCheck(configuration, mistakes).run();
    }

    private void misplaced(Set<String> given, Set<String> others, String where, String here) {
        for (String option : new TreeSet<>(others)) {
            if (given.contains(option.toLowerCase(Locale.ROOT))) {
                mistakes.add(option + " is an option of " + where + ": remove it from this " + here);
            }
        }
    }

    private void consumerOptions() {
        mistakes.range("concurrency", configuration.getConcurrency(), 1, 1024, "messages");
        mistakes.oneOf("ackMode", configuration.getAckMode(), "onCompletion", "onReceive", "manual");
        FailureCheck.consumer(configuration, mistakes);
        mistakes.oneOf("retainHandling", configuration.getRetainHandling(), "sendRetained", "onlyIfNew", "doNotSend");
        if (ConnectionCheck.isBeforeMqtt5(configuration)) {
            String version = "needs MQTT 5.0, but mqttVersion=" + configuration.getMqttVersion() + ": remove one of them";
            mistakes.addIf(configuration.isNoLocal(), "noLocal=true " + version);
            mistakes.addIf(configuration.isRetainAsPublished(), "retainAsPublished=true " + version);
            mistakes.addIf(!"sendRetained".equals(configuration.getRetainHandling()),
                    "retainHandling=" + configuration.getRetainHandling() + " " + version);
        }
    }

    private void producerOptions() {
        mistakes.atLeast("publishTimeout", configuration.getPublishTimeout(), 0, "milliseconds, 0 for no bound");
        mistakes.range("poolSize", configuration.getPoolSize(), 1, 64, "sessions");
        mistakes.addIf(configuration.getPoolSize() > 1 && configuration.getClientId() != null,
                "poolSize=" + configuration
                        .getPoolSize() + " needs as many Client Identifiers, but clientId names one: remove clientId,"
                                                                                               + " or use clientIdPrefix");
    }
}
