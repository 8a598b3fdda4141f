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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmqttx.internal.client.SerialContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings events of any thread into a serial context, in order, many in one task. */
final class EventQueue {

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int LARGEST_BATCH = 256;

    private final SerialContext context;
    private final Runnable batchEnd;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** @param batchEnd run in the context after each batch */
    EventQueue(SerialContext context, Runnable batchEnd) {
        this.context = context;
        this.batchEnd = batchEnd;
    }

    /** Any thread. */
    void post(Runnable event) {
        events.add(event);
        wake();
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                context.execute(this::batch);
            } catch (RejectedExecutionException e) {
                LOG.debug("Events of a connection dropped: its context has been shut down", e);
            }
        }
    }

    private void batch() {
        scheduled.set(false);
        for (int i = 0; i < LARGEST_BATCH; i++) {
            Runnable event = events.poll();
            if (event == null) {
                break;
            }
            event.run();
        }
        batchEnd.run();
        if (!events.isEmpty()) {
            wake();
        }
    }

    /** Runs what has been posted so far. In the context. */
    void drain() {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
    }
}
