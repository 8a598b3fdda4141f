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

import io.github.camelmqttx.internal.broker.FailoverMode;

/**
 * When and where a session connects again.
 *
 * @param delayNanos            delay after the first round that failed, doubled after each further one
 * @param maxDelayNanos         bound of the delay
 * @param maxRounds             rounds over the broker list before giving up, 0 for no bound
 * @param failbackDelayNanos    how long a session stays with another broker before it tries to return to the preferred
 *                              one; 0 for never
 * @param idleTimeoutNanos      how long a session without leases stays connected
 * @param followServerReference whether the session goes to the broker that another one names (Reason Codes 0x9C and
 *                              0x9D)
 * @param takeover              what to do about another client with the same Client Identifier
 * @param rotation              which files are looked at for changes while the session is connected
 */
public record ReconnectSettings(
        FailoverMode failoverMode,
        long delayNanos,
        long maxDelayNanos,
        int maxRounds,
        long failbackDelayNanos,
        long idleTimeoutNanos,
        boolean followServerReference,
        TakeoverPolicy takeover,
        RotationSettings rotation) {

    /** Without a look at files. */
    public ReconnectSettings(
                             FailoverMode failoverMode, long delayNanos, long maxDelayNanos, int maxRounds,
                             long failbackDelayNanos, long idleTimeoutNanos, boolean followServerReference,
                             TakeoverPolicy takeover) {
        this(failoverMode, delayNanos, maxDelayNanos, maxRounds, failbackDelayNanos, idleTimeoutNanos, followServerReference,
             takeover, RotationSettings.NONE);
    }
}
