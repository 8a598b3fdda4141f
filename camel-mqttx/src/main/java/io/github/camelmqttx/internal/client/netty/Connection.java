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
package io.github.camelmqttx.internal.client.netty;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt and, if it succeeds, the connection that comes of it.
 *
 * <pre>
 * OPENING ---------> CONNECTING ---------> ESTABLISHED ---------> CLOSING
 *    |  channel open     |  CONNACK success     |  disconnect()      |
 *    +-------------------+----------------------+--------------------+--> ENDED
 * </pre>
 *
 * Invariants: ENDED is final and reached once; with it the outcome is posted to the serial context, so the listener is
 * never told inside a call of the port; what happens to the channel afterwards concerns nobody.
 */
final class Connection {

    private enum Phase {
        OPENING,
        CONNECTING,
        ESTABLISHED,
        CLOSING,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSE_GRACE_NANOS = 1_000_000_000L;

    private final Engine engine;
    private final ConnectRequest request;
    private final Runnable detach;
    private final PacketLog log;

    private Phase phase = Phase.OPENING;
    private ChannelOpener.@Nullable Opening opening;
    private @Nullable Channel channel;
    private @Nullable PacketWriter writer;
    private @Nullable Exchanges exchanges;
    private @Nullable ScheduledTask timer;
    private @Nullable Disconnection local;
    private boolean wakeUpPosted;

    /** @param detach run before the end is reported */
    Connection(Engine engine, ConnectRequest request, Runnable detach) {
        this.engine = engine;
        this.request = request;
        this.detach = detach;
        this.log = new PacketLog(request.clientId() + "@" + request.broker());
    }

    void start() {
        timer = engine.context().schedule(this::timedOut, request.timeoutNanos());
        MqttxConnectException refusal = ConnectPacket.refusalOf(request);
        if (refusal != null) {
            failed(new ConnectFailure(ConnectFailure.Stage.REFUSED, refusal));
            return;
        }
        opening = engine.opener().open(request, new ChannelOpener.Outcome() {
            @Override
            public void opened(Channel opened) {
                Connection.this.opened(opened);
            }

            @Override
            public void failed(ConnectFailure failure) {
                Connection.this.failed(failure);
            }
        });
    }

    boolean isLive() {
        return phase != Phase.ENDED;
    }

    /** The exchanges of the established connection, or {@code null} if there is none. */
    @Nullable
    Exchanges established() {
        return phase == Phase.ESTABLISHED ? exchanges : null;
    }

    void disconnect(int reasonCode, long timeoutNanos) {
        if (phase == Phase.OPENING || phase == Phase.CONNECTING) {
            failed(ConnectErrors.cancelled(request.broker()));
        } else if (phase == Phase.ESTABLISHED && writer != null && exchanges != null) {
            phase = Phase.CLOSING;
            exchanges.keepAlive().stop();
            cancelTimer();
            local = new Disconnection(
                    Disconnection.Kind.LOCAL, reasonCode, "The connection to " + request.broker() + " was closed as asked.",
                    null, null);
            timer = engine.context().schedule(this::finishClosing, timeoutNanos);
            long deadline = engine.context().nanoTime() + timeoutNanos;
            writer.disconnect(reasonCode).addListener(written -> disconnectWritten(written.isSuccess(), deadline));
        }
    }

    void abort(Disconnection reason) {
        if (phase == Phase.OPENING || phase == Phase.CONNECTING) {
            failed(ConnectErrors.cancelled(request.broker()));
        } else {
            end(reason);
        }
    }

    void reading(boolean on) {
        Exchanges current = established();
        if (current != null && channel != null) {
            channel.config().setAutoRead(on);
            current.keepAlive().reading(on);
        }
    }

    void readOnce() {
        if (phase == Phase.ESTABLISHED && channel != null) {
            channel.read();
        }
    }

    void packet(MqttMessage packet) {
        try {
            if (packet.decoderResult().isFailure()) {
                Throwable cause = packet.decoderResult().cause();
                throw new ProtocolViolation(
                        ReasonCodes.MALFORMED_PACKET, "sent a malformed packet (" + ConnectErrors.messageOf(cause) + ")");
            }
            if (log.isOn()) {
                log.received(packet);
            }
            if (phase == Phase.CONNECTING) {
                connack(packet);
            } else if (exchanges != null) {
                dispatch(exchanges, packet);
            }
        } catch (ProtocolViolation violation) {
            violated(violation);
        }
    }

