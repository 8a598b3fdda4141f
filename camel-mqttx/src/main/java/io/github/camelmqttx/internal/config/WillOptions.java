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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.client.WillMessage;
import org.jspecify.annotations.Nullable;

/** Reads the options of the Will Message; they must have been checked. */
final class WillOptions {

    private WillOptions() {
    }

    /** The Will Message, null for none. */
    static @Nullable WillMessage will(MqttxConfiguration configuration) {
        String topic = configuration.getWillTopic();
        if (topic == null) {
            return null;
        }
        String payload = configuration.getWillPayload();
        return new WillMessage(
                topic, payload == null ? new byte[0] : utf8(payload), configuration.getWillQos(),
                configuration.isWillRetained(),
                configuration.getWillDelayInterval() / 1000, hasProperties(configuration) ? properties(configuration) : null);
    }

    /** Whether there are properties that only MQTT 5.0 has, other than the Will Delay Interval. */
    static boolean hasProperties(MqttxConfiguration configuration) {
        return configuration.getWillContentType() != null || configuration.isWillPayloadFormatIndicator()
                || configuration.getWillMessageExpiryInterval() != 0 || configuration.getWillResponseTopic() != null
                || configuration.getWillCorrelationData() != null || configuration.getWillUserProperties() != null;
    }

    private static PublishProperties properties(MqttxConfiguration configuration) {
        long expiry = configuration.getWillMessageExpiryInterval() / 1000;
        String correlation = configuration.getWillCorrelationData();
        return new PublishProperties(
                configuration.isWillPayloadFormatIndicator() ? Integer.valueOf(1) : null,
                expiry == 0 ? null : Long.valueOf(expiry),
                configuration.getWillContentType(), configuration.getWillResponseTopic(),
                correlation == null ? null : utf8(correlation), List.of(),
                userProperties(configuration.getWillUserProperties()));
    }

    private static List<UserProperty> userProperties(@Nullable Map<String, Object> given) {
        List<UserProperty> all = new ArrayList<>();
        if (given != null) {
            given.forEach((name, value) -> all.add(new UserProperty(name, String.valueOf(value))));
        }
        return List.copyOf(all);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
