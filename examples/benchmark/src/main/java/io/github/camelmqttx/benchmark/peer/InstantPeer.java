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
package io.github.camelmqttx.benchmark.peer;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An MQTT peer for 3.1, 3.1.1 and 5.0 on the loopback address that answers at once, so that the client is measured.
 * <p>
 * It answers every PUBLISH, passes it to the subscribers of exactly that Topic Name within their Receive Maximum, and
 * makes up messages for subscribers of {@code generate/<count>/<payload bytes>}. Not supported: wildcards, Shared
 * Subscriptions, retained messages, Will Messages, sessions beyond a connection, takeover, Keep Alive supervision,
 * Maximum Packet Size. A packet that breaks the protocol is reported on the error stream and closes its connection.
 * <p>
 * One thread, that of {@link #run()}, does everything; {@link #close()} may be called from any thread.
 */
public final class InstantPeer implements Runnable, AutoCloseable {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final int window;
    private final Topics topics = new Topics();
    private final List<PeerConnection> toFlush = new ArrayList<>();
    private int assignedIdentifiers;
    private volatile boolean closed;

    /**
     * @param  port        port to listen on, 0 for any free one
     * @param  window      most unacknowledged messages per subscriber, 1 to 65 535; a smaller Receive Maximum wins
     * @throws IOException if the port can't be bound
     */
    public InstantPeer(int port, int window) throws IOException {
        this.window = window;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /** Serves until {@link #close()}. */
    @Override
    public void run() {
        try (selector; server) {
            while (!closed) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("The peer on port " + port() + " has failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    int window() {
        return window;
    }

    Topics topics() {
        return topics;
    }

    byte[] nextClientIdentifier() {
        return ("assigned-" + ++assignedIdentifiers).getBytes(StandardCharsets.US_ASCII);
    }

    void toFlush(PeerConnection connection) {
        if (toFlush.isEmpty() || toFlush.get(toFlush.size() - 1) != connection && !toFlush.contains(connection)) {
            toFlush.add(connection);
        }
    }

    private void ready(SelectionKey key) {
        if (key.isValid() && key.isAcceptable()) {
            accept();
        } else if (key.attachment() instanceof PeerConnection connection) {
            serve(key, connection);
        }
    }

    private void serve(SelectionKey key, PeerConnection connection) {
        try {
            if (key.isValid() && key.isWritable()) {
                connection.writable();
            }
            if (key.isValid() && key.isReadable()) {
                connection.readable();
            }
        } catch (IOException | RuntimeException e) {
            toFlush.remove(connection);
            drop(connection, e);
        }
        for (PeerConnection touched : toFlush) {
            try {
                touched.flush();
            } catch (IOException | RuntimeException e) {
                drop(touched, e);
            }
        }
        toFlush.clear();
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new PeerConnection(this, key));
            }
        } catch (IOException e) {
            System.err.println("InstantPeer: could not accept a connection: " + e);
        }
    }

    private static void drop(PeerConnection connection, Exception cause) {
        if (!(cause instanceof EOFException)) {
            System.err.println("InstantPeer: connection closed: " + cause);
        }
        try {
            connection.close();
        } catch (IOException e) {
            System.err.println("InstantPeer: could not close a connection: " + e);
        }
    }
}
