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
package io.github.camelmqttx.internal.session;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.TlsWitness;

/**
 * Runs a task before each engine is made.
 *
 * @param before called off the I/O thread, may block
 */
record NotingEngineFactory(TlsEngineFactory factory, Runnable before) implements TlsEngineFactory {

    @Override
    public SSLEngine newEngine(String host, int port) throws GeneralSecurityException, IOException {
        before.run();
        return factory.newEngine(host, port);
    }

    @Override
    public SSLEngine newEngine(String host, int port, TlsWitness witness) throws GeneralSecurityException, IOException {
        before.run();
        return factory.newEngine(host, port, witness);
    }

    @Override
    public SSLSocket newSocket(Socket connected, String host, int port, TlsWitness witness)
            throws GeneralSecurityException, IOException {
        before.run();
        return factory.newSocket(connected, host, port, witness);
    }
}
