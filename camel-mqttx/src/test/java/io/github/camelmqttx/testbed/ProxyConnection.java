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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection through a {@link TcpProxy} and the proxy's own to the target, with two threads per direction.
 * Ends in one of three ways: both sides have closed, a fault cuts it, the proxy closes it.
 */
final class ProxyConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final Socket client;
    private final Socket broker = new Socket();
    private final ProxyConditions conditions;
    private final Consumer<ProxyConnection> onClose;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private boolean open = true;
    private @Nullable Socket draining;
    private int directionsEnded;

    ProxyConnection(Socket client, ProxyConditions conditions, Consumer<ProxyConnection> onClose) {
        this.client = client;
        this.conditions = conditions;
        this.onClose = onClose;
    }

    /** Connects to the target and begins to forward, without blocking the caller. */
    void start(InetSocketAddress target) {
        run("connect", () -> {
            try {
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
                broker.connect(target, CONNECT_TIMEOUT_MILLIS);
            } catch (IOException e) {
                reset();
                return;
            }
            forward(new ProxyPump(this, conditions, Direction.TO_BROKER, client, broker));
            forward(new ProxyPump(this, conditions, Direction.TO_CLIENT, broker, client));
        });
    }

    private void forward(ProxyPump pump) {
        run("read-" + pump.direction(), pump::read);
        run("write-" + pump.direction(), pump::write);
    }

    private synchronized void run(String name, Runnable task) {
        if (open) {
            Thread thread = new Thread(task, "tcp-proxy-" + name + "-" + client.getPort());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** One side has closed its half and the other knows it. */
    void directionEnded() {
        boolean both;
        synchronized (this) {
            both = ++directionsEnded == 2;
        }
        if (both) {
            close();
        }
    }

    /**
     * Resets the sender's side and leaves the receiver's open until it has read everything and closes, so that it
     * surely gets what was forwarded before the cut.
     */
    void drain(Socket sender, Socket receiver) {
        synchronized (this) {
            draining = receiver;
        }
        resetOnClose(sender);
        closeQuietly(sender);
    }

    synchronized boolean isDraining(Socket receiver) {
        return draining == receiver;
    }

    /** Ends it with RST on both sides. */
    void reset() {
        resetOnClose(client);
        resetOnClose(broker);
        close();
    }

    /** Ends it with FIN on both sides. */
    void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        closeQuietly(client);
        closeQuietly(broker);
        conditions.wakeUp();
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        onClose.accept(this);
    }

    /** Waits until its threads have ended. */
    void join(long millis) throws InterruptedException {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join(millis);
            }
        }
    }

    static void resetOnClose(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already, so there is nothing left to reset
            return;
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the descriptor is released all the same
            return;
        }
    }
}
