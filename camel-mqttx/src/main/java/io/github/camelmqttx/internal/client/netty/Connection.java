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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

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

    private final Engine engine;
    private final ConnectRequest request;
    private final Reporter reporter;
    private final PacketLog log;

    private Phase phase = Phase.OPENING;
    private ChannelOpener.@Nullable Opening opening;
    private @Nullable Channel channel;
    private @Nullable PacketWriter writer;
    private @Nullable Exchanges exchanges;
    private @Nullable ScheduledTask timer;
    private @Nullable GracefulClose closing;
    private @Nullable Authenticator authenticator;
    private @Nullable Disconnection local;
    private boolean wakeUpPosted;
    private @Nullable PacketGuard guard;
    private int decodedPackets;

    /** @param detach run before the end is reported */
    Connection(Engine engine, ConnectRequest request, Runnable detach) {
        this.engine = engine;
        this.request = request;
        this.reporter = new Reporter(engine, request, detach);
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
        } else if (phase == Phase.ESTABLISHED && writer != null && channel != null && exchanges != null) {
            phase = Phase.CLOSING;
            exchanges.keepAlive().stop();
            stopAuthenticator();
            Disconnection reason = Disconnections.local(request.broker(), reasonCode);
            local = reason;
            closing = new GracefulClose(
                    engine.context(), channel, request.broker().transport() == Transport.TCP, timeoutNanos, () -> end(reason));
            closing.start(writer, reasonCode);
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
        decodedPackets++;
        try {
            if (packet.decoderResult().isFailure()) {
                Throwable cause = packet.decoderResult().cause();
                throw new ProtocolViolation(
                        ReasonCodes.MALFORMED_PACKET, "sent a malformed packet (" + ConnectErrors.messageOf(cause) + ")");
            }
            if (log.isOn()) {
                log.received(packet);
            }
            handle(packet);
        } catch (ProtocolViolation violation) {
            violated(violation);
        }
    }

    private void handle(MqttMessage packet) {
        if (authenticator != null && authenticator.takes(packet)) {
            return;
        }
        if (phase == Phase.CONNECTING && writer != null) {
            connack(packet, writer);
        } else if (exchanges != null) {
            dispatch(exchanges, packet);
        }
    }

    void readComplete() {
        if (guard != null && guard.completePackets() != decodedPackets) {
            violated(new ProtocolViolation(
                    ReasonCodes.MALFORMED_PACKET, "sent a malformed packet (its contents do not fit its length)"));
            return;
        }
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
            reporter.post(this::wakeUp);
        }
    }

    void violated(ProtocolViolation violation) {
        if (phase == Phase.CLOSING) {
            finishClosing();
            return;
        }
        if (writer != null && request.version() == ProtocolVersion.MQTT_5) {
            writer.disconnect(violation.reasonCode());
        }
        if (phase == Phase.CONNECTING) {
            failed(ConnectErrors.violated(request.broker(), violation));
        } else {
            end(Disconnections.violated(request.broker(), violation));
        }
    }

    void legacyConnack(PacketGuard.LegacyConnack connack) {
        int code = connack.returnCode();
        int translated = ReasonCodes.isError(code) ? code : ReasonCodes.ofConnectReturnCode(code);
        int reasonCode = translated == ReasonCodes.SUCCESS ? ReasonCodes.UNSUPPORTED_PROTOCOL_VERSION : translated;
        failed(ConnectErrors.refused(request, reasonCode, " (in the CONNACK of an MQTT 3.x broker)", null));
    }

    void closed() {
        switch (phase) {
            case OPENING, CONNECTING -> failed(ConnectErrors.closed(request, TlsErrors.witness(channel)));
            case CLOSING -> finishClosing();
            default -> end(Disconnections.closed(request.broker()));
        }
    }

    void broken(Throwable cause) {
        switch (phase) {
            case OPENING, CONNECTING -> failed(ConnectErrors.broken(request, cause, TlsErrors.witness(channel)));
            case CLOSING -> finishClosing();
            default -> end(Disconnections.broken(request.broker(), cause));
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
        PacketGuard first = new PacketGuard(limit, request.version());
        guard = first;
        opened.pipeline().addLast(first);
        WholePackets.addIfNeeded(opened.pipeline());
        opened.pipeline().addLast(new MqttDecoder(limit), MqttEncoder.INSTANCE, handler);
        if (!opened.isActive()) {
            closed();
            return;
        }
        writer = new PacketWriter(
                opened.pipeline().context(handler), request.version(), log,
                (messages, written) -> reporter.unacknowledged(messages, written, this::wakeUp));
        Authentication authentication = request.credentials().authentication();
        if (authentication != null) {
            authenticator = new Authenticator(engine, request, authentication, new AuthenticatorLink());
        }
        writer.write(ConnectPacket.of(request), 0);
        writer.flush();
    }

    private void connack(MqttMessage packet, PacketWriter out) {
        if (!(packet instanceof MqttConnAckMessage message)) {
            MqttMessageType type = packet.fixedHeader().messageType();
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR,
                    type == MqttMessageType.AUTH
                            ? "asked for enhanced authentication, which was not offered" : "sent " + type + " before CONNACK");
        }
        PacketLength.check(message, request.version() == ProtocolVersion.MQTT_5);
        Connack connack = new Connack(message, request);
        if (connack.reasonCode() != ReasonCodes.SUCCESS) {
            failed(ConnectErrors.refused(
                    request, connack.reasonCode(), connack.reasonString(), connack.serverReference()));
            return;
        }
        if (authenticator == null) {
            establish(connack, out);
        } else if (channel != null) {
            authenticator.connack(connack, channel);
        }
    }

    private void establish(Connack connack, PacketWriter packets) {
        SessionState state = engine.state();
        boolean present = connack.sessionPresent(state.isOwnedBy(request.broker()));
        ConnectResult result = connack.result(present);
        boolean continued = state.resume(request.broker(), present, connack.sessionPossible());
        cancelTimer();
        engine.opener().accepted();
        phase = Phase.ESTABLISHED;
        Exchanges current = Exchanges.of(engine, request, result, packets, new KeepAliveLink());
        exchanges = current;
        if (authenticator != null) {
            authenticator.established(result.maximumPacketSize());
        }
        current.outgoing().resume(continued);
        current.keepAlive().start();
        if (continued) {
            current.outgoing().proceed();
        }
        engine.listener().connected(request.attempt(), result);
        if (phase == Phase.ESTABLISHED) {
            current.outgoing().proceed();
            current.flush();
        }
    }

    private void dispatch(Exchanges current, MqttMessage packet) {
        if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT && request.version() == ProtocolVersion.MQTT_5) {
            if (phase == Phase.CLOSING) {
                finishClosing();
            } else {
                end(Disconnections.byBroker(request.broker(), packet));
            }
        } else if (phase == Phase.ESTABLISHED) {
            current.packet(packet);
        } else {
            current.packetWhileClosing(packet);
        }
    }

    private void wakeUp() {
        wakeUpPosted = false;
        stored();
    }

    /** Sends what waited for the store, or for the transport, and gives the session the chance to publish more. */
    void stored() {
        Exchanges current = established();
        if (current != null) {
            current.outgoing().proceed();
            engine.listener().batchComplete();
            current.flush();
        }
    }

    private void timedOut() {
        String waiting = authenticator == null ? "waiting for CONNACK" : "waiting for the end of the enhanced authentication";
        String progress = opening == null ? waiting : opening.progress();
        failed(ConnectErrors.timeout(request.broker(), request.timeoutNanos(), progress));
    }

    private void finishClosing() {
        Disconnection reason = local;
        if (reason != null) {
            end(reason);
        }
    }

    private void failed(ConnectFailure failure) {
        if (phase == Phase.OPENING || phase == Phase.CONNECTING) {
            release();
            reporter.connectFailed(failure);
        }
    }

    private void end(Disconnection reason) {
        if (phase == Phase.ESTABLISHED || phase == Phase.CLOSING) {
            reporter.disconnected(reason, release());
        }
    }

    private List<OutgoingMessage> release() {
        phase = Phase.ENDED;
        cancelTimer();
        if (opening != null) {
            opening.cancel();
            opening = null;
        }
        if (closing != null) {
            closing.cancel();
        }
        stopAuthenticator();
        if (exchanges != null) {
            exchanges.stop();
        }
        List<OutgoingMessage> unwritten = writer == null ? List.of() : writer.takeUnacknowledged();
        if (channel != null) {
            channel.close();
        }
        return unwritten;
    }

    private void stopAuthenticator() {
        if (authenticator != null) {
            authenticator.stop();
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The authenticator's hands. */
    private final class AuthenticatorLink implements Authenticator.Link {

        @Override
        public void send(int reasonCode, MqttProperties properties) {
            if (writer != null) {
                writer.auth(reasonCode, properties);
                if (exchanges == null) {
                    writer.flush();
                } else {
                    exchanges.flush();
                }
            }
        }

        @Override
        public void verified(AcceptedConnack held) {
            try {
                if (writer != null) {
                    establish(held.connack(), writer);
                }
                held.replay(Connection.this::handle, Connection.this::isLive);
            } catch (ProtocolViolation violation) {
                violated(violation);
            }
            if (isLive()) {
                readComplete();
            }
        }

        @Override
        public void brokenOff(String why, @Nullable Throwable cause) {
            if (writer != null) {
                writer.disconnect(ReasonCodes.UNSPECIFIED_ERROR);
            }
            if (phase == Phase.CONNECTING) {
                failed(ConnectErrors.brokenOff(request.broker(), why, cause));
            } else {
                end(Disconnections.brokenOff(request.broker(), why, cause));
            }
        }
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
            end(Disconnections.dead(request.broker(), silentNanos));
        }
    }
}
