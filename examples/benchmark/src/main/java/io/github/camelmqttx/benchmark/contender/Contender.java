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
package io.github.camelmqttx.benchmark.contender;

import java.util.function.Consumer;

/** Something that publishes and consumes MQTT messages. One object serves one measurement. */
public interface Contender extends AutoCloseable {
    /** Told once about the fate of each publish, on any thread. */
    interface Outcome {
        void published(long sequence);

        void failed(long sequence, Throwable cause);
    }

    /**
     * Subscribes; returns when the subscription is in place.
     *
     * @param sink gets each payload, on the contender's thread; the message is acknowledged after it has returned
     */
    void startConsuming(String topic, Consumer<byte[]> sink) throws Exception;

    /** Connects for publishing. */
    void startPublishing(String topic, Outcome outcome) throws Exception;

    /** Publishes; a contender that is not asynchronous blocks until the broker has answered. Thread-safe. */
    void publish(long sequence, byte[] payload);
}
