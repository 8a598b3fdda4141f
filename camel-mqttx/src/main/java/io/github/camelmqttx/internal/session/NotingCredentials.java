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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task before each question for credentials.
 *
 * @param before called where {@link #ask} is, may block
 */
record NotingCredentials(CredentialsSource source, Runnable before) implements CredentialsSource {

    @Override
    public @Nullable Credentials known() {
        return source.known();
    }

    @Override
    public Credentials ask(BrokerAddress broker, String clientId) throws MqttxConnectException {
        before.run();
        return source.ask(broker, clientId);
    }

    @Override
    public boolean needsMqtt5() {
        return source.needsMqtt5();
    }

    @Override
    public String origin() {
        return source.origin();
    }
}
