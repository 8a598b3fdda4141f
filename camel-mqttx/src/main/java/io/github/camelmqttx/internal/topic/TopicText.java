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

/** The rules that Topic Names and Topic Filters have in common. Stateless. */
final class TopicText {

    static final int MAX_BYTES = 65_535;

    private TopicText() {
    }

    /**
     * Checks the text in one pass, without allocation when it is valid.
     *
     * @param  kind                "Topic Name" or "Topic Filter", for the message
     * @param  wildcards           whether {@code +} and {@code #} may occur (their position is not checked here)
     * @throws MqttxTopicException if the text is empty, contains U+0000 or an unpaired surrogate, is longer than 65535
     *                             bytes of UTF-8, or contains a wildcard where none may be
     */
    static void check(String text, String kind, boolean wildcards) {
        int length = text.length();
        if (length == 0) {
            throw new MqttxTopicException(
                    text, "a " + kind + " must have at least one character [MQTT-4.7.3-1]",
                    "Give a topic such as sensors/1/temperature");
        }
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (c < 0x800) {
                    bytes++;
                } else if (!Character.isSurrogate(c)) {
                    bytes += 2;
                } else if (isPair(text, i)) {
                    bytes += 2;
                    i++;
                } else {
                    throw new MqttxTopicException(
                            text, "a " + kind + " must not contain an unpaired surrogate, at index " + i + " [MQTT-1.5.4-1]",
                            "Check the character encoding of the data that the topic is made of");
                }
            } else if (c == 0) {
                throw new MqttxTopicException(
                        text, "a " + kind + " must not contain U+0000, at index " + i + " [MQTT-4.7.3-2]",
                        "Remove the character from the data that the topic is made of");
            } else if (!wildcards && (c == '+' || c == '#')) {
                throw new MqttxTopicException(
                        text, "a " + kind + " must not contain the wildcard '" + c + "', at index " + i + " [MQTT-4.7.0-1]",
                        "Publish to one topic; wildcards are for subscribing only");
            }
        }
        if (bytes > MAX_BYTES) {
            throw new MqttxTopicException(
                    text, "a " + kind + " must not be longer than " + MAX_BYTES + " bytes of UTF-8, this one has " + bytes
                          + " [MQTT-4.7.3-3]",
                    "Shorten the topic");
        }
    }

    private static boolean isPair(String text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }
}
