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
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.TlsWitness;
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
    private final RevocationTrust revocation;
    private final AtomicBoolean warned = new AtomicBoolean();

    JsseEngineFactory(TlsOptions options, CamelContext camelContext) {
        this.options = options;
        this.camelContext = camelContext;
        this.revocation = new RevocationTrust(options.revocation());
    }

    @Override
    public SSLEngine newEngine(String host, int port) throws GeneralSecurityException, IOException {
        return newEngine(host, port, new TlsWitness());
    }

    @Override
    public SSLEngine newEngine(String host, int port, TlsWitness witness) throws GeneralSecurityException, IOException {
        return newEngine(create(witness), host, port, witness);
    }

    @Override
    public SSLSocket newSocket(Socket connected, String host, int port, TlsWitness witness)
            throws GeneralSecurityException, IOException {
        SSLContext context = create(witness);
        SSLSocket socket
                = (SSLSocket) context.getSocketFactory().createSocket(connected, expectedHost(host), port, true);
        socket.setUseClientMode(true);
        socket.setSSLParameters(newEngine(context, host, port, witness).getSSLParameters());
        return socket;
    }

    /** What the certificate must be for. */
    private String expectedHost(String host) {
        String serverName = options.handshake().serverName();
        return serverName == null ? host : serverName;
    }

    private SSLEngine newEngine(SSLContext context, String host, int port, TlsWitness witness) {
        TlsHandshake handshake = options.handshake();
        SSLEngine engine = context.createSSLEngine(expectedHost(host), port);
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
        apply(handshake, parameters);
        engine.setSSLParameters(parameters);
        witness.offered(List.of(engine.getEnabledProtocols()));
        return engine;
    }

    private static void apply(TlsHandshake handshake, SSLParameters parameters) {
        if (handshake.serverName() != null) {
            parameters.setServerNames(List.of(new SNIHostName(handshake.serverName())));
        }
        if (!handshake.protocols().isEmpty()) {
            parameters.setProtocols(handshake.protocols().toArray(String[]::new));
        }
        if (!handshake.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(handshake.cipherSuites().toArray(String[]::new));
        }
        if (!handshake.alpn().isEmpty()) {
            parameters.setApplicationProtocols(handshake.alpn().toArray(String[]::new));
        }
    }

    private SSLContext create(TlsWitness witness) throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = options.sslContextParameters();
        if (parameters != null) {
            return parameters.createSSLContext(camelContext);
        }
        StoreLoader loader = new StoreLoader(camelContext);
        KeyManager[] keys = options.keyStore() == null
                ? new KeyManager[] { new WitnessKeys(null, witness) }
                : witnessed(loader.keyManagers(options.keyStore(), options.keyStorePassword(), options.keyAlias()), witness);
        TrustManager[] trust;
        if (options.insecure()) {
            trust = new TrustManager[] { new TrustEverything() };
        } else {
            KeyStore store
                    = options.trustStore() == null
                            ? null : loader.trustStore(options.trustStore(), options.trustStorePassword());
            trust = revocation.trustManagers(store, loader);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, witnessed(trust, witness), null);
        witness.complete();
        return context;
    }

    private static KeyManager[] witnessed(KeyManager[] keys, TlsWitness witness) {
        return Arrays.stream(keys)
                .map(each -> each instanceof X509ExtendedKeyManager own ? new WitnessKeys(own, witness) : each)
                .toArray(KeyManager[]::new);
    }

    private static TrustManager[] witnessed(TrustManager[] trust, TlsWitness witness) {
        return Arrays.stream(trust)
                .map(each -> each instanceof X509ExtendedTrustManager own ? new WitnessTrust(own, witness) : each)
                .toArray(TrustManager[]::new);
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
