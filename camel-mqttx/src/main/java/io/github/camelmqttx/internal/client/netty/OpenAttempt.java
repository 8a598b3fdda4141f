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
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one channel: name resolution and TLS set-up on the executor for blocking work; then TCP ({@link Dial}), TLS
 * handshake and WebSocket upgrade on the event loop. What fails after TCP ends the attempt; the next one begins with
 * another address.
 * <p>
 * All state is confined to the serial context; {@code done} is the one gate against late events.
 */
final class OpenAttempt implements ChannelOpener.Opening, Dial.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAttempt.class);
    private static final String UPGRADE = "mqttx-upgrade";
    private static final long TLS_CLOSE_TIMEOUT_MILLIS = 1_000;

    private final NettySerialContext context;
    private final Executor blocking;
    private final ConnectRequest request;
    private final ChannelOpener.Outcome outcome;
    private final BrokerAddress broker;
    private final TlsWitness witness = new TlsWitness();
    private final Dial dial;

    private boolean done;
    private boolean upgrading;
    /** What is being done, null as long as the dial says it. */
    private @Nullable String progress;
    private @Nullable Channel channel;

    OpenAttempt(HostOpener opener, ConnectRequest request, ChannelOpener.Outcome outcome) {
        this.context = opener.context();
        this.blocking = opener.blocking();
        this.request = request;
        this.outcome = outcome;
        this.broker = request.broker();
        this.dial = new Dial(opener, broker, request.proxy(), context.nanoTime() + request.timeoutNanos(), this);
    }

    void start() {
        try {
            blocking.execute(this::prepare);
        } catch (RejectedExecutionException e) {
            context.execute(() -> failed(dial.failure(e)));
        }
    }

    @Override
    public void cancel() {
        done = true;
        dial.cancel();
    }

    @Override
    public String progress() {
        return progress == null ? dial.progress() : progress;
    }

    private void prepare() {
        Runnable next;
        try {
            InetAddress[] addresses = dial.resolve();
            SSLEngine engine = needsTls() ? newEngine() : null;
            next = () -> dial.connect(addresses, new Initializer(engine));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            next = () -> failed(TlsErrors.material(broker, e));
        } catch (IOException e) {
            boolean name = e instanceof UnknownHostException;
            next = () -> failed(name ? dial.failure(e) : TlsErrors.material(broker, e));
        } catch (RuntimeException e) {
            next = () -> failed(dial.failure(e));
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
        return tls.newEngine(broker.hostWithoutZone(), broker.port(), witness);
    }

    @Override
    public void connected(Channel open) {
        channel = open;
        if (done) {
            open.close();
        } else if (needsTls()) {
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

    @Override
    public void failed(ConnectFailure failure) {
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
        if (cause instanceof WebSocketClientHandshakeException refused && refused.response() != null
                && refused.response().status().codeClass() != HttpStatusClass.UNKNOWN) {
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
