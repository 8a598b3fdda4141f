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
package io.github.camelmqttx.internal.topic;

import io.github.camelmqttx.MqttxTopicException;

/**
 * One subscription as it is written in an endpoint path.
 *
 * @param filter a valid Topic Filter
 * @param qos    the maximum QoS asked for, 0 to 2, or {@link #QOS_OF_ENDPOINT} if the path does not give one
 */
public record FilterSpec(String filter, int qos) {

    /** The path gives no QoS: the endpoint's option decides. */
    public static final int QOS_OF_ENDPOINT = -1;

    /**
     * @throws MqttxTopicException      if the filter is not a valid Topic Filter
     * @throws IllegalArgumentException if the QoS is not in -1 to 2
     */
    public FilterSpec {
        TopicFilter.parse(filter);
        if (qos < QOS_OF_ENDPOINT || qos > 2) {
            throw new IllegalArgumentException("QoS must be 0, 1 or 2, or -1 for the endpoint's, but is " + qos);
        }
    }
}
