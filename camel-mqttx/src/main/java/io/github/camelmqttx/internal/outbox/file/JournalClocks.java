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
package io.github.camelmqttx.internal.outbox.file;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks of a journal: the one that counts within the process, and the one that goes on between processes.
 *
 * @param nanoTime   of the session's context
 * @param wallMillis since the epoch; may jump
 */
record JournalClocks(LongSupplier nanoTime, LongSupplier wallMillis) {

    /** The wall time, in milliseconds, at which it was so late in nanoseconds. */
    long wallAt(long nanos) {
        return wallMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - nanos);
    }

    /**
     * The time in nanoseconds of this process at which the wall clock showed this, or now if that has not come yet,
     * because the clock was put back.
     */
    long nanosAt(long wall) {
        long elapsedMillis = Math.max(0, wallMillis.getAsLong() - wall);
        return nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(elapsedMillis);
    }
}
