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

import org.jspecify.annotations.Nullable;

/**
 * A Topic Filter with options of its own, an element of the option {@code subscriptions} of a consumer. What is null is
 * as the options of the endpoint say. Checked when the route starts. Immutable.
 *
 * @param filter            a Topic Filter as MQTT has it: commas and semicolons mean nothing special here
 * @param qos               maximum QoS asked for, 0 to 2
 * @param noLocal           whether messages published by the same session are left out; MQTT 5.0 only, not with Shared
 *                          Subscriptions
 * @param retainAsPublished whether the Retain flag is kept as published; MQTT 5.0 only
 * @param retainHandling    {@code sendRetained}, {@code onlyIfNew} or {@code doNotSend}; MQTT 5.0 only
 */
public record MqttxSubscription(
        String filter,
        @Nullable Integer qos,
        @Nullable Boolean noLocal,
        @Nullable Boolean retainAsPublished,
        @Nullable String retainHandling) {

    /** A filter with the options of the endpoint. */
    public MqttxSubscription(String filter) {
        this(filter, null, null, null, null);
    }

    /** A filter with a QoS, and otherwise the options of the endpoint. */
    public MqttxSubscription(String filter, int qos) {
        this(filter, qos, null, null, null);
    }
}
