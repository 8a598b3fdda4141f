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

import org.jspecify.annotations.Nullable;

/**
 * What every kind of test broker can be asked for.
 *
 * @param persistent                sessions, retained and queued messages survive {@link Broker#stop()}
 * @param certificates              identities of the TLS listeners; null: no TLS listener
 * @param clientCertificateRequired the TLS listeners refuse clients without a certificate of the same authority
 * @param userName                  the only user who may connect; null: everybody may
 * @param password                  that user's password; null together with the user name
 */
public record BrokerOptions(boolean persistent, @Nullable Certificates certificates, boolean clientCertificateRequired,
        @Nullable String userName, @Nullable String password) {

    public BrokerOptions {
        if ((userName == null) != (password == null)) {
            throw new IllegalArgumentException("User name and password must be given together");
        }
        if (clientCertificateRequired && certificates == null) {
            throw new IllegalArgumentException("Client certificates can be required only with TLS");
        }
    }

    /** Nothing is kept over a stop, everybody may connect, no TLS. */
    public static BrokerOptions plain() {
        return new BrokerOptions(false, null, false, null, null);
    }

    public BrokerOptions withPersistence() {
        return new BrokerOptions(true, certificates, clientCertificateRequired, userName, password);
    }

    public BrokerOptions withTls(Certificates identities) {
        return new BrokerOptions(persistent, identities, false, userName, password);
    }

    /** TLS listeners that refuse clients without a certificate of the same authority. */
    public BrokerOptions withMutualTls(Certificates identities) {
        return new BrokerOptions(persistent, identities, true, userName, password);
    }

    public BrokerOptions withUser(String name, String secret) {
        return new BrokerOptions(persistent, certificates, clientCertificateRequired, name, secret);
    }

    @Override
    public String toString() {
        return "BrokerOptions[persistent=" + persistent + ", tls=" + (certificates != null) + ", clientCertificateRequired="
               + clientCertificateRequired + ", user=" + userName + "]";
    }
}
