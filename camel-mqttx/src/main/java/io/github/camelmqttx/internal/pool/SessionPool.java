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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.session.SessionSnapshot;

/** The sessions of one component. Thread-safe. */
public final class SessionPool {

    /**
     * @param workers runs publish callbacks; must never run them on the caller's thread
     */
    public SessionPool(MqttClientFactory clients, Executor workers) {
    }

    /**
     * A share of the session with this key, which is created if there is none. Does not connect.
     *
     * @throws IllegalStateException if another session in this JVM, with other settings or scope or of another pool,
     *                               uses the same explicit Client Identifier with one of the same brokers
     */
    public SessionLease acquire(SessionKey key) {
        throw new UnsupportedOperationException();
    }

    /** All sessions. */
    public List<SessionSnapshot> snapshots() {
        throw new UnsupportedOperationException();
    }

    /** Closes all sessions gracefully; completes when none is left, at the latest after a few seconds. */
    public CompletableFuture<Void> close() {
        throw new UnsupportedOperationException();
    }
}
