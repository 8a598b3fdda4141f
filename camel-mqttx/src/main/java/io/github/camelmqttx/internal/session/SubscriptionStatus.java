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

import org.jspecify.annotations.Nullable;

/**
 * What is known about one Topic Filter of a consumer.
 *
 * @param grantedQos of the SUBACK, or -1
 * @param reasonCode of the SUBACK, or -1 if none was received on the current session
 * @param problem    a sentence for people if the filter is refused, else null
 */
public record SubscriptionStatus(String filter, int requestedQos, int grantedQos, int reasonCode, @Nullable String problem) {

    /** Whether the broker has granted the filter. */
    public boolean isGranted() {
        return grantedQos >= 0;
    }

    /** Whether the broker has refused the filter. */
    public boolean isRefused() {
        return reasonCode >= 0x80;
    }
}
