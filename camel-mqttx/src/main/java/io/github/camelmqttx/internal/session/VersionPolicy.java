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
package io.github.camelmqttx.internal.session;

import io.github.camelmqttx.internal.client.ProtocolVersion;

/** Which MQTT versions a session offers. */
public enum VersionPolicy {

    /** 5.0, then 3.1.1, then 3.1 if the broker refuses; remembered per broker. */
    AUTO(ProtocolVersion.MQTT_5),
    V5(ProtocolVersion.MQTT_5),
    V3_1_1(ProtocolVersion.MQTT_3_1_1),
    V3_1(ProtocolVersion.MQTT_3_1);

    private final ProtocolVersion first;

    VersionPolicy(ProtocolVersion first) {
        this.first = first;
    }

    /** The version offered first. */
    public ProtocolVersion first() {
        return first;
    }

    /**
     * @throws IllegalArgumentException if the text is none of {@code auto}, {@code 5}, {@code 3.1.1}, {@code 3.1}
     */
    public static VersionPolicy parse(String text) {
        return switch (text.trim()) {
            case "auto" -> AUTO;
            case "5", "5.0" -> V5;
            case "3.1.1" -> V3_1_1;
            case "3.1" -> V3_1;
            default -> throw new IllegalArgumentException(
                    "mqttVersion '" + text + "' is unknown: use auto, 5, 3.1.1 or 3.1");
        };
    }
}
