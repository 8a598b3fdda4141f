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
package io.github.camelmqttx.internal.pool;

import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.internal.session.MqttSession;

/** One producer's or consumer's share of a session. Thread-safe. */
public interface SessionLease {

    MqttSession session();

    /**
     * Gives the share back; idempotent. Completes at once if others use the session. The last release closes the
     * session: at once if it had subscriptions (completes when DISCONNECT was sent, after pending acknowledgements) or
     * looks for a connection without having publishes, else after the idle time (completes at once).
     */
    CompletableFuture<Void> release();

    /** Like {@link #release()}, for a share that was not used for the idle time: nothing waits for that once more. */
    CompletableFuture<Void> expire();
}
