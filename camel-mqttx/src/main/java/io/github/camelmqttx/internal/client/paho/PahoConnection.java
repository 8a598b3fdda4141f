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
package io.github.camelmqttx.internal.client.paho;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.netty.ConnectErrors;
import io.github.camelmqttx.internal.client.netty.Disconnections;
import io.github.camelmqttx.internal.client.netty.PublishLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt and, if it succeeds, the connection that comes of it.
 *
 * <pre>
 * CONNECTING ---------> ESTABLISHED ---------> CLOSING
 *     |  CONNACK success     |  disconnect()      |
 *     +----------------------+--------------------+--> ENDED --> told
 * </pre>
 *
 * Invariants: ENDED is final and reached once; with it the socket is closed and the library's memory frozen, so that
 * the library cannot take a message over any more. What it has reported until then is told to the listener, then the
 * end, in a task of its own. What Paho does afterwards to shut itself down concerns nobody.
 */
final class PahoConnection implements PahoLinkEvents {

    private enum Phase {
        CONNECTING,
        ESTABLISHED,
        CLOSING,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** How long Paho may take to report an end that the socket has seen. */
    private static final long END_NANOS = 3 * NANOS_PER_SECOND;
    private static final long LONGEST_QUIESCE_MILLIS = 500;

    private final PahoEngine engine;
    private final ConnectRequest request;
    private final Runnable detach;
    private final EventQueue events;
    private final BrokerSocket socket;
    private final PahoLink link;
    private final Restored restored;
    private final List<IncomingMessage> early = new ArrayList<>(0);

    private Phase phase = Phase.CONNECTING;
    private boolean told;
    private int keepAliveSeconds;
    private int refusedCode = NO_CODE;
    private @Nullable PahoExchanges exchanges;
    private @Nullable ScheduledTask timer;

    /** @param detach run before the end is reported */
    PahoConnection(PahoEngine engine, ConnectRequest request, Runnable detach) {
        this.engine = engine;
        this.request = request;
        this.detach = detach;
        this.keepAliveSeconds = request.keepAliveSeconds();
        this.events = new EventQueue(engine.context(), this::batchComplete);
        this.restored = engine.session().restorable(request);
        long deadline = System.nanoTime() + request.timeoutNanos();
        this.socket = new BrokerSocket(request, deadline, () -> events.post(this::socketEnded));
        PahoLinkSettings settings
                = new PahoLinkSettings(request, restored, socket, this, engine.context(), engine.blocking());
        this.link = request.version() == ProtocolVersion.MQTT_5 ? new Paho5Link(settings) : new Paho3Link(settings);
    }

    void start() {
        timer = engine.context().schedule(this::timedOut, request.timeoutNanos());
        inBackground(this::open);
    }

    private void open() {
        try {
            link.open();
        } catch (PahoException e) {
            connectFailed(e.code(), e.getCause());
        } catch (RuntimeException e) {
            events.post(() -> failed(PahoErrors.impossible(request, e)));
        }
    }

    private void inBackground(Runnable task) {
        try {
            engine.blocking().execute(task);
        } catch (RejectedExecutionException e) {
            events.post(() -> {
                failed(ConnectErrors.network(request.broker(), e));
                end(Disconnections.broken(request.broker(), e));
            });
        }
    }

    /** The exchanges of the established connection, or null if there is none. */
    @Nullable
    PahoExchanges established() {
        return phase == Phase.ESTABLISHED ? exchanges : null;
    }

    PahoLink link() {
        return link;
    }

    /** Runs a task in the context if the connection is still established by then; any thread. */
    void post(Runnable task) {
        events.post(() -> {
            if (phase == Phase.ESTABLISHED) {
                task.run();
            }
        });
    }

    void reading(boolean on) {
        socket.reading(on);
    }

    void readOnce() {
        socket.readOnce();
    }

    void disconnect(int reasonCode, long timeoutNanos) {
        PahoExchanges current = exchanges;
        if (phase == Phase.CONNECTING) {
            failed(ConnectErrors.cancelled(request.broker()));
        } else if (phase == Phase.ESTABLISHED && current != null) {
            phase = Phase.CLOSING;
            cancelTimer();
            Disconnection reason = Disconnections.local(request.broker(), reasonCode);
            timer = engine.context().schedule(() -> end(reason), timeoutNanos);
            long quiesceMillis = current.isBusy()
                    ? Math.min(LONGEST_QUIESCE_MILLIS, timeoutNanos / NANOS_PER_MILLI / 2) : 0;
            inBackground(() -> {
                try {
                    link.disconnect(reasonCode, quiesceMillis);
                } catch (PahoException e) {
                    LOG.debug("{} is being closed without DISCONNECT (code {})", request.broker(), e.code(), e);
                    left();
                }
            });
        }
    }

