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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the credentials of each connection of a session come from. Thread-safe. Sessions of equal sources are
 * interchangeable; a source says nothing secret of itself.
 */
public interface CredentialsSource {

    /** The credentials if they are the same for every connection, or null: then {@link #ask} must be called. */
    @Nullable
    Credentials known();

    /**
     * The credentials for the next connection. Not in a serial context: may block, and may be interrupted.
     *
     * @throws MqttxConnectException if there are none; names broker, option and cause
     */
    Credentials ask(BrokerAddress broker, String clientId) throws MqttxConnectException;

    /** Whether the credentials mean something with MQTT 5.0 only. */
    boolean needsMqtt5();

    /** The options that it stands for, for people. */
    String origin();
}
