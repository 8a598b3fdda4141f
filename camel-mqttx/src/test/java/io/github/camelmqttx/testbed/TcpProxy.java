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
package io.github.camelmqttx.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback interface that can behave like a bad network. Its port stays the same from construction
 * to {@link #close()}. Faults apply to connections that are open and to those that come; {@link #heal()} ends them.
 * Thread-safe.
 * <p>
 * Faults at packets ({@link #inject(PacketFault)}) understand MQTT over TCP only, not TLS or WebSocket.
 */
public final class TcpProxy implements AutoCloseable {

    private static final long JOIN_MILLIS = 5_000;

    private final ProxyConditions conditions = new ProxyConditions();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port = Ports.reserve();
    private volatile InetSocketAddress target;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private boolean closed;

    private TcpProxy(InetSocketAddress target) {
        this.target = target;
    }

    /** A listening proxy in front of a broker's TCP listener. */
    public static TcpProxy to(Broker broker) {
        return to(broker.host(), broker.port(Scheme.MQTT));
    }

    /** A listening proxy in front of an address. */
    public static TcpProxy to(String host, int port) {
        TcpProxy proxy = new TcpProxy(new InetSocketAddress(host, port));
        proxy.up();
        return proxy;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** URI of a broker for MQTT over TCP seen through this proxy. */
    public String uri() {
        return uri(Scheme.MQTT);
    }

    /** URI of a broker seen through this proxy; the scheme must be that of the target. */
    public String uri(Scheme scheme) {
        return scheme.uri(host(), port);
    }

    /** Sends connections that come from now on elsewhere. */
    public TcpProxy retarget(String host, int targetPort) {
        target = new InetSocketAddress(host, targetPort);
        return this;
    }

    /** Listens again after {@link #refuse()} or {@link #down()}. Does nothing if it listens. */
    public synchronized void up() {
        if (closed) {
            throw new IllegalStateException("The proxy on port " + port + " is closed");
        }
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host()), port));
            listener = socket;
            Thread thread = new Thread(() -> accept(socket), "tcp-proxy-accept-" + port);
            thread.setDaemon(true);
            thread.start();
            acceptor = thread;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen on port " + port, e);
        }
    }

    /** New connections are refused; open ones go on. */
    public void refuse() {
        Thread ended;
        synchronized (this) {
            ServerSocket socket = listener;
            if (socket == null) {
                return;
            }
            listener = null;
            ended = acceptor;
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException("The proxy cannot stop listening on port " + port, e);
            }
        }
        join(ended);
    }

    /** New connections are refused and open ones reset, as if the broker's process had died. */
    public void down() {
        refuse();
        resetAll();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                ProxyConnection connection = new ProxyConnection(client, conditions, connections::remove);
                connections.add(connection);
                connection.start(target);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("The proxy cannot accept on port " + port, e);
                }
            }
        }
    }

    /** Delays what is read from now on, in one direction. */
    public TcpProxy latency(Direction direction, Duration latency) {
        conditions.latency(direction, latency);
        return this;
    }

    /** Bounds the throughput of each connection in one direction; 0: no bound. */
    public TcpProxy throttle(Direction direction, long bytesPerSecond) {
        conditions.throttle(direction, bytesPerSecond);
        return this;
    }

    /** Forwards nothing in one direction; sockets stay open, and what is held back is forwarded when it is healed. */
    public TcpProxy blackHole(Direction direction) {
        conditions.blackHole(direction, true);
        return this;
    }

    /** Forwards nothing at all; connections are still accepted and stay open. */
    public TcpProxy blackHole() {
        return blackHole(Direction.TO_BROKER).blackHole(Direction.TO_CLIENT);
    }

    /** Cuts the connection that carries the n-th byte from now on in one direction, after that byte. Happens once. */
    public TcpProxy cutAfterBytes(Direction direction, long bytes) {
        conditions.cutAfterBytes(direction, bytes);
        return this;
    }

    /** Lets something happen to one packet. */
    public PacketFault inject(PacketFault fault) {
        conditions.add(fault);
        return fault;
    }

    /** Ends all faults except {@link #refuse()} and {@link #down()}. */
    public TcpProxy heal() {
        conditions.heal();
        return this;
    }

    /** Resets all open connections (RST to both sides). */
    public void resetAll() {
        now().forEach(ProxyConnection::reset);
    }

    /** Closes all open connections (FIN to both sides). */
    public void closeAll() {
        now().forEach(ProxyConnection::close);
    }

    /** Without those with which a quick client comes back while the others are cut. */
    private List<ProxyConnection> now() {
        return List.of(connections.toArray(ProxyConnection[]::new));
    }

    /** How many connections it has accepted since its construction. */
    public int acceptedConnections() {
        return accepted.get();
    }

    /** How many connections are open; one that was cut counts until the side that got the last bytes has closed. */
    public int openConnections() {
        return connections.size();
    }

    /** Ends everything and waits for its threads. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Set<ProxyConnection> open = Set.copyOf(connections);
        refuse();
        heal();
        closeAll();
        try {
            for (ProxyConnection connection : open) {
                connection.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null && thread != Thread.currentThread()) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
