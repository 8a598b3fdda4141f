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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.SerialContext;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Netty driver: a few I/O threads for all sessions. */
public final class NettyClientFactory implements MqttClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(NettyClientFactory.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 3;

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
            SerialContext context, BrokerAddress broker, @Nullable ProxySettings proxy, long timeoutNanos,
            Consumer<Boolean> outcome) {
        HostOpener opener = new HostOpener(own(context), blocking, resolver);
        Probe probe = new Probe(opener, broker, proxy, timeoutNanos, outcome);
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
}
