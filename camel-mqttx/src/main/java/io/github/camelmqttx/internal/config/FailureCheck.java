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

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.topic.TopicName;

/** Checks what is to become of messages whose exchange fails, or that have no route. */
final class FailureCheck {

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    FailureCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        String unrouted = configuration.getUnrouted();
        String onFailure = configuration.getOnFailure();
        String topic = configuration.getDeadLetterTopic();
        mistakes.oneOf("unrouted", unrouted, "hold", "deadLetter", "acknowledge");
        mistakes.oneOf("onFailure", onFailure, "acknowledge", "deadLetter", "redeliver", "stop");
        if (topic == null) {
            mistakes.addIf("deadLetter".equals(unrouted), "unrouted=deadLetter needs deadLetterTopic: add it");
            mistakes.addIf("deadLetter".equals(onFailure), "onFailure=deadLetter needs deadLetterTopic: add it");
        } else {
            boolean used
                    = "deadLetter".equals(unrouted) || "deadLetter".equals(onFailure) || "redeliver".equals(onFailure);
            mistakes.addIf(!used, "deadLetterTopic has no effect with unrouted=" + unrouted + " and onFailure=" + onFailure
                                  + ": set one of them to deadLetter, or remove it");
            mistakes.addIf("{topic}".equals(topic),
                    "deadLetterTopic={topic} is the topic of the message itself, so a dead letter"
                                                    + " would be a message again: add a level, for example dead/{topic}");
            mistakes.run("deadLetterTopic", () -> TopicName.validate(topic.replace("{topic}", "t")));
        }
    }

    private static boolean isDurable(MqttxConfiguration configuration) {
        try {
            return ConnectionCheck.isDurable(configuration);
        } catch (IllegalArgumentException e) {
            return true; // sessionExpiryInterval is not valid, which is reported as a mistake of its own
        }
    }

    /** What only consumers have. */
    static void consumer(MqttxConfiguration configuration, Mistakes mistakes) {
        String onFailure = configuration.getOnFailure();
        boolean redeliver = "redeliver".equals(onFailure);
        mistakes.addIf(!"acknowledge".equals(onFailure) && !"onCompletion".equals(configuration.getAckMode()),
                "onFailure=" + onFailure + " needs ackMode=onCompletion, but ackMode=" + configuration.getAckMode()
                                                                                                               + ": remove one of them");
        mistakes.atLeast("maximumRedeliveries", configuration.getMaximumRedeliveries(), 1, "redeliveries");
        mistakes.atLeast("redeliveryDelay", configuration.getRedeliveryDelay(), 0, "milliseconds");
        mistakes.addIf(redeliver && !isDurable(configuration),
                "onFailure=redeliver needs a session that the brokers keep, because they send a message again only when a session"
                                                               + " is resumed: set clientId, cleanStart=false and sessionExpiryInterval");
        mistakes.addIf(redeliver && "always".equals(configuration.getSessionSharing()),
                "onFailure=redeliver reconnects, so its session cannot be shared: remove sessionSharing=always");
        long interval = configuration.getCanaryInterval();
        long timeout = configuration.getCanaryTimeout();
        mistakes.atLeast("canaryInterval", interval, 0, "milliseconds, 0 for none");
        if (interval > 0) {
            mistakes.addIf(timeout < 100 || timeout > interval,
                    "canaryTimeout=" + timeout + " milliseconds must be 100 or more and at most canaryInterval=" + interval);
            mistakes.addIf(configuration.isNoLocal(),
                    "canaryInterval and noLocal=true exclude each other, because a broker does not send back what the same "
                                                      + "Client Identifier has published: remove one of them");
        }
    }
}
