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
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.github.camelmqttx.internal.client.TlsEngineFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each engine of an {@link SSLContext} of its own: keys and certificates are read anew by each attempt to
 * connect, so that rotated ones are used without restart and a corrected file is found. Sessions of TLS are therefore
 * not resumed. Thread-safe.
 */
final class JsseEngineFactory implements TlsEngineFactory {

    private static final Logger LOG = LoggerFactory.getLogger(JsseEngineFactory.class);

    private final TlsOptions options;
    private final CamelContext camelContext;
    private final AtomicBoolean warned = new AtomicBoolean();

    JsseEngineFactory(TlsOptions options, CamelContext camelContext) {
        this.options = options;
        this.camelContext = camelContext;
    }

    @Override
    public SSLEngine newEngine(String host, int port) throws GeneralSecurityException, IOException {
        return newEngine(create(), host, port);
    }

    @Override
    public SSLSocket newSocket(Socket connected, String host, int port) throws GeneralSecurityException, IOException {
        SSLContext context = create();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        socket.setUseClientMode(true);
        socket.setSSLParameters(newEngine(context, host, port).getSSLParameters());
        return socket;
    }

    private SSLEngine newEngine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        if (options.insecure() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "TLS to {}:{} accepts any certificate of any host because of insecureTls=true: whoever is in between can "
                     + "read and change messages and credentials. Use it for tests only.",
                    host, port);
        }
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        boolean verify = options.hostnameVerification() && !options.insecure();
        parameters.setEndpointIdentificationAlgorithm(verify ? "HTTPS" : "");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLContext create() throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = options.sslContextParameters();
        if (parameters != null) {
            return parameters.createSSLContext(camelContext);
        }
        StoreLoader loader = new StoreLoader(camelContext);
        KeyManager @Nullable [] keys = options.keyStore() == null
                ? null : loader.keyManagers(options.keyStore(), options.keyStorePassword(), options.keyAlias());
        TrustManager @Nullable [] trust = null;
        if (options.insecure()) {
            trust = new TrustManager[] { new TrustEverything() };
        } else if (options.trustStore() != null) {
            trust = loader.trustManagers(options.trustStore(), options.trustStorePassword());
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsseEngineFactory factory && options.equals(factory.options)
                && camelContext == factory.camelContext;
    }

    @Override
    public int hashCode() {
        return Objects.hash(options, System.identityHashCode(camelContext));
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
