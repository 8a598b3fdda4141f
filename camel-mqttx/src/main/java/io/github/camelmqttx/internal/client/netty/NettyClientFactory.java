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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Netty driver: a few I/O threads for all sessions. */
public final class NettyClientFactory implements MqttClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(NettyClientFactory.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final NioEventLoopGroup group;
    private final Executor blocking;
    private final HostResolver resolver;

    /**
     * @param ioThreads        number of I/O threads, started when needed
     * @param threadNamePrefix of the I/O threads; a number follows
     * @param blocking         for name resolution, TLS set-up and certificate checks; stays open when this factory is
     *                         closed
     */
    public NettyClientFactory(int ioThreads, String threadNamePrefix, Executor blocking) {
        this(ioThreads, threadNamePrefix, blocking, InetAddress::getAllByName);
    }

    NettyClientFactory(int ioThreads, String threadNamePrefix, Executor blocking, HostResolver resolver) {
        this.group = new NioEventLoopGroup(ioThreads, new DefaultThreadFactory(threadNamePrefix, true));
        this.blocking = blocking;
        this.resolver = resolver;
    }

    @Override
    public SerialContext newContext() {
        return new NettySerialContext(group.next());
    }

    @Override
    public MqttClient newClient(SerialContext context, MqttClientListener listener) {
        NettySerialContext own = own(context);
        return new NettyMqttClient(context, listener, new HostOpener(own, blocking, resolver), blocking);
    }

    @Override
    public void probe(
            SerialContext context, BrokerAddress broker, long timeoutNanos,
            Consumer<Boolean> outcome) {
        Probe probe = new Probe(own(context), broker, outcome);
        context.execute(() -> probe.start(timeoutNanos));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        try {
            if (!group.awaitTermination(CLOSE_TIMEOUT_SECONDS + 1, TimeUnit.SECONDS)) {
                LOG.warn("I/O threads did not end within {} s", CLOSE_TIMEOUT_SECONDS + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static NettySerialContext own(SerialContext context) {
        if (context instanceof NettySerialContext own) {
            return own;
        }
        throw new IllegalArgumentException("Not a context of this factory: " + context);
    }

    /** One TCP connection that is closed as soon as it stands. */
    private final class Probe {

        private final NettySerialContext context;
        private final BrokerAddress broker;
        private final Consumer<Boolean> outcome;
        private boolean done;
        private ScheduledTask timer = () -> {
        };

        Probe(NettySerialContext context, BrokerAddress broker, Consumer<Boolean> outcome) {
            this.context = context;
            this.broker = broker;
            this.outcome = outcome;
        }

        void start(long timeoutNanos) {
            timer = context.schedule(() -> finish(false), timeoutNanos);
            try {
                blocking.execute(() -> resolve(context.nanoTime() + timeoutNanos));
            } catch (RejectedExecutionException e) {
                finish(false);
            }
        }

        private void resolve(long deadline) {
            InetAddress[] addresses;
            try {
                addresses = resolver.resolve(broker.host());
            } catch (UnknownHostException e) {
                addresses = new InetAddress[0];
            }
            InetAddress[] found = addresses;
            try {
                context.execute(() -> next(found, 0, deadline));
            } catch (RejectedExecutionException e) {
                LOG.debug("Probe of {} dropped: its context has been shut down", broker, e);
            }
        }

        private void next(InetAddress[] addresses, int index, long deadline) {
            if (done || index == addresses.length) {
                finish(false);
                return;
            }
            long left = (deadline - context.nanoTime()) / (addresses.length - index) / NANOS_PER_MILLI;
            ChannelFuture connecting = Sockets
                    .bootstrap(context.eventLoop(), (int) Math.max(1, Math.min(left, Integer.MAX_VALUE)))
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(new InetSocketAddress(addresses[index], broker.port()));
            Channel channel = connecting.channel();
            connecting.addListener(connected -> {
                channel.close();
                if (connected.isSuccess()) {
                    finish(true);
                } else {
                    next(addresses, index + 1, deadline);
                }
            });
        }

        private void finish(boolean reachable) {
            if (!done) {
                done = true;
                timer.cancel();
                outcome.accept(reachable);
            }
        }
    }
}
