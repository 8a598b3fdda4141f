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

import org.eclipse.paho.mqttv5.client.MqttClientPersistence;
import org.eclipse.paho.mqttv5.common.MqttPersistable;
import org.eclipse.paho.mqttv5.common.MqttPersistenceException;
import org.jspecify.annotations.Nullable;

/** A {@link PacketStore} as version 5 of the library wants it. */
final class Paho5Store implements MqttClientPersistence {

    private final PacketStore<MqttPersistable> packets;

    Paho5Store(PacketStore<MqttPersistable> packets) {
        this.packets = packets;
    }

    @Override
    public void open(String clientId) {
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
