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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells publishers the outcome on worker threads, because what follows in a route may block.
 * <p>
 * One drainer works through the outcomes, which costs one hand-over per batch. When it makes no progress for
 * {@value #PATIENCE_MILLIS} ms, because a route blocks it, another one is started, so that one slow route does not hold
 * up the others.
 */
final class CallbackRelay {

    static final int PATIENCE_MILLIS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(CallbackRelay.class);

    private record Failure(OutgoingMessage message, Throwable cause) {
    }

    private final SerialContext context;
    private final Executor workers;
    private final Queue<Object> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drainers = new AtomicInteger();
    /** Drainers that were handed to the workers and have not begun: more would not help. */
    private final AtomicInteger starting = new AtomicInteger();
    private volatile long progress;
    private long progressSeen;
    private boolean watching;

    CallbackRelay(SerialContext context, Executor workers) {
        this.context = context;
        this.workers = workers;
    }

    /** Collects a success. In the context; told after {@link #handOver}. */
    void published(OutgoingMessage message) {
        outcomes.add(message);
    }

    /** Collects a failure. In the context; told after {@link #handOver}. */
    void failed(OutgoingMessage message, Throwable cause) {
        outcomes.add(new Failure(message, cause));
    }

    /** Makes sure that what was collected is told. In the context. */
    void handOver() {
        if (outcomes.isEmpty()) {
            return;
        }
        if (drainers.get() == 0) {
            startDrainer();
        } else {
            watch();
        }
    }

    private void startDrainer() {
        drainers.incrementAndGet();
        starting.incrementAndGet();
        try {
            workers.execute(this::begin);
        } catch (RejectedExecutionException e) {
            LOG.debug("Workers have ended, telling {} outcomes here", outcomes.size());
            begin();
        }
    }

    private void watch() {
        if (!watching) {
            watching = true;
            progressSeen = progress;
            context.schedule(this::check, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        }
    }

    private void check() {
        watching = false;
        if (outcomes.isEmpty()) {
            return;
        }
        if (starting.get() == 0 && (drainers.get() == 0 || progress == progressSeen)) {
            startDrainer();
        }
        watch();
    }

    private void begin() {
        starting.decrementAndGet();
        drain();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // any change is a sign of progress, lost increments do no harm
    private void drain() {
        do {
            try {
                for (Object outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
                    tell(outcome);
                    progress++;
                }
            } finally {
                drainers.decrementAndGet();
            }
        } while (!outcomes.isEmpty() && drainers.compareAndSet(0, 1));
    }

    private static void tell(@Nullable Object outcome) {
        try {
            if (outcome instanceof Failure failure) {
                failure.message().callback().failed(failure.message(), failure.cause());
            } else if (outcome instanceof OutgoingMessage message) {
                message.callback().published(message);
            }
        } catch (RuntimeException e) {
            LOG.error("A publish callback failed; the outcome of the publish is not affected", e);
        }
    }
}
