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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.MqttClientListener;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Paho driver: a few threads for the state of all sessions. Paho adds three threads of its own to each connection.
 * Making one needs none of the Paho libraries, connecting needs the one of the version, see {@link PahoLibraries}.
 */
public final class PahoClientFactory implements MqttClientFactory {

    private static final Logger LOG = LoggerFactory.getLogger(PahoClientFactory.class);
    private static final long CLOSE_TIMEOUT_SECONDS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SerialThread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final Executor blocking;

    /**
     * @param threads          number of threads for the serial contexts, started when needed
     * @param threadNamePrefix of these threads; a number follows
     * @param blocking         for what blocks; its threads should be daemons, because Paho's threads inherit that;
     *                         stays open when this factory is closed
     */
    public PahoClientFactory(int threads, String threadNamePrefix, Executor blocking) {
        this.threads = IntStream.rangeClosed(1, threads).mapToObj(i -> new SerialThread(threadNamePrefix + "-" + i))
                .toArray(SerialThread[]::new);
        this.blocking = blocking;
    }

    @Override
    public SerialContext newContext() {
        return new PahoSerialContext(threads[Math.floorMod(next.getAndIncrement(), threads.length)]);
    }

    @Override
    public MqttClient newClient(SerialContext context, MqttClientListener listener) {
        return new PahoMqttClient(new PahoEngine(own(context), listener, blocking, new PahoSession()));
    }

    @Override
    public void probe(
            SerialContext context, BrokerAddress broker, @Nullable ProxySettings proxy, long timeoutNanos,
            Consumer<Boolean> outcome) {
        SerialContext own = own(context);
        try {
            blocking.execute(() -> {
                boolean reachable = isReachable(broker, System.nanoTime() + timeoutNanos);
                try {
                    own.execute(() -> outcome.accept(reachable));
                } catch (RejectedExecutionException e) {
                    LOG.debug("Probe of {} dropped: its context has been shut down", broker, e);
                }
            });
        } catch (RejectedExecutionException e) {
            own.execute(() -> outcome.accept(false));
        }
    }

    private static boolean isReachable(BrokerAddress broker, long deadline) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(broker.host());
            for (int i = 0; i < addresses.length; i++) {
                long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI / (addresses.length - i);
                if (left > 0 && isReachable(addresses[i], broker.port(), (int) Math.min(Integer.MAX_VALUE, left))) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be reached", broker, e);
        }
        return false;
    }

    private static boolean isReachable(InetAddress address, int port, int timeoutMillis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), timeoutMillis);
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be reached at port {}", address, port, e);
            return false;
        }
    }

    @Override
    public void close() {
        for (SerialThread thread : threads) {
            thread.close(CLOSE_TIMEOUT_SECONDS);
        }
    }

    private static PahoSerialContext own(SerialContext context) {
        if (context instanceof PahoSerialContext own) {
            return own;
        }
        throw new IllegalArgumentException("Not a context of this factory: " + context);
    }
}
