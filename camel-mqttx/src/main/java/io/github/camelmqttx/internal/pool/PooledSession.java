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
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmqttx.internal.session.MqttSession;
import org.jspecify.annotations.Nullable;

/** A session and the number of its leases. Guarded by the lock of the pool. */
final class PooledSession {

    private final SessionPool pool;
    private final SessionKey key;
    private final MqttSession session;
    private int leases;
    private @Nullable CompletableFuture<Void> end;

    PooledSession(SessionPool pool, SessionKey key, MqttSession session) {
        this.pool = pool;
        this.key = key;
        this.session = session;
    }

    SessionKey key() {
        return key;
    }

    MqttSession session() {
        return session;
    }

    int leases() {
        return leases;
    }

    /** Completes when the session has ended; null while it is not being closed. */
    @Nullable
    CompletableFuture<Void> end() {
        return end;
    }

    void end(CompletableFuture<Void> value) {
        end = value;
    }

    SessionLease lease() {
        leases++;
        session.busy();
        return new Lease();
    }

    /** @return whether it was the last lease */
    boolean giveBack() {
        leases--;
        return leases == 0;
    }

    private final class Lease implements SessionLease {

        private final AtomicBoolean released = new AtomicBoolean();

        @Override
        public MqttSession session() {
            return session;
        }

        @Override
        public CompletableFuture<Void> release() {
            return release(false);
        }

        @Override
        public CompletableFuture<Void> expire() {
            return release(true);
        }

        private CompletableFuture<Void> release(boolean atOnce) {
            return released.compareAndSet(false, true)
                    ? pool.released(PooledSession.this, atOnce) : CompletableFuture.completedFuture(null);
        }
    }
}
