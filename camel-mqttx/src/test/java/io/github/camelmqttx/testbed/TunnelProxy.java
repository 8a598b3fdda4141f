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

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A proxy that connects its clients to where they ask for, on the loopback interface. It notes what was asked, knows
 * host names that nobody else knows, and can demand a password. Its port stays the same until {@link #close()}.
 * Thread-safe.
 */
public abstract class TunnelProxy implements AutoCloseable {

    private final int port = Ports.reserve();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private volatile @Nullable String userName;
    private volatile @Nullable String password;
    private volatile boolean silent;

    TunnelProxy() {
        try {
            listener = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen on port " + port, e);
        }
        start(this::accept, "tunnel-proxy-" + port);
    }

    /** A proxy for the scheme {@code http} or {@code socks5}. */
    public static TunnelProxy of(String scheme) {
        return "http".equals(scheme) ? new HttpTunnelProxy() : new SocksTunnelProxy();
    }

    abstract String scheme();

    /**
     * Talks to a client until it has asked for a connection that it may have.
     *
     * @return what it has asked for, or null if it was refused
     */
    abstract @Nullable InetSocketAddress negotiate(DataInputStream in, OutputStream out) throws IOException;

    /** Tells the client whether it has been connected. */
    abstract void answer(OutputStream out, boolean connected) throws IOException;

    public final int port() {
        return port;
    }

    /** As the option proxy wants it. */
    public final String uri() {
        return scheme() + "://127.0.0.1:" + port;
    }

    /** Adds a name for 127.0.0.1 that only this proxy knows. */
    public final TunnelProxy knows(String name) {
        names.put(name, "127.0.0.1");
        return this;
    }

    /** Wants this user from now on. */
    public final TunnelProxy wants(String name, String secret) {
        userName = name;
        password = secret;
        return this;
    }

    /** Does not permit connections to a host from now on. */
    public final TunnelProxy forbid(String host) {
        forbidden.add(host);
        return this;
    }

    /** Accepts connections and never says anything from now on. */
    public final TunnelProxy silent() {
        silent = true;
        return this;
    }

    /** What was asked for so far: host, a colon, port. */
    public final List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many connections are open, those to brokers included. */
    public final int connections() {
        return open.size();
    }

    /** Ends all connections. */
    public final void cutAll() {
        open.forEach(TunnelProxy::close);
    }

    final boolean wantsUser() {
        return userName != null;
    }

    final boolean isUser(String name, String secret) {
        return name.equals(userName) && secret.equals(password);
    }

    final boolean isForbidden(String host) {
        return forbidden.contains(host);
    }

    /** Notes a request. */
    final InetSocketAddress ask(String host, int targetPort) {
        asked.add(host + ":" + targetPort);
        return InetSocketAddress.createUnresolved(host, targetPort);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                start(() -> serve(client), "tunnel-proxy-client-" + port);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException("The proxy cannot accept on port " + port, e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (silent) {
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            InetSocketAddress asks = negotiate(in, out);
            if (asks != null) {
                connect(asks, in, out);
            }
        } catch (IOException e) {
            close(client); // it was cut, which is what some tests want
        } finally {
            open.remove(client);
        }
    }

    private void connect(InetSocketAddress asks, InputStream in, OutputStream out) throws IOException {
        Socket target = new Socket();
        try (target) {
            try {
                String host = names.getOrDefault(asks.getHostString(), asks.getHostString());
                target.connect(new InetSocketAddress(host, asks.getPort()), 5_000);
            } catch (IOException | IllegalArgumentException e) {
                answer(out, false);
                return;
            }
            open.add(target);
            answer(out, true);
            start(() -> pump(target, out), "tunnel-proxy-target-" + port);
            in.transferTo(target.getOutputStream());
        } finally {
            open.remove(target);
        }
    }

    private static void pump(Socket target, OutputStream out) {
        try (out) {
            target.getInputStream().transferTo(out);
        } catch (IOException e) {
            close(target);
        }
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Idempotent. */
    @Override
    public final void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }
}
