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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * The session of one consumer as its canary sees it: what it needs to send probes, to judge whether a missing one means
 * anything, and to heal. All methods but {@link #context} are called in the context.
 */
public interface DataPlane {

    /** The session's serial context; any thread. */
    SerialContext context();

    /** The number of the present connection, 1 or more, rising; 0 while there is none. */
    int connection();

    /** The broker of the present connection without user info, or null while there is none. */
    @Nullable
    String broker();

    /** Whether the broker has answered, or need not be asked, for each filter of the consumer on this connection. */
    boolean isAnswered();

    /** Whether the broker has granted this filter of the consumer. */
    boolean isGranted(String filter);

    /** Sets what is run in the context when a connection has begun or a filter was answered; null for nothing. */
    void onChange(@Nullable Runnable listener);

    /**
     * Whether the broker may hold messages back for good reason: reading is paused, or so many messages are
     * unacknowledged that its window may be full.
     */
    boolean isHeldUp();

    /** How often reading from the network was paused so far. */
    int pauses();

    /** Messages received so far by the whole session, probes included. */
    long received();

    /**
     * Sends a publish past the outbox, now or not at all, without flushing.
     *
     * @return false if there is no connection, or no room in the window
     */
    boolean publish(OutgoingMessage message);

    /** Sends what was published. */
    void flush();

    /** Asks the broker for all filters of the consumer again. */
    void resubscribe();

    /** As {@link MqttSession#reconnect}. */
    void reconnect(String reason);

    /** As {@link MqttSession#failOver}. */
    void failOver(String reason);

    /** Tells the listeners of the session. */
    void happened(SessionEvent event, String detail);
}
