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

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The Will Message of a connection. Two with equal content are equal. Spec: 5.0 section 3.1.2.5, 3.1.1 section 3.1.2.5.
 *
 * @param delaySeconds Will Delay Interval, MQTT 5.0 only; 0 for none
 */
public record WillMessage(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        long delaySeconds,
        @Nullable PublishProperties properties) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WillMessage will && topic.equals(will.topic) && Arrays.equals(payload, will.payload)
                && qos == will.qos
                && retained == will.retained && delaySeconds == will.delaySeconds
                && Objects.equals(properties, will.properties);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }

    /** Topic, QoS and size; never the payload. */
    @Override
    public String toString() {
        return "Will " + topic + " QoS " + qos + ", " + payload.length + " bytes";
    }
}
