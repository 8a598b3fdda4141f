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

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * When failed messages are to come again. Confined to the serial context.
 * <p>
 * The first failure begins a wait, which all failures meanwhile share; it is as long as the longest delay among them.
 */
final class Redeliveries {

    private final SerialContext context;
    private final Runnable due;
    private @Nullable ScheduledTask timer;
    private long begunNanos;
    private long delayNanos;

    /** @param due runs at the end of each wait */
    Redeliveries(SerialContext context, Runnable due) {
        this.context = context;
        this.due = due;
    }

    /** A message has failed, and is to come again after the delay. */
    void failed(long afterNanos) {
        long now = context.nanoTime();
        if (timer == null) {
            begunNanos = now;
            schedule(afterNanos, now);
        } else if (afterNanos > delayNanos) {
            timer.cancel();
            schedule(afterNanos, now);
        }
    }

    private void schedule(long delay, long now) {
        delayNanos = delay;
        timer = context.schedule(() -> {
            timer = null;
            due.run();
        }, begunNanos + delay - now);
    }

    /** Whether failed messages have to wait. */
    boolean isWaiting() {
        return timer != null;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
