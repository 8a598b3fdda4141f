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
package io.github.camelmqttx.internal.client.paho;

import java.util.concurrent.Executor;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.SerialContext;

/**
 * What a {@link PahoLink} is made of.
 *
 * @param socket   the only one that the library gets
 * @param blocking runs what blocks, of the library
 */
record PahoLinkSettings(
        ConnectRequest request,
        Restored restored,
        BrokerSocket socket,
        PahoLinkEvents events,
        SerialContext context,
        Executor blocking) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String PLACEHOLDER = "tcp://broker:1883";

    /** For the library's parser, which does not know each host name; the socket knows better. */
    String uri() {
        BrokerAddress broker = request.broker();
        if (!broker.transport().isWebSocket()) {
            return PLACEHOLDER;
        }
        String host = broker.host().indexOf(':') < 0 ? broker.host() : "[" + broker.host() + "]";
        return "ws://" + host + ":" + broker.port() + broker.path();
    }

    /** The bound of an attempt in whole seconds. */
    int timeoutSeconds() {
        return (int) Math.min(Integer.MAX_VALUE / 1_000, 1 + request.timeoutNanos() / NANOS_PER_SECOND);
    }
}
