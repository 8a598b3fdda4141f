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

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelmqttx.internal.client.OutgoingMessage;

/**
 * What a new Paho client has to know of earlier connections to the same broker.
 *
 * @param publishes QoS 2 publishes with Packet Identifier, published or released
 * @param releases  Packet Identifiers of QoS 2 publishes that nobody waits for any more, but that the broker may hold
 * @param received  packets by Packet Identifier of received QoS 2 messages between PUBREC and PUBREL
 */
record Restored(List<OutgoingMessage> publishes, Set<Integer> releases, Map<Integer, Object> received) {

    static final Restored NOTHING = new Restored(List.of(), Set.of(), Map.of());
}
