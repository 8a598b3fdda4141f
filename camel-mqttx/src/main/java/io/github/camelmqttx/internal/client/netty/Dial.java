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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;

/**
 * Makes one TCP connection to a broker, directly or through a proxy. The peer, which is the proxy if there is one, is
 * resolved anew; its addresses are tried in turn, in {@link AddressOrder}, each with its share of the time that is
 * left. What fails after TCP ends it.
 * <p>
 * Confined to the serial context, but for {@link #resolve()}. Has no timer of its own for the answers of a proxy: the
 * owner cancels it at the deadline.
 */
final class Dial {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final HostOpener opener;
    private final BrokerAddress broker;
    private final @Nullable ProxySettings proxy;
    private final long deadline;
    private final Outcome outcome;
    private final List<Throwable> addressFailures = new ArrayList<>(1);

    private boolean done;
    private String progress;
    private @Nullable Channel channel;

    /** Told one of the two, once, unless cancelled before. */
    interface Outcome {

        void connected(Channel channel);

        void failed(ConnectFailure failure);
    }

    /** @param deadline reading of the clock of the context */
    Dial(HostOpener opener, BrokerAddress broker, @Nullable ProxySettings proxy, long deadline, Outcome outcome) {
        this.opener = opener;
        this.broker = broker;
        this.proxy = proxy;
        this.deadline = deadline;
        this.outcome = outcome;
        this.progress = proxy == null ? "resolving the host name" : "resolving the host name of the proxy " + proxy.address();
    }

    /** The addresses of the peer. May block. */
    InetAddress[] resolve() throws UnknownHostException {
        return opener.resolver().resolve(peerHost());
    }

    private String peerHost() {
        return proxy == null ? broker.host() : proxy.address().host();
    }

    private int peerPort() {
        return proxy == null ? broker.port() : proxy.address().port();
    }

    /** The peer could not be reached. */
    ConnectFailure failure(Throwable cause) {
        return proxy == null ? ConnectErrors.network(broker, cause) : ProxyErrors.network(proxy, broker, cause);
    }

    /** @param handlers put into the pipeline before anything comes from the broker; told that the channel is active */
    void connect(InetAddress[] addresses, ChannelHandler handlers) {
        connect(opener.order().arrange(peerHost(), addresses), 0, handlers);
    }

    private void connect(InetAddress[] addresses, int index, ChannelHandler handlers) {
        if (done) {
            return;
        }
        InetAddress address = addresses[index];
        progress = "TCP connection to " + (proxy == null ? "" : "the proxy " + proxy.address() + " at ")
                   + address.getHostAddress();
        long left = Math.max(NANOS_PER_MILLI, deadline - opener.context().nanoTime()) / (addresses.length - index);
        int timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI));
        InetSocketAddress peer = new InetSocketAddress(address, peerPort());
        Tunnel tunnel = proxy == null ? null : new Tunnel(proxy, peer);
        ChannelFuture connecting = Sockets.bootstrap(opener.context().eventLoop(), timeoutMillis)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .handler(tunnel == null ? handlers : tunnel)
                .connect(tunnel == null ? peer : Tunnel.destination(broker));
        channel = connecting.channel();
        connecting.addListener(connected -> {
            if (done) {
                connecting.channel().close();
            } else if (!connected.isSuccess()) {
                addressFailures.add(connected.cause());
                if (index + 1 < addresses.length) {
                    connect(addresses, index + 1, handlers);
                } else {
                    allFailed(connected.cause());
                }
            } else {
                opener.order().reached(peerHost(), address);
                if (tunnel == null) {
                    connected(connecting.channel());
                } else {
                    dig(tunnel, connecting.channel(), handlers);
                }
            }
        });
    }

    private void dig(Tunnel tunnel, Channel through, ChannelHandler handlers) {
        ProxySettings asked = Objects.requireNonNull(proxy);
        progress = "waiting for the proxy " + asked.address() + " to connect";
        tunnel.onOutcome(() -> {
            if (!done) {
                tunnel.removeFrom(through);
                through.pipeline().addLast(handlers);
                through.pipeline().fireChannelActive();
                connected(through);
            }
        }, cause -> failed(ProxyErrors.refused(asked, broker, tunnel.answer(), cause)));
    }

    private void allFailed(Throwable last) {
        for (Throwable earlier : addressFailures) {
            if (earlier != last) {
                last.addSuppressed(earlier);
            }
        }
        failed(failure(last));
    }

    private void connected(Channel open) {
        if (!done) {
            done = true;
            outcome.connected(open);
        }
    }

    private void failed(ConnectFailure failure) {
        if (!done) {
            cancel();
            outcome.failed(failure);
        }
    }

    /** Gives up and closes the channel, also one that was connected. */
    void cancel() {
        done = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** What is being done, for people. */
    String progress() {
        return progress;
    }
}