    void readComplete() {
        Exchanges current = exchanges;
        if (current != null && phase == Phase.ESTABLISHED) {
            current.keepAlive().read();
            engine.listener().batchComplete();
            current.flush();
        }
    }

    /**
     * The transport takes data again; the listener is told later, because this may happen inside a call of the port.
     */
    void writable() {
        if (phase == Phase.ESTABLISHED && !wakeUpPosted) {
            wakeUpPosted = true;
            engine.context().execute(this::wakeUp);
        }
    }

    void violated(ProtocolViolation violation) {
        if (phase == Phase.CLOSING) {
            finishClosing();
            return;
        }
        boolean tell = writer != null && request.version() == ProtocolVersion.MQTT_5;
        if (tell && writer != null) {
            writer.disconnect(violation.reasonCode());
        }
        if (phase == Phase.CONNECTING) {
            failed(ConnectErrors.violated(request.broker(), violation));
        } else {
            end(new Disconnection(
                    Disconnection.Kind.PROTOCOL_ERROR, violation.reasonCode(),
                    request.broker() + " " + violation.getMessage() + "; the connection was closed with "
                                                                               + ReasonCodes.describe(violation.reasonCode())
                                                                               + ".",
                    null, violation));
        }
    }

    void legacyConnack(PacketGuard.LegacyConnack connack) {
        int code = ReasonCodes.ofConnectReturnCode(connack.returnCode());
        int reasonCode = code == ReasonCodes.SUCCESS ? ReasonCodes.UNSUPPORTED_PROTOCOL_VERSION : code;
        failed(ConnectErrors.refused(request.broker(), reasonCode, " (answered as an MQTT 3.x broker)", null));
    }

    void closed() {
        switch (phase) {
            case OPENING, CONNECTING -> failed(ConnectErrors.closed(request));
            case CLOSING -> finishClosing();
            default -> end(new Disconnection(
                    Disconnection.Kind.CLOSED, -1, request.broker() + " closed the connection without DISCONNECT.", null,
                    null));
        }
    }

    void broken(Throwable cause) {
        switch (phase) {
            case OPENING, CONNECTING -> failed(ConnectErrors.broken(request, cause));
            case CLOSING -> finishClosing();
            default -> end(new Disconnection(
                    Disconnection.Kind.CLOSED, -1,
                    "The connection to " + request.broker() + " broke: " + ConnectErrors.messageOf(cause) + ".", null, cause));
        }
    }

    private void opened(Channel opened) {
        if (phase != Phase.OPENING) {
            opened.close();
            return;
        }
        phase = Phase.CONNECTING;
        opening = null;
        channel = opened;
        int limit = ConnectPacket.maximumPacketSize(request);
        MqttHandler handler = new MqttHandler(this);
        opened.pipeline().addLast(
                new PacketGuard(limit, request.version()), new MqttDecoder(limit), MqttEncoder.INSTANCE, handler);
        if (!opened.isActive()) {
            closed();
            return;
        }
        writer = new PacketWriter(opened.pipeline().context(handler), request.version(), log, this::unacknowledgedDone);
        writer.write(ConnectPacket.of(request), 0);
        writer.flush();
    }

    private void connack(MqttMessage packet) {
        if (!(packet instanceof MqttConnAckMessage message)) {
            MqttMessageType type = packet.fixedHeader().messageType();
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR,
                    type == MqttMessageType.AUTH
                            ? "asked for enhanced authentication, which was not offered" : "sent " + type + " before CONNACK");
        }
        Connack connack = new Connack(message, request);
        if (connack.reasonCode() != ReasonCodes.SUCCESS) {
            failed(ConnectErrors.refused(
                    request.broker(), connack.reasonCode(), connack.reasonString(), connack.serverReference()));
            return;
        }
        establish(connack);
    }

    private void establish(Connack connack) {
        SessionState state = engine.state();
        boolean present = connack.sessionPresent(state.isOwnedBy(request.broker()));
        ConnectResult result = connack.result(present);
        boolean continued = state.resume(request.broker(), present);
        cancelTimer();
        phase = Phase.ESTABLISHED;
        Exchanges current = Exchanges.of(engine, request, result, requireWriter(), new KeepAliveLink());
        exchanges = current;
        current.outgoing().resume(continued);
        current.keepAlive().start();
        engine.listener().connected(request.attempt(), result);
    }

