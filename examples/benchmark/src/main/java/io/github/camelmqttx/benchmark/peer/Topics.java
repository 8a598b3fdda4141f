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
package io.github.camelmqttx.benchmark.peer;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** All Topic Names seen; they are never forgotten, as a benchmark has few. Not thread-safe. */
final class Topics {
    private final Map<ByteBuffer, Topic> byName = new HashMap<>();

    /** The topic of this name; {@code name} must not be changed afterwards. */
    Topic named(byte[] name) {
        return byName.computeIfAbsent(ByteBuffer.wrap(name), key -> new Topic(name));
    }

    void removeAll(PeerConnection subscriber) {
        byName.values().forEach(topic -> topic.remove(subscriber));
    }
}
