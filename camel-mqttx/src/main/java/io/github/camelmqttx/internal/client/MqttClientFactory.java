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

import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A driver: makes serial contexts and protocol engines, and owns the threads behind them. Thread-safe.
 */
public interface MqttClientFactory extends AutoCloseable {

    /** A serial context for one session; several share a thread. */
    SerialContext newContext();

    /** An engine whose calls and events stay in the given context, which must come from {@link #newContext()}. */
    MqttClient newClient(SerialContext context, MqttClientListener listener);

    /**
     * Whether a TCP connection to the host and port of a broker can be opened, through the proxy if there is one,
     * without any MQTT packet. Completes with true or false in the given context, never exceptionally.
     */
    void probe(
            SerialContext context, BrokerAddress broker, @Nullable ProxySettings proxy, long timeoutNanos,
            Consumer<Boolean> outcome);

    /** Ends the threads; waits for them at most a few seconds. All sessions must be closed before. */
    @Override
    void close();
}
