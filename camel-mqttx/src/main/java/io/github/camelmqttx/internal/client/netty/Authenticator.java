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

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.github.camelmqttx.EnhancedAuthentication.Exchange;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.BlockingCalls;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enhanced authentication of one connection: the steps between CONNECT and CONNACK, and repetitions later. Spec:
 * 5.0 section 4.12.
 *
 * <pre>
 * BROKER --- AUTH 0x18 ---> BEAN --- answer, AUTH 0x18 ---> BROKER
 * BROKER --- CONNACK, or AUTH 0x00 of a repetition ---> BEAN --- accepted ---> NOBODY
 * NOBODY --- repeatAfter is over ---> BEAN --- AUTH 0x19 ---> BROKER
 * </pre>
 *
 * Confined to the serial context; the bean is called outside it, one step at a time. A packet that comes when it is not
 * the broker's turn breaks the protocol.
 */
final class Authenticator {

    /** How soon a repetition that could not begin is tried again, at the latest. */
    static final Duration RETRY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private enum Turn {
        BROKER,
        BEAN,
        NOBODY
    }

    private final Engine engine;
    private final ConnectRequest request;
    private final Authentication authentication;
    private final Link link;

    private Turn turn = Turn.BROKER;
    private Exchange exchange;
    private boolean repeating;
    private boolean stopped;
    private @Nullable AcceptedConnack accepted;
    private Duration retry = RETRY;
    private int maximumPacketSize = ConnectPacket.LARGEST_PACKET;
    private ScheduledTask timer = () -> {
    };

    /** The hands of an authenticator; its calls come in the context, never inside a call of it. */
    interface Link {

        /** Writes and flushes AUTH. */
        void send(int reasonCode, MqttProperties properties);

        /** The bean has taken the CONNACK: the connection is to be established, and what was held to be handled. */
        void verified(AcceptedConnack held);

        /** The authentication is broken off by this side. @param why a clause that begins with what failed */
        void brokenOff(String why, @Nullable Throwable cause);
    }

    Authenticator(Engine engine, ConnectRequest request, Authentication authentication, Link link) {
        this.engine = engine;
        this.request = request;
        this.authentication = authentication;
        this.link = link;
        this.exchange = authentication.exchange();
    }

    /**
     * Takes AUTH, and what comes while the bean has not taken the CONNACK.
     *
     * @return                   whether the packet is taken
     * @throws ProtocolViolation if a broker must not send it now. Spec: 5.0 [MQTT-4.12.0-2], [MQTT-4.12.0-5],
     *                           [MQTT-3.15.2-1]
     */
    boolean takes(MqttMessage packet) {
        if (accepted != null) {
            accepted.hold(packet);
            return true;
        }
        boolean mine = packet.fixedHeader().messageType() == MqttMessageType.AUTH;
        if (mine && !stopped) {
            auth(packet);
        }
        return mine;
    }

    private void auth(MqttMessage message) {
        AuthPacket packet = AuthPacket.of(message);
        packet.checkMethod(authentication.method());
        if (turn != Turn.BROKER) {
            throw AuthPacket.violation(turn == Turn.BEAN
                    ? "sent AUTH before it had the answer to the one before"
                    : "sent AUTH although no authentication was under way");
        }
        byte[] data = packet.data();
        if (packet.reasonCode() == ReasonCodes.CONTINUE_AUTHENTICATION) {
            ask(() -> exchange.next(data), "answer the broker", this::answer);
        } else if (packet.reasonCode() == ReasonCodes.SUCCESS && repeating) {
            ask(() -> accepted(data), "take what the broker says of itself", this::repeated);
        } else {
            throw AuthPacket.violation(
                    "sent AUTH with Reason Code " + ReasonCodes.describe(packet.reasonCode()) + ", which it cannot have now");
        }
    }

    /**
     * Takes a CONNACK with success; the bean checks them before the connection counts.
     *
     * @throws ProtocolViolation if the broker has accepted without the Authentication Method, or before it had the
     *                           answer to its last question. Spec: 5.0 [MQTT-4.12.0-5]
     */
    void connack(Connack connack, Channel channel) {
        String method = PropertyMapper.text(connack.properties(), PropertyIds.AUTHENTICATION_METHOD);
        if (!authentication.method().equals(method)) {
            throw AuthPacket.violation(
                    "accepted the connection without the Authentication Method " + authentication.method()
                                       + " that was asked for, so neither side has been authenticated by it");
        }
        if (turn != Turn.BROKER) {
            throw AuthPacket.violation("accepted the connection before it had the answer to its last AUTH");
        }
        accepted = new AcceptedConnack(connack, channel);
        byte[] data = AuthPacket.data(connack.properties());
        ask(() -> accepted(data), "take what the broker says of itself", this::verified);
    }

