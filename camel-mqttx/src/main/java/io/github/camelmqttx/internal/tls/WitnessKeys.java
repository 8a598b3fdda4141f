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

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import io.github.camelmqttx.internal.client.TlsWitness;
import org.jspecify.annotations.Nullable;

/** Tells a witness when the broker asks for a certificate, and which one it gets. */
final class WitnessKeys extends X509ExtendedKeyManager {

    private final @Nullable X509ExtendedKeyManager keys;
    private final TlsWitness witness;

    /** @param keys null if there are none */
    WitnessKeys(@Nullable X509ExtendedKeyManager keys, TlsWitness witness) {
        this.keys = keys;
        this.witness = witness;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chosen(keys == null ? null : keys.chooseEngineClientAlias(keyTypes, issuers, engine), issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chosen(keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket), issuers);
    }

    private @Nullable String chosen(@Nullable String alias, Principal @Nullable [] issuers) {
        X509Certificate[] chain = alias == null ? null : getCertificateChain(alias);
        X509Certificate before = witness.ownCertificate();
        List<String> accepted = issuers == null ? List.of() : Arrays.stream(issuers).map(Principal::getName).toList();
        witness.certificateRequested(chain == null || chain.length == 0 ? before : chain[0], accepted);
        return alias;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
