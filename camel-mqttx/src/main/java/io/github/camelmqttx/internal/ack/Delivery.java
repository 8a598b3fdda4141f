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
 * One message as handed to one handler. {@link #complete()} may be called by any thread and counts once; the message is
 * acknowledged when all its deliveries are complete and all earlier messages of the connection are acknowledged.
 */
public final class Delivery {

    private static final AtomicIntegerFieldUpdater<Delivery> DONE
            = AtomicIntegerFieldUpdater.newUpdater(Delivery.class, "done");

    private final InboundEntry entry;
    private final Object handler;
    private final Consumer<Delivery> onComplete;
    private volatile int done;

    Delivery(InboundEntry entry, Object handler, Consumer<Delivery> onComplete) {
        this.entry = entry;
        this.handler = handler;
        this.onComplete = onComplete;
    }

    public IncomingMessage message() {
        return entry.message();
    }

    /** When the message arrived, in nanoseconds of the session's clock; compare by difference. */
    public long arrivedNanos() {
        return entry.arrivedNanos();
    }

    /**
     * The handler has finished with the message. Idempotent, thread-safe, never blocks.
     *
     * @return false if it was complete before
     */
    public boolean complete() {
        if (DONE.compareAndSet(this, 0, 1)) {
            onComplete.accept(this);
            return true;
        }
        return false;
    }

    /** Whether {@link #complete()} was called. */
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
