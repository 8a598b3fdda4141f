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
package io.github.camelmqttx.benchmark.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the messages under way: sent, but not yet both published and (if arrivals count) arrived. A sender that meets
 * a full window sleeps until it is half empty, so that waking it up costs little. Thread-safe.
 */
final class InFlight {
    private static final long NAP_NANOS = 1_000_000;

    private final int window;
    private final boolean countArrivals;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private volatile @Nullable Thread sleeper;
    private volatile boolean aborted;

    InFlight(int window, boolean countArrivals) {
        this.window = window;
        this.countArrivals = countArrivals;
    }

    /**
     * Waits for room and returns the sequence number to send, from 0.
     *
     * @throws IllegalStateException if {@link #abort()} was called while waiting
     */
    long next() {
        long sequence = sent.getAndIncrement();
        if (sequence - done() >= window) {
            sleepUntilDone(sequence - window / 2);
        }
        return sequence;
    }

    /** Frees whoever waits for room that will never come. */
    void abort() {
        aborted = true;
    }

    void published() {
        published.incrementAndGet();
        wakeUp();
    }

    void arrived() {
        arrived.incrementAndGet();
        wakeUp();
    }

    long sent() {
        return sent.get();
    }

    long done() {
        return countArrivals ? Math.min(published.get(), arrived.get()) : published.get();
    }

    private void sleepUntilDone(long wanted) {
        Thread self = Thread.currentThread();
        sleeper = self;
        while (done() < wanted) {
            if (aborted) {
                throw new IllegalStateException("No message was published or arrived any more");
            }
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        if (sleeper == self) {
            sleeper = null;
        }
    }

    private void wakeUp() {
        Thread waiting = sleeper;
        if (waiting != null && sent.get() - done() <= window / 2 + 1) {
            sleeper = null;
            LockSupport.unpark(waiting);
        }
    }
}
