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
package io.github.camelmqttx.internal.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * Makes the client-mode engine of one TLS connection, with host name verification, protocols and cipher suites already
 * set. Called off the I/O thread; may read files. Two settings are equal if their factories are equal.
 */
public interface TlsEngineFactory {

    /**
     * @throws GeneralSecurityException if key or trust material cannot be used
     * @throws IOException              if it cannot be read
     */
    SSLEngine newEngine(String host, int port) throws GeneralSecurityException, IOException;

    /**
     * As {@link #newEngine(String, int)}.
     *
     * @param witness told what the handshake shows, as far as the factory can see it
     */
    default SSLEngine newEngine(String host, int port, TlsWitness witness) throws GeneralSecurityException, IOException {
        return newEngine(host, port);
    }

    /**
     * The same as a socket, over a connected one that it closes with itself, for drivers that block. The handshake has
     * not begun.
     *
     * @param  witness                  told what the handshake shows, as far as the factory can see it
     * @throws GeneralSecurityException if key or trust material cannot be used, or these settings are for engines only
     * @throws IOException              if it cannot be read
     */
    default SSLSocket newSocket(Socket connected, String host, int port, TlsWitness witness)
            throws GeneralSecurityException, IOException {
        throw new GeneralSecurityException("these TLS settings cannot be used by client=paho; use client=netty");
    }
}
