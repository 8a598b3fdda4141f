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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.IncomingMessage;
import org.jspecify.annotations.Nullable;

/**
 * One received message and how many of its deliveries are not complete. Confined to the session's serial context.
 */
public final class InboundEntry {

    enum State {
        /** QoS 0: nothing to acknowledge. */
        UNTRACKED,
        /** Received on the current connection, to be acknowledged in its turn. */
        QUEUED,
        /** Received on an earlier connection; the broker will send it again. */
        ORPHANED,
        /** Its session is gone; never acknowledged. */
        STALE,
        /** Acknowledgement handed to the engine. */
        ACKNOWLEDGED
    }

    private IncomingMessage message;
    private long arrivedNanos;
    private State state;
    private int pending;
    private int failedAttempts;
    /** Failed and not delivered again yet. */
    private boolean awaited;
    /** Sent again by the broker since it failed. */
    private boolean resent;
    /** Most messages have one delivery only, so it has a field of its own. */
    private @Nullable Delivery first;
    private @Nullable List<Delivery> further;

    InboundEntry(IncomingMessage message, long arrivedNanos, State state) {
        this.message = message;
        this.arrivedNanos = arrivedNanos;
        this.state = state;
    }

    public IncomingMessage message() {
        return message;
    }

    /** Time of the context at which the message first arrived, or arrived again after a failure. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Deliveries that are not complete. */
    public int pending() {
        return pending;
    }

    /** How many attempts to handle the message have failed. */
    public int failedAttempts() {
        return failedAttempts;
    }

    /** Whether it has failed and is to be delivered again. */
    public boolean isAwaited() {
        return awaited;
    }

    /** Whether its broker will not send it again, and would not know its acknowledgement. */
    public boolean isStale() {
        return state == State.STALE;
    }

    /** Whether only the broker can bring it back: it has failed on the current connection. */
    boolean needsBroker() {
        return awaited && !resent && state == State.QUEUED;
    }

    /** Counts a failed attempt. */
    void attemptFailed() {
        failedAttempts++;
    }

    /** Takes over the count of what is taken for the same message. */
    void failedBefore(int attempts) {
        failedAttempts = attempts;
    }

    void add(Delivery delivery) {
        pending++;
        awaited = false;
        if (first == null) {
            first = delivery;
        } else {
            if (further == null) {
                further = new ArrayList<>(2);
            }
            further.add(delivery);
        }
    }

    void completed(boolean failed) {
        pending--;
        if (failed && state != State.UNTRACKED) {
            failedAttempts++;
            awaited = true;
            resent = false;
        }
    }

    /** All deliveries of this message, complete ones included. */
    List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        if (further != null) {
            all.addAll(further);
        }
        return all;
    }

    State state() {
        return state;
    }

    void state(State value) {
        state = value;
    }

    void redelivered(IncomingMessage again, long nowNanos) {
        message = again;
        if (awaited) {
            arrivedNanos = nowNanos;
            resent = true;
        }
    }
}