    private void dispatch(Exchanges current, MqttMessage packet) {
        if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT && request.version() == ProtocolVersion.MQTT_5) {
            if (phase == Phase.CLOSING) {
                finishClosing();
            } else {
                end(ReceivedDisconnect.of(request.broker(), packet));
            }
        } else if (phase == Phase.ESTABLISHED) {
            current.packet(packet);
        } else {
            current.packetWhileClosing(packet);
        }
    }

    private void wakeUp() {
        wakeUpPosted = false;
        Exchanges current = established();
        if (current != null) {
            current.outgoing().proceed();
            engine.listener().batchComplete();
            current.flush();
        }
    }

    private void timedOut() {
        String progress = opening == null ? "waiting for CONNACK" : opening.progress();
        failed(ConnectErrors.timeout(request.broker(), request.timeoutNanos(), progress));
    }

    private void disconnectWritten(boolean success, long deadlineNanos) {
        if (phase != Phase.CLOSING || channel == null) {
            return;
        }
        if (!success) {
            finishClosing();
            return;
        }
        // The broker closes when it sees DISCONNECT; closing first with unread bytes could reset the connection and destroy it.
        channel.config().setAutoRead(true);
        if (request.broker().transport() == Transport.TCP && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
        cancelTimer();
        long left = deadlineNanos - engine.context().nanoTime();
        timer = engine.context().schedule(this::finishClosing, Math.min(left, CLOSE_GRACE_NANOS));
    }

    private void finishClosing() {
        Disconnection reason = local;
        if (reason != null) {
            end(reason);
        }
    }

    private void unacknowledgedDone(List<OutgoingMessage> messages, boolean success) {
        post(() -> {
            for (OutgoingMessage message : messages) {
                message.state(OutgoingMessage.State.COMPLETE);
                if (success) {
                    engine.listener().published(message);
                } else {
                    engine.listener().publishFailed(message, lost(message));
                }
            }
            Exchanges current = established();
            if (current != null) {
                engine.listener().batchComplete();
                current.flush();
            }
        });
    }

    private MqttxConnectException lost(OutgoingMessage message) {
        return new MqttxConnectException(
                "The connection to " + request.broker() + " ended before the QoS 0 message for topic " + message.topic()
                                         + " was written. Publish it again if it still matters, or use QoS 1.",
                MqttxConnectException.NO_REASON_CODE, true, null);
    }

    private void failed(ConnectFailure failure) {
        if (phase == Phase.OPENING || phase == Phase.CONNECTING) {
            release();
            post(() -> {
                detach.run();
                engine.listener().connectFailed(request.attempt(), failure);
            });
        }
    }

    private void end(Disconnection reason) {
        if (phase != Phase.ESTABLISHED && phase != Phase.CLOSING) {
            return;
        }
        List<OutgoingMessage> unwritten = release();
        post(() -> {
            detach.run();
            for (OutgoingMessage message : unwritten) {
                message.state(OutgoingMessage.State.COMPLETE);
                engine.listener().publishFailed(message, lost(message));
            }
            engine.listener().disconnected(request.attempt(), reason);
        });
    }

    private List<OutgoingMessage> release() {
        phase = Phase.ENDED;
        cancelTimer();
        if (opening != null) {
            opening.cancel();
            opening = null;
        }
        if (exchanges != null) {
            exchanges.stop();
        }
        List<OutgoingMessage> unwritten = writer == null ? List.of() : writer.takeUnacknowledged();
        if (channel != null) {
            channel.close();
        }
        return unwritten;
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void post(Runnable event) {
        try {
            engine.context().execute(event);
        } catch (RejectedExecutionException e) {
            LOG.debug("Event of the connection to {} dropped: its context has been shut down", request.broker(), e);
        }
    }

    private PacketWriter requireWriter() {
        if (writer == null) {
            throw new IllegalStateException("No channel in phase " + phase);
        }
        return writer;
    }

    /** Keep Alive's hands. */
    private final class KeepAliveLink implements KeepAlive.Link {

        @Override
        public void ping() {
            if (exchanges != null) {
                exchanges.ping();
            }
        }

        @Override
        public void readOnce() {
            Connection.this.readOnce();
        }

        @Override
        public void dead(long silentNanos) {
            end(new Disconnection(
                    Disconnection.Kind.KEEP_ALIVE, -1,
                    request.broker() + " has sent nothing for " + silentNanos / 1_000_000
                                                       + " ms, not even an answer to PINGREQ;"
                                                       + " the connection was closed.",
                    null, null));
        }
    }
}
