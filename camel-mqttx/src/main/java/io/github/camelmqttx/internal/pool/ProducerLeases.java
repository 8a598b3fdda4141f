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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one producer. A producer of an endpoint that comes and goes (of {@code toD}, of a ProducerTemplate)
 * lives on in Camel's caches when it is not used any more; its leases are given back when it has published nothing for
 * the idle time, at least a second, and nothing waits in its sessions. The next publish takes them again. Thread-safe.
 */
public final class ProducerLeases {

    private static final long SHORTEST_HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final SessionLease[] NONE = {};

    private final SessionPool pool;
    private final List<SessionKey> keys;
    private final boolean temporary;
    private final Listener listener;
    private final long holdNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SessionLease[] leases = NONE;
    private boolean running;
    private int users;
    private long lastUseNanos;
    private @Nullable ScheduledTask timer;

    /** Told in turn, with a lock held. */
    public interface Listener {

        /** There are sessions from now on. */
        void acquired();

        /** There are none from now on. */
        void givenBack();
    }

    /**
     * @param keys      of the sessions, at least one
     * @param temporary whether the endpoint comes and goes
     */
    public ProducerLeases(SessionPool pool, List<SessionKey> keys, boolean temporary, Listener listener) {
        this.pool = pool;
        this.keys = List.copyOf(keys);
        this.temporary = temporary;
        this.listener = listener;
        this.holdNanos = Math.max(SHORTEST_HOLD_NANOS, keys.get(0).settings().reconnect().idleTimeoutNanos());
    }

    /**
     * Takes the leases and lets the sessions connect.
     *
     * @return                       the connections, as
     *                               {@link io.github.camelmqttx.internal.session.MqttSession#connect}
     * @throws MqttxOutboxException  as {@link SessionPool#acquire}
     * @throws IllegalStateException as {@link SessionPool#acquire}
     */
    public List<CompletableFuture<Void>> start() throws MqttxOutboxException {
        lock.lock();
        try {
            List<CompletableFuture<Void>> connections = acquire();
            running = true;
            used();
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The leases, in the order of the keys, for one publish; to be followed by {@link #leave()} when it is complete.
     *
     * @throws IllegalStateException if the producer is stopped, or as {@link SessionPool#acquire}
     * @throws MqttxOutboxException  as {@link SessionPool#acquire}
     */
    public SessionLease[] enter() throws MqttxOutboxException {
        if (!temporary) {
            return checked(leases);
        }
        lock.lock();
        try {
            if (running && leases.length == 0) {
                acquire();
            }
            SessionLease[] current = checked(leases);
            users++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private static SessionLease[] checked(SessionLease[] current) {
        if (current.length == 0) {
            throw new IllegalStateException("The producer is stopped");
        }
        return current;
    }

    /** The publish is complete. */
    public void leave() {
        if (temporary) {
            lock.lock();
            try {
                users--;
                used();
            } finally {
                lock.unlock();
            }
        }
    }

    private void used() {
        SessionLease[] current = leases;
        if (temporary && running && current.length > 0) {
            lastUseNanos = current[0].session().nanoTime();
            if (timer == null) {
                schedule(holdNanos);
            }
        }
    }

    /** Never looks in the context of a session, which must not wait for the lock. */
    private void schedule(long delayNanos) {
        timer = leases[0].session().schedule(() -> pool.workers().execute(this::look), delayNanos);
    }

    private void look() {
        lock.lock();
        try {
            timer = null;
            SessionLease[] current = leases;
            if (!running || current.length == 0) {
                return;
            }
            long left = lastUseNanos + holdNanos - current[0].session().nanoTime();
            if (users > 0 || left > 0 || isSending(current)) {
                schedule(left > 0 ? left : holdNanos);
                return;
            }
            leases = NONE;
            listener.givenBack();
            for (SessionLease lease : current) {
                lease.expire();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSending(SessionLease[] current) {
        for (SessionLease lease : current) {
            SessionSnapshot session = lease.session().snapshot();
            if (session.counters().waiting() + session.counters().inflight() > 0) {
                return true;
            }
        }
        return false;
    }

    private List<CompletableFuture<Void>> acquire() throws MqttxOutboxException {
        List<SessionLease> acquired = new ArrayList<>();
        try {
            for (SessionKey key : keys) {
                acquired.add(pool.acquire(key));
            }
        } catch (MqttxOutboxException | RuntimeException e) {
            acquired.forEach(SessionLease::release);
            throw e;
        }
        leases = acquired.toArray(SessionLease[]::new);
        listener.acquired();
        return acquired.stream().map(lease -> lease.session().connect()).toList();
    }

    /** The leases as they stand; empty while they are given back. */
    public List<SessionLease> current() {
        return List.of(leases);
    }

    /** Gives the leases back for good. @return completes when the sessions have ended that nobody else uses */
    public CompletableFuture<Void> stop() {
        lock.lock();
        try {
            running = false;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            SessionLease[] released = leases;
            leases = NONE;
            if (released.length > 0) {
                listener.givenBack();
            }
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (SessionLease lease : released) {
                ends.add(lease.release());
            }
            return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
        } finally {
            lock.unlock();
        }
    }
}
