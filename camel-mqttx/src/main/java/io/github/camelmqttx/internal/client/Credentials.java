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

import io.github.camelmqttx.internal.broker.BrokerAddress;
import org.jspecify.annotations.Nullable;

/**
 * How one connection proves who it is; nothing of it appears in {@link #toString()}.
 *
 * @param authentication the enhanced authentication, MQTT 5.0 only; null for none
 */
public record Credentials(
        @Nullable String userName,
        @Nullable String password,
        @Nullable Authentication authentication) implements CredentialsSource {

    public static final Credentials NONE = new Credentials(null, null);

    /** Without enhanced authentication. */
    public Credentials(@Nullable String userName, @Nullable String password) {
        this(userName, password, null);
    }

    @Override
    public Credentials known() {
        return this;
    }

    @Override
    public Credentials ask(BrokerAddress broker, String clientId) {
        return this;
    }

    @Override
    public boolean needsMqtt5() {
        return authentication != null;
    }

    @Override
    public String origin() {
        return "userName and password";
    }

    @Override
    public String toString() {
        return userName == null && password == null && authentication == null ? "no credentials" : "credentials given";
    }
}
