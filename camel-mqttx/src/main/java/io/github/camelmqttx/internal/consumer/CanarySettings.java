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
package io.github.camelmqttx.internal.consumer;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * When a canary probes.
 *
 * @param intervalNanos from the begin of a round of probes to that of the next one, above 0
 * @param timeoutNanos  within which a probe must come back, at most the interval
 */
public record CanarySettings(long intervalNanos, long timeoutNanos) {

    /** @return null if the interval is 0: no canary */
    public static @Nullable CanarySettings ofMillis(long interval, long timeout) {
        return interval == 0
                ? null : new CanarySettings(TimeUnit.MILLISECONDS.toNanos(interval), TimeUnit.MILLISECONDS.toNanos(timeout));
    }
}
