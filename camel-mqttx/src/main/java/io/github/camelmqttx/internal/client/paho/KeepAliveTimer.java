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
package io.github.camelmqttx.internal.client.paho;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a Paho client when it has to look after its connection, in place of Paho's own timer thread. Thread-safe.
 */
final class KeepAliveTimer {

    private static final Logger LOG = LoggerFactory.getLogger(KeepAliveTimer.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SerialContext context;
    private final Executor blocking;
    private final Object lock = new Object();
    private @Nullable ScheduledTask task;
    private boolean stopped = true;

    /** @param blocking where the client ends the connection if the broker is silent, which blocks */
    KeepAliveTimer(SerialContext context, Executor blocking) {
        this.context = context;
        this.blocking = blocking;
    }

    void start(Runnable check, long delayMillis) {
        synchronized (lock) {
            stopped = false;
        }
        if (delayMillis > 0) {
            schedule(check, delayMillis);
        }
    }

    void schedule(Runnable check, long delayMillis) {
        synchronized (lock) {
            if (stopped) {
                return;
            }
            try {
                task = context.schedule(() -> blocking.execute(check), Math.max(1, delayMillis) * NANOS_PER_MILLI);
            } catch (RejectedExecutionException e) {
                LOG.debug("Keep Alive ends, because its context has been shut down", e);
            }
        }
    }

    void stop() {
        synchronized (lock) {
            stopped = true;
            if (task != null) {
                task.cancel();
            }
        }
    }
}
