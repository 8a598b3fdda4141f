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
package io.github.camelmqttx;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

import io.github.camelmqttx.internal.auth.ScramExchange;

/**
 * Enhanced authentication by SCRAM-SHA-256: the password never leaves this process, and the broker has to prove that it
 * knows it too, in the Authentication Data of CONNACK. Without channel binding, so use it with TLS. Spec: RFC 5802, RFC
 * 7677.
 * <p>
 * User name and password are normalised by NFKC, and control characters are refused; that is what matters of SASLprep
 * (RFC 4013).
 */
public final class ScramAuthentication implements EnhancedAuthentication {

    /** The Authentication Method. */
    public static final String METHOD = "SCRAM-SHA-256";

    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CredentialsProvider credentials;
    private final Supplier<String> nonces;

    /** Authenticates always as the same user. */
    public ScramAuthentication(String userName, String password) {
        this((broker, clientId) -> new MqttxCredentials(userName, password));
    }

    /** Asks a provider for user name and password each time; both must be given. */
    public ScramAuthentication(CredentialsProvider credentials) {
        this(credentials, ScramAuthentication::nonce);
    }

    /** @param nonces printable ASCII without comma, different each time */
    ScramAuthentication(CredentialsProvider credentials, Supplier<String> nonces) {
        this.credentials = credentials;
        this.nonces = nonces;
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String method() {
        return METHOD;
    }

    /** @throws IllegalStateException if the provider gives no user name or no password, or what SCRAM cannot carry */
    @Override
    public Exchange begin(String broker, String clientId) throws Exception {
        MqttxCredentials given = credentials.credentials(broker, clientId);
        String userName = given == null ? null : given.userName();
        String password = given == null ? null : given.password();
        if (userName == null || userName.isEmpty() || password == null || password.isEmpty()) {
            throw new IllegalStateException(METHOD + " needs a user name and a password; give both");
        }
        return new ScramExchange(userName, password, nonces.get());
    }

    /** The method, nothing else. */
    @Override
    public String toString() {
        return "ScramAuthentication[" + METHOD + "]";
    }
}
