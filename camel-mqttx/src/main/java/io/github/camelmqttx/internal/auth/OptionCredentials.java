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
package io.github.camelmqttx.internal.auth;

import java.io.IOException;

import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import org.jspecify.annotations.Nullable;

/**
 * What the options of an endpoint say about credentials. The options have been checked: of password, password file and
 * provider there is one at most. Beans must be equal for sources to be equal.
 */
public record OptionCredentials(
        @Nullable String userName,
        @Nullable String password,
        @Nullable PasswordFile passwordFile,
        @Nullable CredentialsProvider provider,
        @Nullable EnhancedAuthentication authentication) implements CredentialsSource {

    private static final int MAXIMUM_BYTES = 65_535;

    @Override
    public @Nullable Credentials known() {
        return passwordFile == null && provider == null && authentication == null
                ? new Credentials(userName, password) : null;
    }

    @Override
    public Credentials ask(BrokerAddress broker, String clientId) throws MqttxConnectException {
        Credentials plain = passwordFile != null ? ofFile(passwordFile, broker)
                : provider != null ? provided(provider, broker, clientId) : new Credentials(userName, password);
        return authentication == null
                ? plain
                : new Credentials(plain.userName(), plain.password(), begun(authentication, broker, clientId));
    }

    private Credentials ofFile(PasswordFile file, BrokerAddress broker) throws MqttxConnectException {
        try {
            return new Credentials(userName, file.read());
        } catch (IOException e) {
            throw failure(broker, "there is no password", e, "passwordFile is read again for the next attempt");
        }
    }

    private static Credentials provided(CredentialsProvider bean, BrokerAddress broker, String clientId)
            throws MqttxConnectException {
        MqttxCredentials given;
        try {
            given = bean.credentials(broker.toString(), clientId);
        } catch (Exception e) {
            throw failure(broker, "the bean of credentialsProvider failed", e,
                    "See to the place where the bean has its credentials from");
        }
        if (given == null) {
            throw failure(broker, "the bean of credentialsProvider gave null", null,
                    "It must give MqttxCredentials, or throw an exception that says why there are none");
        }
        return new Credentials(given.userName(), given.password());
    }

    private static Authentication begun(EnhancedAuthentication bean, BrokerAddress broker, String clientId)
            throws MqttxConnectException {
        try {
            String method = bean.method();
            EnhancedAuthentication.Exchange exchange = bean.begin(broker.toString(), clientId);
            byte[] first = exchange.first();
            if (first != null && first.length > MAXIMUM_BYTES) {
                throw new IllegalStateException(
                        "its Authentication Data of " + first.length + " bytes is longer than the " + MAXIMUM_BYTES
                                                + " that MQTT allows");
            }
            return new Authentication(bean, method, exchange, first);
        } catch (Exception e) {
            throw failure(broker, "the bean of enhancedAuthentication failed to begin", e,
                    "See to what the bean authenticates with");
        }
    }

    private static MqttxConnectException failure(BrokerAddress broker, String what, @Nullable Exception cause, String advice) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = cause == null ? "" : ": " + (cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
        return new MqttxConnectException(
                "Cannot connect to " + broker + ": " + what + why + ". " + advice + ".", MqttxConnectException.NO_REASON_CODE,
                true, cause);
    }

    @Override
    public boolean needsMqtt5() {
        return authentication != null;
    }

    @Override
    public String origin() {
        String plain = passwordFile != null ? "passwordFile" : provider != null ? "credentialsProvider" : "";
        if (authentication == null) {
            return plain.isEmpty() ? "userName and password" : plain;
        }
        return plain.isEmpty() ? "enhancedAuthentication" : plain + " and enhancedAuthentication";
    }

    /** Which options, never their values. */
    @Override
    public String toString() {
        return "OptionCredentials[" + origin() + "]";
    }
}
