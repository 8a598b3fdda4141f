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
package io.github.camelmqttx.internal.ack;

import io.github.camelmqttx.internal.client.IncomingMessage;

/** Makes deliveries for tests of other packages. */
public final class Deliveries {

    private Deliveries() {
    }

    public static Delivery of(String topic) {
        return of(topic, 1);
    }

    public static Delivery of(String topic, int packetId) {
        return of(new IncomingMessage(topic, new byte[0], 1, false, false, packetId, null));
    }

    public static Delivery of(IncomingMessage message) {
        return of(message, 0);
    }

    public static Delivery failedBefore(IncomingMessage message, int attempts) {
        InboundEntry entry = new InboundEntry(message, 0, InboundEntry.State.QUEUED);
        entry.failedBefore(attempts);
        return new Delivery(entry, "test", delivery -> {
        });
    }

    public static Delivery of(IncomingMessage message, long arrivedNanos) {
        return new Delivery(new InboundEntry(message, arrivedNanos, InboundEntry.State.QUEUED), "test", delivery -> {
        });
    }
}
