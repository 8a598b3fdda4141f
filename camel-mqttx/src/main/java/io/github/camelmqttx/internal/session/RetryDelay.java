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

/**
 * Doubles with each attempt.
 *
 * @param firstNanos of the first attempt, 0 or more
 * @param maxNanos   at most
 */
public record RetryDelay(long firstNanos, long maxNanos) {

    /** @param failedBefore failed attempts before the latest one */
    public long after(int failedBefore) {
        long delay = Math.min(firstNanos, maxNanos);
        for (int i = 0; i < failedBefore && delay < maxNanos; i++) {
            delay = delay > maxNanos / 2 ? maxNanos : delay * 2;
        }
        return delay;
    }

    /** The same, with a lowest first delay. */
    public RetryDelay atLeast(long nanos) {
        long first = Math.max(firstNanos, nanos);
        return new RetryDelay(first, Math.max(first, maxNanos));
    }
}
