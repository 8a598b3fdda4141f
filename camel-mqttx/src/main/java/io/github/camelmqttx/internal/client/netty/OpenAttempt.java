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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.TlsWitness;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one channel: name resolution and TLS set-up on the executor for blocking work; then TCP, TLS handshake and
 * WebSocket upgrade on the event loop. The host is resolved anew each time. Its addresses are tried in turn, in
 * {@link AddressOrder}, each with its share of the time that is left. What fails after TCP ends the attempt; the next
 * one begins with another address.
 * <p>
 * All state is confined to the serial context; {@code done} is the one gate against late events.
 */
final class OpenAttempt implements ChannelOpener.Opening {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAttempt.class);
    private static final String UPGRADE = "mqttx-upgrade";
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long TLS_CLOSE_TIMEOUT_MILLIS = 1_000;

    private final NettySerialContext context;
    private final Executor blocking;
    private final HostResolver resolver;
    private final AddressOrder order;
    private final ConnectRequest request;
    private final ChannelOpener.Outcome outcome;
    private final BrokerAddress broker;
    private final long deadline;
    private final TlsWitness witness = new TlsWitness();
    private final List<Throwable> addressFailures = new ArrayList<>(1);

    private boolean done;
    private boolean upgrading;
    private String progress;
    private @Nullable Channel channel;

    OpenAttempt(HostOpener opener, ConnectRequest request, ChannelOpener.Outcome outcome) {
        this.context = opener.context();
        this.blocking = opener.blocking();
        this.resolver = opener.resolver();
        this.order = opener.order();
        this.request = request;
        this.outcome = outcome;
        this.broker = request.broker();
        this.deadline = context.nanoTime() + request.timeoutNanos();
        this.progress = "resolving the host name";
    }

    void start() {
        try {
            blocking.execute(this::prepare);
        } catch (RejectedExecutionException e) {
            context.execute(() -> failed(ConnectErrors.network(broker, e)));
        }
    }

    @Override
    public void cancel() {
        done = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public String progress() {
        return progress;
    }

    private void prepare() {
        Runnable next;
        try {
            InetAddress[] addresses = resolver.resolve(broker.host());
            SSLEngine engine = needsTls() ? newEngine() : null;
            next = () -> connect(order.arrange(broker.host(), addresses), 0, engine);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            next = () -> failed(TlsErrors.material(broker, e));
        } catch (IOException e) {
            boolean name = e instanceof UnknownHostException;
            next = () -> failed(name ? ConnectErrors.network(broker, e) : TlsErrors.material(broker, e));
        } catch (RuntimeException e) {
            next = () -> failed(ConnectErrors.network(broker, e));
        }
        try {
            context.execute(next);
        } catch (RejectedExecutionException e) {
            LOG.debug("Attempt to connect to {} dropped: its context has been shut down", broker, e);
        }
    }

    private boolean needsTls() {
        return broker.transport() == Transport.TLS || broker.transport() == Transport.WSS;
    }

    private boolean needsWebSocket() {
        return broker.transport() == Transport.WS || broker.transport() == Transport.WSS;
    }

    private SSLEngine newEngine() throws GeneralSecurityException, IOException {
        TlsEngineFactory tls = request.tls();
        if (tls == null) {
            throw new GeneralSecurityException("no TLS settings were given");
        }
        return tls.newEngine(broker.host(), broker.port(), witness);
    }

    private void connect(InetAddress[] addresses, int index, @Nullable SSLEngine engine) {
        if (done) {
            return;
        }
        InetAddress address = addresses[index];
        progress = "TCP connection to " + address.getHostAddress();
        long left = Math.max(NANOS_PER_MILLI, deadline - context.nanoTime()) / (addresses.length - index);
        int timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI));
        ChannelFuture connecting = Sockets.bootstrap(context.eventLoop(), timeoutMillis)
                .handler(new Initializer(engine))
                .connect(new InetSocketAddress(address, broker.port()));
        channel = connecting.channel();
        connecting.addListener(connected -> {
            if (done) {
                connecting.channel().close();
            } else if (connected.isSuccess()) {
                order.reached(broker.host(), address);
                connected();
            } else {
                addressFailures.add(connected.cause());
                if (index + 1 < addresses.length) {
                    connect(addresses, index + 1, engine);
                } else {
                    allFailed(connected.cause());
                }
            }
        });
    }

    private void allFailed(Throwable last) {
        for (Throwable earlier : addressFailures) {
            if (earlier != last) {
                last.addSuppressed(earlier);
            }
        }
        failed(ConnectErrors.network(broker, last));
    }

    private void connected() {
        if (needsTls()) {
            progress = "TLS handshake";
        } else if (needsWebSocket()) {
            upgrading();
        } else {
            opened();
        }
    }

    private void upgrading() {
        upgrading = true;
        progress = "WebSocket upgrade";
    }

    private void opened() {
        Channel open = channel;
        if (!done && open != null) {
            done = true;
            open.pipeline().remove(UPGRADE);
            outcome.opened(open);
        }
    }

    private void failed(ConnectFailure failure) {
        if (!done) {
            cancel();
            outcome.failed(failure);
        }
    }

    /** Puts the handlers of the transport in. */
    private final class Initializer extends ChannelInitializer<Channel> {

        private final @Nullable SSLEngine engine;

        Initializer(@Nullable SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        protected void initChannel(Channel ch) throws URISyntaxException {
            if (engine != null) {
                SslHandler tls = new SslHandler(engine, false, blocking);
                tls.setHandshakeTimeoutMillis(0);
                tls.setCloseNotifyFlushTimeoutMillis(TLS_CLOSE_TIMEOUT_MILLIS);
                ch.attr(TlsErrors.WITNESS).set(witness);
                ch.pipeline().addLast(new AnswerWatch(witness), tls);
                tls.handshakeFuture().addListener(shaken -> {
                    if (!shaken.isSuccess()) {
                        failed(TlsErrors.failure(broker, shaken.cause(), witness));
                    } else if (needsWebSocket()) {
                        upgrading();
                    } else {
                        opened();
                    }
                });
            }
            if (needsWebSocket()) {
                WebSocketBytes.addTo(ch.pipeline(), request);
            }
            ch.pipeline().addLast(UPGRADE, new UpgradeEvents());
        }
    }

    /** The end of the pipeline until MQTT takes over. */
    private final class UpgradeEvents extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            if (root instanceof SSLException || needsTls() && !upgrading) {
                failed(TlsErrors.failure(broker, root, witness));
            } else {
                failed(upgradeFailure(cause));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (needsWebSocket()) {
                failed(upgradeFailure(null));
            }
        }
    }

    private ConnectFailure upgradeFailure(@Nullable Throwable cause) {
        String why;
        if (cause instanceof WebSocketClientHandshakeException refused && refused.response() != null) {
            why = "the server answered the upgrade with HTTP status " + refused.response().status()
                  + ". Check the path " + broker.path() + ", credentials and headers.";
        } else if (cause == null) {
            why = "the server closed the connection during the upgrade. Check that this is a WebSocket port.";
        } else {
            why = "the server does not upgrade (" + ConnectErrors.messageOf(cause)
                  + "). Check that this is a WebSocket port for MQTT.";
        }
        return ConnectErrors.failure(
                ConnectFailure.Stage.WEB_SOCKET, "Cannot open a WebSocket to " + broker + ": " + why, true, cause);
    }
}
