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
package io.github.camelmqttx.internal.client;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of something that may block, outside the serial context, whose outcome comes back into it. Made and
 * cancelled in the context.
 */
public final class BlockingCall<T> {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingCall.class);

    /** Told in the context. */
    public interface Outcome<T> {

        void succeeded(@Nullable T result);

        void failed(Throwable cause);

        /** The call has returned, whatever its outcome, and even if it was cancelled; after the other two. */
        default void ended() {
        }
    }

    private final SerialContext context;
    private final Outcome<T> outcome;
    private final FutureTask<T> task;
    private boolean cancelled;

    private BlockingCall(SerialContext context, Callable<T> call, Outcome<T> outcome) {
        this.context = context;
        this.outcome = outcome;
        this.task = new FutureTask<>(call);
    }

    /** Starts a call; the outcome is never told inside this method. */
    public static <T> BlockingCall<T> start(Executor workers, SerialContext context, Callable<T> call, Outcome<T> outcome) {
        BlockingCall<T> started = new BlockingCall<>(context, call, outcome);
        try {
            workers.execute(started::run);
        } catch (RejectedExecutionException e) {
            started.post(() -> started.tell(() -> outcome.failed(e)));
        }
        return started;
    }

    /** Drops the outcome and interrupts the call; it may go on all the same, until {@link Outcome#ended()}. */
    public void cancel() {
        context.assertInContext();
        cancelled = true;
        task.cancel(true);
    }

    private void run() {
        task.run();
        Runnable told = result();
        post(() -> tell(told));
    }

    private Runnable result() {
        try {
            T result = task.get();
            return () -> outcome.succeeded(result);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return () -> outcome.failed(cause);
        } catch (CancellationException | InterruptedException e) {
            return () -> outcome.failed(e);
        }
    }

    private void tell(Runnable told) {
        if (!cancelled) {
            told.run();
        }
        outcome.ended();
    }

    private void post(Runnable event) {
        try {
            context.execute(event);
        } catch (RejectedExecutionException e) {
            LOG.debug("The outcome of a call was dropped: its context has been shut down", e);
        }
    }
}
