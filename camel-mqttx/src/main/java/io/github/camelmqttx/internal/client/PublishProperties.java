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
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5.0 properties of a PUBLISH, except the Topic Alias, which belongs to the engine. Absent values are
 * {@code null}. Spec: 5.0 section 3.3.2.3.
 *
 * @param payloadFormatIndicator  0 unspecified bytes, 1 UTF-8
 * @param messageExpiryInterval   seconds, 0 to 4 294 967 295
 * @param subscriptionIdentifiers of the subscriptions that matched, in a received message; empty when sending
 * @param userProperties          in order, names may repeat
 */
public record PublishProperties(
        @Nullable Integer payloadFormatIndicator,
        @Nullable Long messageExpiryInterval,
        @Nullable String contentType,
        @Nullable String responseTopic,
        byte @Nullable [] correlationData,
        List<Integer> subscriptionIdentifiers,
        List<UserProperty> userProperties) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublishProperties that
                && Objects.equals(payloadFormatIndicator, that.payloadFormatIndicator)
                && Objects.equals(messageExpiryInterval, that.messageExpiryInterval)
                && Objects.equals(contentType, that.contentType) && Objects.equals(responseTopic, that.responseTopic)
                && Arrays.equals(correlationData, that.correlationData)
                && subscriptionIdentifiers.equals(that.subscriptionIdentifiers)
                && userProperties.equals(that.userProperties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(contentType, responseTopic, Arrays.hashCode(correlationData), userProperties);
    }
}
