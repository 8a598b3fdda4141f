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

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.MqttClientFactory;

/** The drivers of a component, each made when the first session needs it. Thread-safe. */
final class ClientDrivers implements AutoCloseable {

    private final Function<ClientLibrary, MqttClientFactory> maker;
    private final Map<ClientLibrary, MqttClientFactory> made = new EnumMap<>(ClientLibrary.class);

    ClientDrivers(Function<ClientLibrary, MqttClientFactory> maker) {
        this.maker = maker;
    }

    synchronized MqttClientFactory of(ClientLibrary library) {
        return made.computeIfAbsent(library, maker);
    }

    /** Ends the threads of those that were made. All sessions must be closed before. */
    @Override
    public synchronized void close() {
        made.values().forEach(MqttClientFactory::close);
        made.clear();
    }
}
