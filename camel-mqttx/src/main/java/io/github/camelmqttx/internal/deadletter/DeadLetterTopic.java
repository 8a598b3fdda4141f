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
package io.github.camelmqttx.internal.deadletter;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.topic.TopicName;

/**
 * The option {@code deadLetterTopic}.
 *
 * @param template a Topic Name in which {@value #PLACEHOLDER} stands for the topic of the message
 */
public record DeadLetterTopic(String template) {

    static final String PLACEHOLDER = "{topic}";

    /**
     * The Topic Name of the dead letter of a message of this topic.
     *
     * @throws io.github.camelmqttx.MqttxTopicException if it is not a valid Topic Name, for example too long
     */
    public String of(String topic) {
        return TopicName.validate(template.replace(PLACEHOLDER, topic));
    }

    /** Whether a message of this topic can be a dead letter. */
    public boolean matches(String topic) {
        int before = template.indexOf(PLACEHOLDER);
        if (before < 0) {
            return template.equals(topic);
        }
        int after = template.lastIndexOf(PLACEHOLDER) + PLACEHOLDER.length();
        return topic.length() > before + template.length() - after
                && topic.startsWith(template.substring(0, before)) && topic.endsWith(template.substring(after));
    }

    /**
     * Whether the message is a dead letter: its topic says so and, where it has properties (MQTT 5.0), they do too.
     * Without properties the topic alone decides.
     */
    public boolean isDeadLetter(IncomingMessage message) {
        PublishProperties properties = message.properties();
        return matches(message.topic()) && (properties == null || properties.userProperties().stream()
                .anyMatch(property -> property.name().equals(DeadLetterProperties.TOPIC)));
    }
}
