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
package io.github.camelmqttx.it;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Notes what TLS handshakes agree on, and ends each connection after its handshake. */
final class TlsListener implements AutoCloseable {

    private final SSLServerSocket socket;
    private final List<String> sessions = new CopyOnWriteArrayList<>();

    TlsListener(SSLContext context) throws IOException {
        socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 10,
                InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::accept, "tls-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                client.startHandshake();
                SSLSession session = client.getSession();
                sessions.add(session.getProtocol() + " " + session.getCipherSuite());
            } catch (IOException e) {
                sessions.add("failed: " + e.getMessage());
            }
        }
    }

    String uri() {
        return "mqtts://127.0.0.1:" + socket.getLocalPort();
    }

    /** Protocol and cipher suite of each handshake, or why it failed. */
    List<String> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
