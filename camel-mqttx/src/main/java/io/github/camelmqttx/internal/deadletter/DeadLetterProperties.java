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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the MQTT 5.0 properties of a dead letter: those of the message, its User Properties in order, and behind them
 * why it is one. Stateless.
 */
public final class DeadLetterProperties {

    public static final String TOPIC = "mqttx-failure-topic";
    public static final String ROUTE = "mqttx-failure-route";
    public static final String EXCEPTION = "mqttx-failure-exception";
    public static final String MESSAGE = "mqttx-failure-message";
    public static final String ATTEMPTS = "mqttx-failure-attempts";
    public static final String TIME = "mqttx-failure-time";

    static final String PREFIX = "mqttx-failure-";
    /** Longest failure text in bytes of UTF-8. */
    static final int MAX_TEXT = 1_024;
    private static final int MAX_STRING = 65_535;
    /** Identifier and two lengths of a User Property. */
    private static final int PER_PROPERTY = 5;
    /** Fixed header, length of the topic, Packet Identifier, length of the properties: the most they can take. */
    private static final int FRAME = 13;

    private DeadLetterProperties() {
    }

    /**
     * @param from       the message
     * @param ageSeconds since it arrived, taken off its Message Expiry Interval, of which one second is left at least
     * @param toTopic    of the dead letter
     * @param maxBytes   Maximum Packet Size of the broker: what explains the failure is cut and left out as needed
     */
    public static PublishProperties of(
            IncomingMessage from, DeadLetterReason reason, long ageSeconds, String toTopic, int maxBytes) {
        PublishProperties original = from.properties();
        if (original == null) {
            original = new PublishProperties(null, null, null, null, null, List.of(), List.of());
        }
        List<UserProperty> user = new ArrayList<>();
        for (UserProperty property : original.userProperties()) {
            if (!property.name().startsWith(PREFIX)) {
                user.add(property);
            }
        }
        Long expiry = original.messageExpiryInterval();
        PublishProperties kept = new PublishProperties(
                original.payloadFormatIndicator(), expiry == null ? null : Math.max(1, expiry - ageSeconds),
                original.contentType(), original.responseTopic(), original.correlationData(), List.of(), user);
        explain(user, from.topic(), reason, maxBytes - FRAME - bytes(toTopic) - from.payload().length - size(kept));
        return kept;
    }

    private static void explain(List<UserProperty> user, String topic, DeadLetterReason reason, long room) {
        long left = add(user, TOPIC, topic, room);
        left = add(user, ATTEMPTS, Integer.toString(reason.attempts()), left);
        left = add(user, TIME, reason.time(), left);
        left = add(user, ROUTE, reason.route(), left);
        left = add(user, EXCEPTION, reason.exception(), left);
        long forText = left - PER_PROPERTY - MESSAGE.length();
        String text = cut(reason.message(), (int) Math.min(forText, MAX_TEXT));
        add(user, MESSAGE, text.isEmpty() ? null : text, left);
    }

    private static long add(List<UserProperty> user, String name, @Nullable String value, long room) {
        if (value == null) {
            return room;
        }
        int bytes = bytes(value);
        long left = room - PER_PROPERTY - name.length() - bytes;
        if (left < 0 || bytes > MAX_STRING) {
            return room;
        }
        user.add(new UserProperty(name, value));
        return left;
    }

    /** What MQTT allows of the text: no U+0000, no lone surrogate, at most so many bytes, no half character. */
    static String cut(String text, int maxBytes) {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            boolean allowed = !Character.isISOControl(point)
                    && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
            int shown = allowed ? point : ' ';
            bytes += shown < 0x80 ? 1 : shown < 0x800 ? 2 : shown < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                break;
            }
            kept.appendCodePoint(shown);
        }
        return kept.toString();
    }

    private static long size(PublishProperties properties) {
        long size
                = (properties.payloadFormatIndicator() == null ? 0 : 2) + (properties.messageExpiryInterval() == null ? 0 : 5);
        size += properties.contentType() == null ? 0 : 3 + bytes(properties.contentType());
        size += properties.responseTopic() == null ? 0 : 3 + bytes(properties.responseTopic());
        byte[] correlation = properties.correlationData();
        size += correlation == null ? 0 : 3 + correlation.length;
        for (UserProperty property : properties.userProperties()) {
            size += PER_PROPERTY + bytes(property.name()) + bytes(property.value());
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
