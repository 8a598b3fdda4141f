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
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Messages made up for a subscriber of {@code generate/<count>/<payload bytes>}: their Topic Name is the Topic Filter,
 * their payload begins with a sequence number of eight bytes, big-endian, from 0. Not thread-safe.
 */
final class Generator {
    private static final String PREFIX = "generate/";

    private final Subscription subscription;
    private final Publish publish = new Publish();
    private final ByteBuffer payload;
    private final long count;
    private long produced;

    private Generator(Subscription subscription, byte[] topic, long count, int payloadBytes) {
        this.subscription = subscription;
        this.count = count;
        publish.bytes = new byte[topic.length + payloadBytes];
        System.arraycopy(topic, 0, publish.bytes, 0, topic.length);
        publish.topicLength = topic.length;
        publish.payloadAt = topic.length;
        publish.payloadLength = payloadBytes;
        publish.qos = subscription.qos();
        payload = ByteBuffer.wrap(publish.bytes, topic.length, payloadBytes).slice();
    }

    /**
     * The generator that {@code topic} asks for, or null if it is an ordinary topic.
     *
     * @throws IllegalArgumentException if the topic begins like a request but is none
     */
    static @Nullable Generator of(Subscription subscription, byte[] topic) {
        String filter = new String(topic, StandardCharsets.UTF_8);
        if (!filter.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = filter.substring(PREFIX.length()).split("/");
        if (parts.length != 2 || Integer.parseInt(parts[1]) < 8) {
            throw new IllegalArgumentException("Expected generate/<count>/<payload bytes, at least 8>, got " + filter);
        }
        return new Generator(subscription, topic, Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }

    Subscription subscription() {
        return subscription;
    }

    boolean hasNext() {
        return produced < count;
    }

    /** The next message; the object is reused by the following call. */
    Publish next() {
        payload.putLong(0, produced++);
        return publish;
    }
}
