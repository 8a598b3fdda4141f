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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A session as it stood at one moment. Immutable, for health, console and JMX.
 *
 * @param broker      the current broker without user info, or null while there is none
 * @param version     of MQTT on the current connection, or null
 * @param sinceNanos  time of the context at which the state was entered
 * @param lastFailure why the last attempt or connection ended, or null if none has
 * @param heldUpBy    name of the route that holds up acknowledgements of its neighbours, or null
 * @param conflict    what is known of another client with the same Client Identifier, and what this session does about
 *                    it, or null
 */
public record SessionSnapshot(
        String clientId,
        SessionState state,
        @Nullable String broker,
        @Nullable String version,
        long sinceNanos,
        @Nullable String lastFailure,
        @Nullable String heldUpBy,
        @Nullable String conflict,
        List<SubscriptionStatus> subscriptions,
        SessionCounters counters) {
}
