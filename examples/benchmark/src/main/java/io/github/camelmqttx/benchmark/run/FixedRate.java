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

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages that are due at fixed times, and how long after that time each one was completed: a message that is sent
 * late because an earlier one was held up has waited, too. Thread-safe; only one thread awaits.
 */
final class FixedRate {
    private final long first;
    private final long startNanos = System.nanoTime();
    private final double periodNanos;
    private final AtomicReferenceArray<Long> latencies;

    /**
     * Starts now.
     *
     * @param first   sequence number of the first message
     * @param rate    messages per second, above 0
     * @param seconds for how long
     */
    FixedRate(long first, int rate, double seconds) {
        this.first = first;
        periodNanos = (double) TimeUnit.SECONDS.toNanos(1) / rate;
        latencies = new AtomicReferenceArray<>((int) (rate * seconds));
    }

    /** How many messages there are. */
    int count() {
        return latencies.length();
    }

    /** Waits until the message is due. */
    void awaitDue(long sequence) {
        long due = dueNanos(sequence);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** The message was completed; others than those of this object are passed over. */
    void completed(long sequence) {
        long index = sequence - first;
        if (index >= 0 && index < latencies.length()) {
            latencies.set((int) index, System.nanoTime() - dueNanos(sequence));
        }
    }

    /** What was measured; a message that was never completed counts as one that took for ever. */
    Latency latency() {
        double[] millis = new double[latencies.length()];
        for (int i = 0; i < millis.length; i++) {
            Long nanos = latencies.get(i);
            millis[i] = nanos == null ? Double.MAX_VALUE : nanos / 1e6;
        }
        Arrays.sort(millis);
        return new Latency(percentile(millis, 0.5), percentile(millis, 0.99), percentile(millis, 0.999));
    }

    private static double percentile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(sorted.length * part) - 1];
    }

    private long dueNanos(long sequence) {
        return startNanos + (long) ((sequence - first) * periodNanos);
    }
}