    /** The connection is established, with this Maximum Packet Size of the broker. */
    void established(int brokersMaximumPacketSize) {
        maximumPacketSize = brokersMaximumPacketSize;
    }

    /** The connection ends; nothing comes from here any more. */
    void stop() {
        stopped = true;
        timer.cancel();
        engine.beans().cancel();
        if (accepted != null) {
            accepted.drop();
            accepted = null;
        }
    }

    private @Nullable Duration accepted(byte @Nullable [] data) throws Exception {
        exchange.accepted(data);
        return exchange.repeatAfter();
    }

    private void answer(byte @Nullable [] data) {
        send(ReasonCodes.CONTINUE_AUTHENTICATION, data);
    }

    private void send(int reasonCode, byte @Nullable [] data) {
        MqttProperties properties;
        try {
            properties = AuthPacket.properties(authentication.method(), data, maximumPacketSize);
        } catch (IllegalStateException e) {
            link.brokenOff(failedTo("answer the broker"), e);
            return;
        }
        turn = Turn.BROKER;
        link.send(reasonCode, properties);
    }

    private <T> void ask(Callable<@Nullable T> step, String what, Consumer<@Nullable T> then) {
        turn = Turn.BEAN;
        engine.beans().start(step, new BlockingCalls.Outcome<T>() {
            @Override
            public void succeeded(@Nullable T result) {
                then.accept(result);
            }

            @Override
            public void failed(Throwable cause) {
                link.brokenOff(failedTo(what), cause);
            }
        });
    }

    private static String failedTo(String what) {
        return "the bean of enhancedAuthentication failed to " + what;
    }

    private void verified(@Nullable Duration next) {
        AcceptedConnack held = accepted;
        accepted = null;
        turn = Turn.NOBODY;
        if (held != null) {
            held.resumeReading();
            link.verified(held);
            held.drop();
        }
        repeatAfter(next);
    }

    private void repeated(@Nullable Duration next) {
        LOG.debug("{}: authenticated again at {}", request.clientId(), request.broker());
        timer.cancel();
        repeating = false;
        turn = Turn.NOBODY;
        repeatAfter(next);
    }

    private void repeatAfter(@Nullable Duration time) {
        if (time != null && !stopped) {
            Duration bounded = time.compareTo(SHORTEST) < 0 ? SHORTEST : time.compareTo(LONGEST) > 0 ? LONGEST : time;
            retry = bounded.compareTo(RETRY) < 0 ? bounded : RETRY;
            timer = engine.context().schedule(this::repeat, bounded.toNanos());
        }
    }

    /** Begins a repetition. Spec: 5.0 [MQTT-4.12.1-1]. */
    private void repeat() {
        timer = engine.context().schedule(this::timedOut, request.timeoutNanos());
        engine.beans().start(this::begin, new BlockingCalls.Outcome<Begun>() {
            @Override
            public void succeeded(@Nullable Begun begun) {
                if (begun != null) {
                    exchange = begun.exchange();
                    repeating = true;
                    send(ReasonCodes.RE_AUTHENTICATE, begun.first());
                }
            }

            @Override
            public void failed(Throwable cause) {
                postpone(ConnectErrors.messageOf(cause));
            }
        });
    }

    private Begun begin() throws Exception {
        Exchange next = authentication.bean().begin(request.broker().toString(), request.clientId());
        return new Begun(next, next.first());
    }

    private record Begun(Exchange exchange, byte @Nullable [] first) {
    }

    /** Nothing has been sent, so the authentication before is in force as long as the broker thinks fit. */
    private void postpone(String why) {
        LOG.warn("{}: the authentication at {} could not be repeated ({}); this is tried again in {} s", request.clientId(),
                request.broker(), why, retry.toSeconds());
        timer.cancel();
        timer = engine.context().schedule(this::repeat, retry.toNanos());
    }

    private void timedOut() {
        String within = "within " + request.timeoutNanos() / NANOS_PER_MILLI + " ms";
        if (repeating) {
            link.brokenOff("the repeated authentication did not end " + within, null);
        } else {
            engine.beans().cancel();
            postpone("the bean did not begin it " + within);
        }
    }
}
