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

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.TlsWitness;
import io.github.camelmqttx.internal.client.netty.ConnectErrors;
import io.github.camelmqttx.internal.client.netty.TlsErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket that Paho gets for one attempt. Whatever address Paho asks for, it connects to the broker of the attempt:
 * the host is resolved anew, its addresses are tried in turn, each with its share of the time that is left, and TLS is
 * set up with the settings of the session. Paho takes it for a plain TCP socket.
 * <p>
 * {@link #connectToBroker} and the streams are Paho's threads'; everything else is for any thread.
 */
final class BrokerSocket extends Socket {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSocket.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final ConnectRequest request;
    private final BrokerAddress broker;
    private final long deadline;
    private final Runnable onEnd;
    private final Object lock = new Object();
    private @Nullable Socket plain;
    private @Nullable Socket current;
    private @Nullable ReadGate gate;
    private boolean closed;
    private boolean reading = true;
    private volatile @Nullable ConnectFailure failure;
    private volatile @Nullable SSLException brokenTls;
    private volatile @Nullable TlsWitness witness;
    private volatile String progress = "resolving the host name";

    /**
     * @param deadline by the clock of {@link System#nanoTime()}
     * @param onEnd    run when the peer has closed the connection or it is broken
     */
    BrokerSocket(ConnectRequest request, long deadline, Runnable onEnd) {
        this.request = request;
        this.broker = request.broker();
        this.deadline = deadline;
        this.onEnd = onEnd;
    }

    /** Why the connection could not be opened, or null. */
    @Nullable
    ConnectFailure failure() {
        return failure;
    }

    /** With what TLS broke after the handshake, or null. */
    @Nullable
    SSLException brokenTls() {
        return brokenTls;
    }

    /** What the TLS handshake has shown; null without TLS. */
    @Nullable
    TlsWitness witness() {
        return witness;
    }

    /** What is being waited for. */
    String progress() {
        return progress;
    }

    void reading(boolean on) {
        synchronized (lock) {
            reading = on;
            if (gate != null) {
                gate.reading(on);
            }
        }
    }

    void readOnce() {
        synchronized (lock) {
            if (gate != null) {
                gate.readOnce();
            }
        }
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        connectToBroker();
    }

    @Override
    public void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
        connectToBroker();
    }

    /** Whatever address the library has in mind. */
    void connectToBroker() throws IOException {
        try {
            Socket connected = tcp(InetAddress.getAllByName(broker.host()));
            connected.setTcpNoDelay(true);
            open(broker.transport().isSecure() ? tls(connected) : connected);
        } catch (IOException e) {
            if (failure == null) {
                failure = ConnectErrors.network(broker, e);
            }
            close();
            throw e;
        }
    }

    private Socket tcp(InetAddress[] addresses) throws IOException {
        IOException failed = new UnknownHostException(broker.host());
        for (int i = 0; i < addresses.length; i++) {
            progress = "TCP connection to " + addresses[i].getHostAddress();
            Socket attempt = new WatchedSocket();
            synchronized (lock) {
                ensureOpen();
                plain = attempt;
                current = attempt;
            }
            try {
                attempt.connect(
                        new InetSocketAddress(addresses[i], broker.port()), millisLeft() / (addresses.length - i));
                return attempt;
            } catch (IOException e) {
                attempt.close();
                if (i > 0) {
                    e.addSuppressed(failed);
                }
                failed = e;
            }
        }
        throw failed;
    }

    private Socket tls(Socket connected) throws IOException {
        progress = "TLS handshake";
        TlsWitness handshake = new TlsWitness();
        witness = handshake;
        SSLSocket secured;
        try {
            TlsEngineFactory tls = request.tls();
            if (tls == null) {
                throw new GeneralSecurityException("no TLS settings were given");
            }
            secured = tls.newSocket(connected, broker.host(), broker.port(), handshake);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            failure = TlsErrors.material(broker, e);
            throw new IOException(e);
        }
        try {
            secured.startHandshake();
        } catch (IOException e) {
            failure = TlsErrors.failure(broker, explained(e), handshake);
            throw e;
        }
        return secured;
    }

    /** The end of the connection in a handshake, as the texts know it. */
    private static Throwable explained(IOException cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        if (root instanceof EOFException) {
            return new ClosedChannelException().initCause(cause);
        }
        return cause;
    }

    private void open(Socket connected) throws IOException {
        synchronized (lock) {
            ensureOpen();
            ReadGate input = new ReadGate(new TlsWatch(connected.getInputStream()), onEnd);
            input.reading(reading);
            gate = input;
            current = connected;
        }
        progress = broker.transport().isWebSocket() ? "WebSocket upgrade" : "waiting for CONNACK";
    }

    private void ensureOpen() throws IOException {
        if (closed) {
            throw new SocketException("The attempt is over");
        }
    }

    private int millisLeft() throws IOException {
        long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
        if (left <= 0) {
            throw new SocketTimeoutException("Connect timed out");
        }
        return (int) Math.min(Integer.MAX_VALUE, left);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        synchronized (lock) {
            if (gate == null) {
                throw new SocketException("Socket is not connected");
            }
            return gate;
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        synchronized (lock) {
            if (current == null) {
                throw new SocketException("Socket is not connected");
            }
            return current.getOutputStream();
        }
    }

    /** Without effect: a read that ends after a time can make Paho lose its place in the packet. */
    @Override
    public void setSoTimeout(int millis) {
        // See above.
    }

    @Override
    public void shutdownInput() throws IOException {
        close();
    }

    @Override
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Closes as Paho does it, TLS with its farewell; may block. */
    @Override
    public void close() throws IOException {
        Socket ending = shut();
        if (ending != null) {
            ending.close();
        }
    }

    /** Closes without farewell and without blocking; whoever reads, writes or connects fails. */
    void cut() {
        shut();
        Socket ending;
        synchronized (lock) {
            ending = plain;
        }
        try {
            if (ending != null) {
                ending.close();
            }
        } catch (IOException e) {
            LOG.debug("{} could not be closed", this, e);
        }
    }

    private @Nullable Socket shut() {
        synchronized (lock) {
            Socket ending = closed ? null : current;
            closed = true;
            if (gate != null) {
                gate.shut();
            }
            return ending;
        }
    }

    @Override
    public String toString() {
        return "Socket to " + broker;
    }

    /** The TCP connection; notes that the peer has answered the handshake. */
    private final class WatchedSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = super.read(bytes, offset, length);
                    TlsWitness handshake = witness;
                    if (handshake != null && count > 0) {
                        handshake.answered();
                    }
                    return count;
                }
            };
        }
    }

    /** Keeps in mind that the peer ended TLS: with TLS 1.3 it refuses our certificate after the handshake. */
    private final class TlsWatch extends InputStream {

        private final InputStream in;

        TlsWatch(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (SSLException e) {
                brokenTls = e;
                throw e;
            }
        }
    }
}
