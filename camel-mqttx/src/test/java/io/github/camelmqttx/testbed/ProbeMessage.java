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
package io.github.camelmqttx.testbed;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * A message as the probe sends or got it.
 *
 * @param topic      Topic Name
 * @param payload    not copied
 * @param qos        0, 1 or 2
 * @param retained   RETAIN flag
 * @param duplicate  DUP flag, meaningless when sending
 * @param properties properties of MQTT 5; empty before
 */
public record ProbeMessage(String topic, byte[] payload, int qos, boolean retained, boolean duplicate,
        MqttProperties properties) {

    /** A message to send, without properties. */
    public static ProbeMessage of(String topic, String payload, int qos) {
        return new ProbeMessage(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false, false, new MqttProperties());
    }

    public ProbeMessage withRetained() {
        return new ProbeMessage(topic, payload, qos, true, duplicate, properties);
    }

    /** With one more User Property. */
    public ProbeMessage withUserProperty(String key, String value) {
        List<UserProperty> all = properties.getUserProperties();
        all.add(new UserProperty(key, value));
        properties.setUserProperties(all);
        return this;
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return topic + " qos " + qos + (retained ? " retained" : "") + (duplicate ? " dup" : "") + ": "
               + (payload.length > 100 ? payload.length + " bytes" : text());
    }
}
