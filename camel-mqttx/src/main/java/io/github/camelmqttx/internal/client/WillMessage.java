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

import org.jspecify.annotations.Nullable;

/**
 * The Will Message of a connection. Spec: 5.0 section 3.1.2.5, 3.1.1 section 3.1.2.5.
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
}
