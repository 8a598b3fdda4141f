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
package io.github.camelmqttx.internal.client;

/** A version of the MQTT protocol. */
public enum ProtocolVersion {

    MQTT_3_1("3.1", 3),
    MQTT_3_1_1("3.1.1", 4),
    MQTT_5("5.0", 5);

    private final String label;
    private final int level;

    ProtocolVersion(String label, int level) {
        this.label = label;
        this.level = level;
    }

    /** The value of the Protocol Version field of CONNECT. Spec: 5.0 section 3.1.2.2. */
    public int level() {
        return level;
    }

    @Override
    public String toString() {
        return label;
    }
}
