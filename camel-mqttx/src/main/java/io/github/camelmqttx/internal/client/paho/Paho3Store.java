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

import java.util.Enumeration;

import org.eclipse.paho.client.mqttv3.MqttClientPersistence;
import org.eclipse.paho.client.mqttv3.MqttPersistable;
import org.eclipse.paho.client.mqttv3.MqttPersistenceException;
import org.jspecify.annotations.Nullable;

/** A {@link PacketStore} as version 3 of the library wants it. */
final class Paho3Store implements MqttClientPersistence {

    private final PacketStore<MqttPersistable> packets;

    Paho3Store(PacketStore<MqttPersistable> packets) {
        this.packets = packets;
    }

    @Override
    public void open(String clientId, String serverUri) {
        // In memory.
    }

    @Override
    public void close() {
        // Outlives the connection.
    }

    @Override
    public void put(String key, MqttPersistable packet) throws MqttPersistenceException {
        if (!packets.put(key, packet)) {
            throw new MqttPersistenceException(MqttPersistenceException.REASON_CODE_PERSISTENCE_IN_USE);
        }
    }

    @Override
    public @Nullable MqttPersistable get(String key) {
        return packets.get(key);
    }

    @Override
    public void remove(String key) {
        packets.remove(key);
    }

    @Override
    public Enumeration<String> keys() {
        return packets.keys();
    }

    @Override
    public void clear() {
        // The driver decides what becomes of the state.
    }

    @Override
    public boolean containsKey(String key) {
        return packets.contains(key);
    }
}
