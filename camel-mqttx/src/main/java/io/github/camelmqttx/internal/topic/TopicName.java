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
package io.github.camelmqttx.internal.topic;

import io.github.camelmqttx.MqttxTopicException;

/** Checks Topic Names, the topics that messages are published to. Stateless, safe for use by many threads. */
public final class TopicName {

    private TopicName() {
    }

    /**
     * Returns the topic unchanged if messages may be published to it. Does not allocate for a valid topic.
     * <p>
     * Spec: 5.0 [MQTT-3.3.2-2], [MQTT-4.7.0-1], [MQTT-4.7.3-1], [MQTT-4.7.3-2], [MQTT-4.7.3-3], [MQTT-1.5.4-1]; 3.1.1
     * [MQTT-3.3.2-2], [MQTT-4.7.1-1], [MQTT-4.7.3-1], [MQTT-4.7.3-2], [MQTT-4.7.3-3], [MQTT-1.5.3-1].
     *
     * @throws MqttxTopicException if the topic is empty, contains {@code +}, {@code #}, U+0000 or an unpaired
     *                             surrogate, or is longer than 65535 bytes of UTF-8
     */
    public static String validate(String topic) {
        TopicText.check(topic, "Topic Name", false);
        return topic;
    }
}
