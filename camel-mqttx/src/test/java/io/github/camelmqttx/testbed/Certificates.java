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
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The usual cast of a TLS test, made afresh in a temporary directory with the JDK only. Thread-safe.
 */
public final class Certificates implements AutoCloseable {

    /** Password of all key and trust stores and of the keys in them. */
    public static final String PASSWORD = "changeit";

    private final Path directory;
    private final Authority authority;
    private final Authority strangeAuthority;
    private final Identity server;
    private final Identity wrongHostServer;
    private final Identity expiredServer;
    private final Identity strangeServer;
    private final Identity client;
    private final Identity strangeClient;

    private Certificates(String algorithm) {
        directory = ChildProcesses.directory("mqttx-certificates-");
        authority = new Authority("authority", algorithm, directory);
        strangeAuthority = new Authority("strange-authority", algorithm, directory);
        server = authority.server("server", "localhost", "127.0.0.1");
        wrongHostServer = authority.server("wrong-host-server", "elsewhere.example");
        expiredServer = authority.expiredServer("expired-server", "localhost", "127.0.0.1");
        strangeServer = strangeAuthority.server("strange-server", "localhost", "127.0.0.1");
        client = authority.client("client");
        strangeClient = strangeAuthority.client("strange-client");
    }

    /** With elliptic curve keys (P-256). */
    public static Certificates create() {
        return new Certificates("EC");
    }

    /** With RSA keys of 2048 bits. */
    public static Certificates createRsa() {
        return new Certificates("RSA");
    }

    /** The authority that signs all but the strangers; it can also issue more. */
    public Authority authority() {
        return authority;
    }

    /** An authority that nobody trusts. */
    public Authority strangeAuthority() {
        return strangeAuthority;
    }

    /** Valid for {@code localhost} and {@code 127.0.0.1}. */
    public Identity server() {
        return server;
    }

    /** Valid for {@code elsewhere.example} only. */
    public Identity wrongHostServer() {
        return wrongHostServer;
    }

    /** Right host names, but expired. */
    public Identity expiredServer() {
        return expiredServer;
    }

    /** Right host names, but signed by the strange authority. */
    public Identity strangeServer() {
        return strangeServer;
    }

    /** For mutual TLS. */
    public Identity client() {
        return client;
    }

    /** For mutual TLS that must fail: signed by the strange authority. */
    public Identity strangeClient() {
        return strangeClient;
    }

    /** A client's context that trusts the authority; with an identity it also answers a request for a certificate. */
    public SSLContext clientContext(@Nullable Identity identity) {
        return context(identity);
    }

    /** A server's context with the given identity that trusts clients of the authority. */
    public SSLContext serverContext(Identity identity) {
        return context(identity);
    }

    private SSLContext context(@Nullable Identity identity) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(authority.identity().trustStore("PKCS12").toFile(), PASSWORD.toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            if (identity == null) {
                context.init(null, trust.getTrustManagers(), null);
            } else {
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(KeyStore.getInstance(identity.keyStore("PKCS12").toFile(), PASSWORD.toCharArray()),
                        PASSWORD.toCharArray());
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            }
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot make a TLS context", e);
        }
    }

    /** Deletes all files. */
    @Override
    public void close() {
        ChildProcesses.delete(directory);
    }
}
