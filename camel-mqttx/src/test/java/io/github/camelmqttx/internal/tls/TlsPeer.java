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
package io.github.camelmqttx.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A server socket of the JDK that shakes hands once, and the other side driven by an engine. */
final class TlsPeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final SSLServerSocket listener;
    private volatile String applicationProtocol = "";
    private final CompletableFuture<SSLSession> session = new CompletableFuture<>();

    TlsPeer(SSLContext context, boolean clientCertificate, String... protocols) throws IOException {
        listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5,
                InetAddress.getLoopbackAddress());
        listener.setSoTimeout(TIMEOUT_MILLIS);
        listener.setNeedClientAuth(clientCertificate);
        if (protocols.length > 0) {
            listener.setEnabledProtocols(protocols);
        }
        Thread thread = new Thread(this::serve, "tls-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Chooses one of these application protocols. */
    TlsPeer withApplicationProtocols(String... names) {
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(names);
        listener.setSSLParameters(parameters);
        return this;
    }

    /** The application protocol agreed on, empty if there is none. */
    String applicationProtocol() throws Exception {
        session();
        return applicationProtocol;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The session as the server sees it. */
    SSLSession session() throws Exception {
        return session.get(10, TimeUnit.SECONDS);
    }

    private void serve() {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            applicationProtocol = socket.getApplicationProtocol();
            session.complete(socket.getSession());
            socket.getOutputStream().write('k');
            socket.getOutputStream().flush();
        } catch (IOException e) {
            session.completeExceptionally(e);
        }
    }

    /** Shakes hands and reads one byte, so that the server has accepted the client's certificate too. */
    void connect(SSLEngine engine) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteBuffer network = ByteBuffer.allocate(64 * 1024).flip();
            ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
            engine.beginHandshake();
            while (plain.position() == 0) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                } else if (status == HandshakeStatus.NEED_WRAP) {
                    write(engine, socket);
                } else {
                    read(engine, socket, network, plain);
                }
            }
        }
    }

    private static void write(SSLEngine engine, Socket socket) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        engine.wrap(ByteBuffer.allocate(0), out);
        socket.getOutputStream().write(out.array(), 0, out.position());
    }

    private static void read(SSLEngine engine, Socket socket, ByteBuffer network, ByteBuffer plain) throws IOException {
        SSLEngineResult result = engine.unwrap(network, plain);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("closed by the server");
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            network.compact();
            int length = socket.getInputStream().read(network.array(), network.position(), network.remaining());
            if (length < 0) {
                throw new SSLException("end of stream");
            }
            network.position(network.position() + length).flip();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
