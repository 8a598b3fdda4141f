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
 * A PUBLISH as it was received.
 *
 * @param packetId  0 for QoS 0
 * @param duplicate the DUP flag; says nothing about whether this receiver has seen the message. Spec: 5.0 section
 *                  3.3.1.1
 */
public record IncomingMessage(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        boolean duplicate,
        int packetId,
        @Nullable PublishProperties properties) {

    /** Topic, QoS and size; never the payload. */
    @Override
    public String toString() {
        return "PUBLISH " + topic + " QoS " + qos + " id " + packetId + ", " + payload.length + " bytes";
    }
}
