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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects anew when the files that a connection was made with have been replaced. Looks at them at an interval while
 * connected; once a change has stayed the same for a moment and can be loaded, routes finish what they have,
 * outstanding publishes complete, and the connection is made anew to the same broker. What cannot be loaded leaves the
 * connection alone, with one warning.
 * <p>
 * Confined to the serial context; workers do what touches files. Invariant: {@code used} is what the files held before
 * the present connection, or the round that led to it, read them; so a change that falls between is never missed.
 */
final class Rotation {

    /** How long a change must last, so that files in the making are not taken for whole. */
    static final long SETTLE_NANOS = 500_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    private final MqttSession session;
    private final RotationSettings settings;
    private final @Nullable TlsEngineFactory tls;
    private final AtomicReference<@Nullable FileFingerprint> used = new AtomicReference<>();
    private @Nullable FileFingerprint candidate;
    private @Nullable ScheduledTask timer;
    private boolean warned;

    /** A look at the files, and what came of loading them. */
    private record Look(FileFingerprint seen, @Nullable String problem) {
    }

    Rotation(MqttSession session) {
        this.session = session;
        this.settings = session.settings().reconnect().rotation();
        this.tls = session.settings().connection().tls();
    }

    /** The settings to connect with: the state of the files is noted before they are read. */
    SessionSettings watched(SessionSettings plain) {
        if (!settings.isOn()) {
            return plain;
        }
        ConnectionSettings connection = plain.connection();
        CredentialsSource credentials = new NotingCredentials(connection.credentials(), this::reading);
        TlsEngineFactory engines = tls == null ? null : new NotingEngineFactory(tls, this::reading);
        return plain.with(connection.with(credentials, engines));
    }

    /** Files are about to be read for a connection; any thread, blocks. */
    private void reading() {
        if (used.get() == null) {
            used.compareAndSet(null, FileFingerprint.of(settings.files()));
        }
    }

    void stateChanged(SessionState to) {
        if (!settings.isOn()) {
            return;
        }
        cancel();
        candidate = null;
        if (to == SessionState.CONNECTING) {
            used.set(null);
        } else if (to == SessionState.CONNECTED) {
            look(session.driver().attempt());
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule(int attempt, long delayNanos) {
        timer = session.context().schedule(() -> look(attempt), delayNanos);
    }

    private void look(int attempt) {
        timer = null;
        FileFingerprint expected = candidate;
        BrokerAddress broker = session.driver().broker();
        try {
            session.workers().execute(() -> {
                Look look = look(expected, broker);
                session.inContext(() -> looked(attempt, look));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the workers have ended, files are not looked at any more", session.clientId(), e);
        }
    }

    /** By a worker. */
    private Look look(@Nullable FileFingerprint expected, @Nullable BrokerAddress broker) {
        FileFingerprint seen = FileFingerprint.of(settings.files());
        return new Look(seen, seen.equals(expected) && broker != null ? load(seen, broker) : null);
    }

    private @Nullable String load(FileFingerprint seen, BrokerAddress broker) {
        String problem = seen.problem();
        if (problem != null || tls == null || !broker.transport().isSecure()) {
            return problem;
        }
        try {
            tls.newEngine(broker.host(), broker.port());
            return null;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void looked(int attempt, Look look) {
        if (!isWanted(attempt)) {
            return;
        }
        used.compareAndSet(null, look.seen());
        FileFingerprint before = used.get();
        if (before == null || look.seen().equals(before)) {
            candidate = null;
            warned = false;
            schedule(attempt, settings.intervalNanos());
        } else if (!look.seen().equals(candidate)) {
            candidate = look.seen();
            schedule(attempt, SETTLE_NANOS);
        } else if (look.problem() != null) {
            warn(look, before);
            schedule(attempt, settings.intervalNanos());
        } else {
            warned = false;
            String reason = look.seen().changedSince(before) + " changed";
            session.driver().quiesce(() -> renew(attempt, reason));
        }
    }

    private void warn(Look look, FileFingerprint before) {
        if (!warned) {
            warned = true;
            LOG.warn("{}: {} changed but cannot be used, so the connection to {} stays as it is: {}. The files are looked at"
                     + " again every {} s.",
                    session.clientId(), look.seen().changedSince(before), session.driver().broker(), look.problem(),
                    TimeUnit.NANOSECONDS.toSeconds(settings.intervalNanos()));
        }
    }

    private void renew(int attempt, String reason) {
        if (isWanted(attempt)) {
            session.driver().renew(reason);
        }
    }

    private boolean isWanted(int attempt) {
        return session.driver().isConnectedBy(attempt) && !session.isClosing();
    }
}
