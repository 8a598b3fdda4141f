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
import java.util.Map;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** Checks the Will Message. */
final class WillCheck {

    /** Spec: 5.0 sections 1.5.4 and 1.5.6, the length of a text or of binary data has two bytes. */
    private static final int MAX_BYTES = 65_535;

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    WillCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        String topic = configuration.getWillTopic();
        String payload = configuration.getWillPayload();
        mistakes.range("willQos", configuration.getWillQos(), 0, 2, "(at most once, at least once, exactly once)");
        if (topic == null) {
            needsWillTopic("willPayload", payload != null);
            needsWillTopic("willQos", configuration.getWillQos() != 1);
            needsWillTopic("willRetained", configuration.isWillRetained());
        } else {
            mistakes.run("willTopic", () -> TopicName.validate(topic));
        }
        length("willPayload", payload);
        seconds("willDelayInterval", configuration.getWillDelayInterval());
        properties();
    }

    private void properties() {
        String contentType = configuration.getWillContentType();
        String responseTopic = configuration.getWillResponseTopic();
        String correlationData = configuration.getWillCorrelationData();
        Map<String, Object> user = configuration.getWillUserProperties();
        ofMqtt5("willContentType", contentType != null);
        text("willContentType", contentType);
        ofMqtt5("willPayloadFormatIndicator", configuration.isWillPayloadFormatIndicator());
        seconds("willMessageExpiryInterval", configuration.getWillMessageExpiryInterval());
        ofMqtt5("willResponseTopic", responseTopic != null);
        if (responseTopic != null) {
            mistakes.run("willResponseTopic", () -> TopicName.validate(responseTopic));
        }
        ofMqtt5("willCorrelationData", correlationData != null);
        length("willCorrelationData", correlationData);
        ofMqtt5("willUserProperty", user != null);
        if (user != null) {
            user.forEach((name, value) -> {
                text("The name of willUserProperty." + name, name);
                text("willUserProperty." + name, String.valueOf(value));
            });
        }
    }

    private void seconds(String option, long millis) {
        ofMqtt5(option, millis != 0);
        mistakes.run(option, () -> DurationOptions.wholeSeconds(option, millis, DurationOptions.MAX_SECONDS));
    }

    private void ofMqtt5(String option, boolean given) {
        if (given) {
            needsWillTopic(option, true);
            mistakes.addIf(ConnectionCheck.isBeforeMqtt5(configuration),
                    option + " needs MQTT 5.0, but mqttVersion=" + configuration.getMqttVersion() + ": remove one of them");
        }
    }

    private void needsWillTopic(String option, boolean given) {
        mistakes.addIf(given && configuration.getWillTopic() == null,
                option + " is given without willTopic: add willTopic, or remove " + option);
    }

    private void text(String option, @Nullable String value) {
        length(option, value);
        mistakes.addIf(value != null && value.indexOf('\0') >= 0,
                option + " contains the character U+0000, which MQTT does not allow: remove it");
    }

    private void length(String option, @Nullable String value) {
        int bytes = value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
        mistakes.addIf(bytes > MAX_BYTES,
                option + " has " + bytes + " bytes of UTF-8, but MQTT allows " + MAX_BYTES + " here: shorten it");
    }
}
