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
package io.github.camelmqttx;

/**
 * Acknowledges one received message of a consumer with {@code ackMode=manual}; found in the header
 * {@value MqttxConstants#MANUAL_ACKNOWLEDGEMENT}.
 * <p>
 * Thread-safe, and usable after the exchange that carried it has ended, for example beyond a {@code seda} queue.
 * Acknowledgements leave in the order in which messages arrived, so one that is withheld holds back those of later
 * messages, up to the Receive Maximum. Spec: 5.0 [MQTT-4.6.0-2], 3.1.1 [MQTT-4.6.0-2]. A message that was not
 * acknowledged when its session ends is sent again by a broker that keeps the session. The stop of a route does not
 * wait for acknowledgements that are called after its exchanges have ended.
 */
public interface MqttxManualAcknowledgement {

    /** Acknowledges the message. Never blocks; calls after the first one have no effect. */
    void acknowledge();
}
