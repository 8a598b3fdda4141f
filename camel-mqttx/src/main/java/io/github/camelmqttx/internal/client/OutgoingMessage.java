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
package io.github.camelmqttx.internal.client;

import org.jspecify.annotations.Nullable;

/**
 * An application message on its way to a broker. The content is immutable; everything below {@link #isSettled()} is
 * confined to the session's {@link SerialContext}: settled is the session's mark, the packet identifier, the state and
 * the links are the engine's.
 */
public final class OutgoingMessage {

    /** Where the message stands in the protocol exchange of its QoS. */
    public enum State {
        /** Not sent in the current session. */
        QUEUED,
        /** PUBLISH sent, PUBACK (QoS 1) or PUBREC (QoS 2) outstanding. */
        PUBLISHED,
        /** PUBREL sent or due, PUBCOMP outstanding. */
        RELEASED,
        /** Nothing outstanding. */
        COMPLETE
    }

    /** Value of {@link #deadlineNanos()} for a message without deadline. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retained;
    private final @Nullable PublishProperties properties;
    private final PublishCallback callback;
    private final long deadlineNanos;

    private final boolean completeWhenStored;

    private volatile long journalId;
    private long acceptedNanos;
    private boolean settled;
    private int packetId;
    private State state = State.QUEUED;
    private @Nullable OutgoingMessage previous;
    private @Nullable OutgoingMessage next;

    /**
     * @param topic         a valid Topic Name
     * @param payload       not copied, must not be changed by the caller afterwards
     * @param qos           0 to 2
     * @param deadlineNanos time of the session's context by which the outcome must be known, or {@link #NO_DEADLINE}
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public OutgoingMessage(String topic, byte[] payload, int qos, boolean retained, @Nullable PublishProperties properties,
                           PublishCallback callback, long deadlineNanos) {
        this(topic, payload, qos, retained, properties, callback, deadlineNanos, false);
    }

    /** @param completeWhenStored whether the callback is told as soon as a journal has stored the message */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public OutgoingMessage(String topic, byte[] payload, int qos, boolean retained, @Nullable PublishProperties properties,
                           PublishCallback callback, long deadlineNanos, boolean completeWhenStored) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retained = retained;
        this.properties = properties;
        this.callback = callback;
        this.deadlineNanos = deadlineNanos;
        this.completeWhenStored = completeWhenStored;
    }

    public String topic() {
        return topic;
    }

    public byte[] payload() {
        return payload;
    }

    public int qos() {
        return qos;
    }

    public boolean isRetained() {
        return retained;
    }

    public @Nullable PublishProperties properties() {
        return properties;
    }

    public PublishCallback callback() {
        return callback;
    }

    public long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Whether the publisher is told as soon as a journal has stored the message, instead of when the broker owns it.
     */
    public boolean completeWhenStored() {
        return completeWhenStored;
    }

    /** Number of the message in the journal of its session, rising; 0 if it is not stored there. */
    public long journalId() {
        return journalId;
    }

    public void journalId(long value) {
        journalId = value;
    }

    /**
     * Time of the session's context at which the message was accepted into the outbox; also before the process began.
     */
    public long acceptedNanos() {
        return acceptedNanos;
    }

    /** Before the message is handed to another thread. */
    public void acceptedNanos(long value) {
        acceptedNanos = value;
    }

    /**
     * Whether nothing more will become of the message for its publisher; such a message is not sent again in a new
     * session.
     */
    public boolean isSettled() {
        return settled;
    }

    /** Marks the message as settled. @return false if it was settled before */
    public boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    /** The Packet Identifier, 1 to 65 535, or 0 while there is none. */
    public int packetId() {
        return packetId;
    }

    public void packetId(int value) {
        packetId = value;
    }

    public State state() {
        return state;
    }

    public void state(State value) {
        state = value;
    }

    public @Nullable OutgoingMessage previous() {
        return previous;
    }

    public void previous(@Nullable OutgoingMessage value) {
        previous = value;
    }

    public @Nullable OutgoingMessage next() {
        return next;
    }

    public void next(@Nullable OutgoingMessage value) {
        next = value;
    }

    /** Topic, QoS and size; never the payload. */
    @Override
    public String toString() {
        return "PUBLISH " + topic + " QoS " + qos + ", " + payload.length + " bytes, " + state;
    }
}
