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

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says about TLS. Stores are Camel resources ({@code file:}, {@code classpath:}) or plain paths; their
 * type (PEM, PKCS12, JKS) is found by content. Without any store the JVM's default trust store decides.
 *
 * @param sslContextParameters excludes the stores and {@code insecure}
 * @param hostnameVerification whether the broker's certificate must be for the host we connect to
 * @param insecure             whether any certificate of any host is accepted
 * @param keyStorePassword     of the store and of its key; for a PEM file, of the encrypted private key
 * @param keyAlias             entry of the key store to use; null leaves the choice to what the broker asks for
 * @param handshake            its protocols and cipher suites exclude {@code sslContextParameters}
 * @param revocation           excludes {@code sslContextParameters} and {@code insecure}
 */
public record TlsOptions(
        @Nullable SSLContextParameters sslContextParameters,
        boolean hostnameVerification,
        boolean insecure,
        @Nullable String trustStore,
        @Nullable String trustStorePassword,
        @Nullable String keyStore,
        @Nullable String keyStorePassword,
        @Nullable String keyAlias,
        TlsHandshake handshake,
        Revocation revocation) {

    /** The JVM's default trust store, host names verified. */
    public static final TlsOptions DEFAULT = new TlsOptions(null, true, false, null, null, null, null, null);

    /** With the JVM's handshake and without a check for revocation. */
    public TlsOptions(
                      @Nullable SSLContextParameters sslContextParameters, boolean hostnameVerification, boolean insecure,
                      @Nullable String trustStore, @Nullable String trustStorePassword, @Nullable String keyStore,
                      @Nullable String keyStorePassword, @Nullable String keyAlias) {
        this(sslContextParameters, hostnameVerification, insecure, trustStore, trustStorePassword, keyStore, keyStorePassword,
             keyAlias, TlsHandshake.DEFAULT, Revocation.NONE);
    }

    /** What is contradictory, one sentence each, for people; empty if nothing is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (sslContextParameters != null) {
            List<String> others = new ArrayList<>();
            addIf(others, insecure, "insecure");
            addIf(others, trustStore != null, "trustStore");
            addIf(others, keyStore != null, "keyStore");
            addIf(others, keyAlias != null, "keyAlias");
            addIf(others, !handshake.protocols().isEmpty(), "tlsProtocols");
            addIf(others, !handshake.cipherSuites().isEmpty(), "tlsCipherSuites");
            addIf(others, revocation.mode() != Revocation.Mode.NONE, "certificateRevocation");
            if (!others.isEmpty()) {
                problems.add("sslContextParameters and " + String.join(", ", others)
                             + " are given: use either sslContextParameters, which then holds all TLS settings, or the others");
            }
        } else if (insecure && trustStore != null) {
            problems.add("insecure=true and trustStore are given: with insecure=true any certificate is accepted and the trust "
                         + "store would be ignored; remove one of them");
        }
        if (keyAlias != null && keyStore == null && sslContextParameters == null) {
            problems.add("keyAlias=" + keyAlias + " is given without keyStore: name the key store that has this entry");
        }
        return problems;
    }

    private static void addIf(List<String> names, boolean condition, String name) {
        if (condition) {
            names.add(name);
        }
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "TLS[" + (sslContextParameters != null ? "sslContextParameters, " : "") + "hostnameVerification="
               + hostnameVerification + ", insecure=" + insecure + ", trustStore=" + trustStore + ", keyStore=" + keyStore
               + ", keyAlias=" + keyAlias + ", " + handshake + ", " + revocation + "]";
    }
}
