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
package io.github.camelmqttx.internal.session;

/**
 * How much of what was received is in or before routes. Confined to the serial context.
 * <p>
 * Above its bounds reading from the network should pause; below half of them it may go on.
 */
final class ReceiveGate {

    private final int maxMessages;
    private final long maxBytes;
    private int messages;
    private long bytes;

    ReceiveGate(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    void add(int payloadBytes) {
        messages++;
        bytes += payloadBytes;
    }

    void remove(int payloadBytes) {
        messages--;
        bytes -= payloadBytes;
    }

    /** Whether reading should pause. */
    boolean isFull() {
        return messages >= maxMessages || bytes >= maxBytes;
    }

    /** Whether reading may go on after a pause. */
    boolean isRelaxed() {
        return messages <= maxMessages / 2 && bytes <= maxBytes / 2;
    }

    /**
     * Whether messages that may be dropped must be dropped: what was on its way when reading paused has used up as much
     * again.
     */
    boolean isOverrun() {
        return messages >= 2L * maxMessages || bytes >= 2 * maxBytes;
    }
}
