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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.IncomingMessage;

/**
 * One message as handed to one handler. {@link #complete()} and {@link #fail()} may be called by any thread, and the
 * first call counts; the message is acknowledged when all its deliveries are complete, none has failed, and all earlier
 * messages of the connection are acknowledged.
 */
public final class Delivery {

    private static final AtomicIntegerFieldUpdater<Delivery> DONE
            = AtomicIntegerFieldUpdater.newUpdater(Delivery.class, "done");

    private static final int COMPLETE = 1;
    private static final int FAILED = 2;

    private final InboundEntry entry;
    private final long arrivedNanos;
    private final int failedAttempts;
    private final Object handler;
    private final Consumer<Delivery> onComplete;
    private volatile int done;

    Delivery(InboundEntry entry, Object handler, Consumer<Delivery> onComplete) {
        this.entry = entry;
        this.arrivedNanos = entry.arrivedNanos();
        this.failedAttempts = entry.failedAttempts();
        this.handler = handler;
        this.onComplete = onComplete;
    }

    public IncomingMessage message() {
        return entry.message();
    }

    /** When the message arrived, in nanoseconds of the session's clock; compare by difference. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** How many attempts to handle the message had failed before this delivery, over connections. */
    public int failedAttempts() {
        return failedAttempts;
    }

    /**
     * The handler has finished with the message. Idempotent, thread-safe, never blocks.
     *
     * @return false if it was complete before
     */
    public boolean complete() {
        return end(COMPLETE);
    }

    /**
     * The handler has failed and wants the message again: it stays unacknowledged, and is delivered anew when the
     * broker has sent it again. QoS 0 cannot come again, so there it is the same as {@link #complete()}. Idempotent,
     * thread-safe, never blocks.
     *
     * @return false if it was complete before
     */
    public boolean fail() {
        return end(FAILED);
    }

    private boolean end(int how) {
        if (DONE.compareAndSet(this, 0, how)) {
            onComplete.accept(this);
            return true;
        }
        return false;
    }

    boolean isFailed() {
        return done == FAILED;
    }

    /** Whether {@link #complete()} or {@link #fail()} was called. */
    public boolean isComplete() {
        return done != 0;
    }

    /** The handler this delivery was made for. */
    public Object handler() {
        return handler;
    }

    InboundEntry entry() {
        return entry;
    }
}
