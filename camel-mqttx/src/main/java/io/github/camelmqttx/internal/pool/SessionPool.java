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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.github.camelmqttx.internal.session.MqttSession;
import io.github.camelmqttx.internal.session.SessionListener;
import io.github.camelmqttx.internal.session.SessionResources;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.session.SessionState;

/**
 * The sessions of one component. Thread-safe.
 * <p>
 * A session lives from the first lease to the end of the last one, and for the idle time after that if it never had
 * subscriptions. A session with an explicit Client Identifier connects only when an earlier one of the same identifier
 * has closed.
 */
public final class SessionPool {

    private static final long CLOSE_SECONDS = 10;
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Function<ClientLibrary, MqttClientFactory> clients;
    private final Executor workers;
    private final JournalOpener journals;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, PooledSession> sessions = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> closing = new HashMap<>();
    private final List<SessionListener> listeners = new ArrayList<>();
    private boolean closed;

    /**
     * @param clients  the driver of each library
     * @param workers  runs publish callbacks; must never run them on the caller's thread
     * @param journals opens the journals of sessions with {@code outbox=file}
     */
    public SessionPool(Function<ClientLibrary, MqttClientFactory> clients, Executor workers, JournalOpener journals) {
        this(clients, workers, journals, RandomGenerator.getDefault());
    }

    SessionPool(Function<ClientLibrary, MqttClientFactory> clients, Executor workers, JournalOpener journals,
                RandomGenerator random) {
        this.clients = clients;
        this.workers = workers;
        this.journals = journals;
        this.random = random;
    }

    /** Adds a listener to all sessions made from now on. */
    public void addListener(SessionListener listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A share of the session with this key, which is created if there is none. Does not connect.
     *
     * @throws IllegalStateException if another session in this JVM, with other settings or scope or of another pool,
     *                               uses the same Client Identifier with one of the same brokers; or if the generator
     *                               has made an impossible one; or if the pool is closed
     * @throws MqttxOutboxException  if the session needs a journal and it cannot be opened
     */
    public SessionLease acquire(SessionKey key) throws MqttxOutboxException {
        awaitPredecessor(key.settings());
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The session pool is closed, because its component has been stopped");
            }
            PooledSession pooled = sessions.get(key);
            if (pooled == null) {
                pooled = create(key);
                sessions.put(key, pooled);
            }
            return pooled.lease();
        } finally {
            lock.unlock();
        }
    }

    /** The journal of a session that is being closed is locked until it has ended. */
    private void awaitPredecessor(SessionSettings settings) {
        if (settings.flow().outbox().kind() != OutboxKind.FILE) {
            return;
        }
        CompletableFuture<Void> predecessor;
        lock.lock();
        try {
            predecessor = closing.getOrDefault(settings.clientId(), DONE);
        } finally {
            lock.unlock();
        }
        predecessor.copy().completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    }

    private PooledSession create(SessionKey key) throws MqttxOutboxException {
        SessionSettings settings = key.settings();
        String explicit = settings.clientId();
        String clientId = explicit != null ? explicit : GeneratedClientId.of(settings);
        ClientIdentifiers.SHARED.claim(clientId, key, this);
        MqttSession session = new MqttSession(settings, clientId, resources(key, clientId));
        listeners.forEach(session::addListener);
        CompletableFuture<Void> predecessor = closing.get(clientId);
        if (predecessor != null) {
            session.connectAfter(predecessor);
        }
        return new PooledSession(this, key, session);
    }

    private SessionResources resources(SessionKey key, String clientId) throws MqttxOutboxException {
        OutboxSettings outbox = key.settings().flow().outbox();
        MqttClientFactory driver = clients.apply(key.settings().library());
        SerialContext context = driver.newContext();
        PublishJournal journal = null;
        if (outbox.kind() == OutboxKind.FILE) {
            try {
                journal = journals.open(outbox, clientId, context::nanoTime);
            } catch (MqttxOutboxException | RuntimeException | Error e) {
                ClientIdentifiers.SHARED.release(clientId, key, this);
                throw e;
            }
        }
        return new SessionResources(context, driver, workers, random, journal);
    }

    /** A lease of the session was given back. @param atOnce whether the idle time is over already */
    CompletableFuture<Void> released(PooledSession pooled, boolean atOnce) {
        lock.lock();
        try {
            if (!pooled.giveBack()) {
                return DONE;
            }
            long idleNanos = pooled.key().settings().reconnect().idleTimeoutNanos();
            if (atOnce || pooled.session().everSubscribed() || idleNanos <= 0 || !isWorthKeeping(pooled.session().snapshot())) {
                return close(pooled);
            }
            pooled.session().idle(idleNanos, () -> expired(pooled));
            return DONE;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nothing is gained by one that looks for a connection and has no publishes: a stopped endpoint would connect
     * later.
     */
    private static boolean isWorthKeeping(SessionSnapshot session) {
        return session.state() == SessionState.CONNECTED || session.state() == SessionState.IDLE
                || session.counters().waiting() + session.counters().inflight() > 0;
    }

    private void expired(PooledSession pooled) {
        lock.lock();
        try {
            if (pooled.leases() == 0 && sessions.get(pooled.key()) == pooled) {
                close(pooled);
            }
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Void> close(PooledSession pooled) {
        CompletableFuture<Void> known = pooled.end();
        if (known != null) {
            return known;
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        pooled.end(end);
        sessions.remove(pooled.key(), pooled);
        CompletableFuture<Void> before = closing.put(pooled.session().clientId(), end);
        CompletableFuture.allOf(before == null ? DONE : before, pooled.session().close())
                .whenComplete((nothing, failure) -> ended(pooled, end));
        return end;
    }

    private void ended(PooledSession pooled, CompletableFuture<Void> end) {
        lock.lock();
        try {
            closing.remove(pooled.session().clientId(), end);
            ClientIdentifiers.SHARED.release(pooled.session().clientId(), pooled.key(), this);
        } finally {
            lock.unlock();
        }
        end.complete(null);
    }

    Executor workers() {
        return workers;
    }

    /** The sessions with a Client Identifier: one, or none. */
    public List<MqttSession> find(String clientId) {
        lock.lock();
        try {
            return sessions.values().stream().map(PooledSession::session)
                    .filter(session -> session.clientId().equals(clientId)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** All sessions. */
    public List<SessionSnapshot> snapshots() {
        lock.lock();
        try {
            return sessions.values().stream().map(pooled -> pooled.session().snapshot()).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all sessions gracefully; completes when none is left, at the latest after a few seconds. */
    public CompletableFuture<Void> close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(sessions.values()).forEach(this::close);
            return CompletableFuture.allOf(closing.values().toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }
}
