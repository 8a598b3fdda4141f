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

/**
 * One Topic Filter of a SUBSCRIBE with its options. Options other than the QoS take effect with MQTT 5.0 only.
 *
 * @param qos            maximum QoS, 0 to 2
 * @param retainHandling 0 send retained messages, 1 only for a new subscription, 2 do not send. Spec: 5.0 section
 *                       3.8.3.1
 * @param identifier     Subscription Identifier, 1 to 268 435 455, or 0 for none
 */
public record Subscription(
        String filter,
        int qos,
        boolean noLocal,
        boolean retainAsPublished,
        int retainHandling,
        int identifier) {

    /** The same subscription with another Retain Handling. */
    public Subscription withRetainHandling(int value) {
        return new Subscription(filter, qos, noLocal, retainAsPublished, value, identifier);
    }
}