    void abort(Disconnection reason) {
        if (phase == Phase.CONNECTING) {
            failed(ConnectErrors.cancelled(request.broker()));
        } else {
            end(reason);
        }
    }

    @Override
    public void connected(boolean sessionPresent) {
        events.post(() -> establish(sessionPresent));
    }

    @Override
    public void connectFailed(int code, @Nullable Throwable cause) {
        events.post(() -> failed(PahoErrors.connectFailure(request, socket, code, cause)));
    }

    @Override
    public void lost(Loss loss) {
        events.post(() -> {
            if (phase == Phase.CLOSING) {
                end(Disconnections.local(request.broker(), NO_CODE));
            } else if (phase == Phase.ESTABLISHED) {
                refusedCode = !loss.byBroker() && PahoErrors.isBrokersCode(loss.code()) ? loss.code() : NO_CODE;
                end(PahoErrors.disconnection(request, loss, keepAliveSeconds));
            }
        });
    }

    @Override
    public void left() {
        events.post(() -> end(Disconnections.local(request.broker(), NO_CODE)));
    }

    @Override
    public void arrived(IncomingMessage message) {
        events.post(() -> {
            if (exchanges != null && !told) {
                exchanges.arrived(message);
            } else if (!told) {
                early.add(message);
            }
        });
    }

    @Override
    public void completed(@Nullable OutgoingMessage message, int packetId, int reasonCode, String reasonString) {
        events.post(() -> {
            if (exchanges != null && !told) {
                exchanges.completed(message, packetId, reasonCode, reasonString);
            }
        });
    }

    private void establish(boolean sessionPresent) {
        if (phase != Phase.CONNECTING) {
            return;
        }
        PahoSession session = engine.session();
        boolean present = request.version() == ProtocolVersion.MQTT_3_1
                ? session.isSessionPresumed(request) : sessionPresent;
        if (present && request.cleanStart()) {
            failed(PahoErrors.sessionNotWanted(request.broker()));
            return;
        }
        cancelTimer();
        ConnectResult result = link.result(present);
        keepAliveSeconds = result.keepAliveSeconds();
        boolean continued = session.resume(request, present, restored);
        phase = Phase.ESTABLISHED;
        PahoExchanges current = new PahoExchanges(
                engine, link, PublishLimits.of(request, result), result.receiveMaximum());
        exchanges = current;
        if (continued) {
            current.proceed();
        }
        engine.listener().connected(request.attempt(), result);
        takeUntold(current);
        if (phase == Phase.ESTABLISHED) {
            current.proceed();
        }
    }

    private void takeUntold(PahoExchanges current) {
        BrokerMemory memory = engine.session().memory();
        if (memory != null) {
            memory.taken().forEach(current::arrived);
            memory.taken().clear();
        }
        early.forEach(current::arrived);
        early.clear();
    }

    private void batchComplete() {
        if (phase == Phase.ESTABLISHED) {
            engine.listener().batchComplete();
        }
    }

    private void timedOut() {
        failed(ConnectErrors.timeout(request.broker(), request.timeoutNanos(), socket.progress()));
    }

    /** Paho reports it by itself, with the reason that the broker gave; this is for the case that it does not. */
    private void socketEnded() {
        if (phase == Phase.ESTABLISHED) {
            cancelTimer();
            timer = engine.context().schedule(() -> end(Disconnections.closed(request.broker())), END_NANOS);
        }
    }

    private void failed(ConnectFailure failure) {
        if (phase == Phase.CONNECTING) {
            release();
            tell(() -> {
                if (restored != Restored.NOTHING) {
                    engine.session().detach(link, request.broker(), restored.publishes(), early);
                }
                engine.listener().connectFailed(request.attempt(), failure);
            });
        }
    }

    private void end(Disconnection reason) {
        if (phase == Phase.ESTABLISHED || phase == Phase.CLOSING) {
            release();
            tell(() -> finish(reason));
        }
    }

    private void release() {
        phase = Phase.ENDED;
        cancelTimer();
        socket.cut();
        link.freeze();
    }

    private void tell(Runnable outcome) {
        try {
            engine.context().execute(() -> {
                events.drain();
                told = true;
                detach.run();
                outcome.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("End of the connection to {} dropped: its context has been shut down", request.broker(), e);
        }
    }

    private void finish(Disconnection reason) {
        engine.session().detach(link, request.broker(), engine.session().inflight(), List.of());
        PahoExchanges last = exchanges;
        if (last != null) {
            if (refusedCode != NO_CODE) {
                last.failRefused(refusedCode);
            }
            for (OutgoingMessage message : last.takeUnwritten()) {
                engine.listener().publishFailed(message, PahoErrors.lost(request.broker(), message));
            }
        }
        engine.listener().disconnected(request.attempt(), reason);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
