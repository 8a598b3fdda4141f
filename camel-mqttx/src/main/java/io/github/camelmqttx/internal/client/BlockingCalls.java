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
 * Calls of what may block, outside the serial context, one at a time; the outcome of each comes back into the context.
 * Confined to the context.
 * <p>
 * Invariant: a call that is given up is interrupted; as long as it goes on all the same, the next one waits for it. So
 * what never returns holds one worker, however often it is called.
 */
public final class BlockingCalls {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingCalls.class);

    private final Executor workers;
    private final SerialContext context;
    /** On a worker, perhaps given up. */
    private @Nullable Call<?> running;
    /** Whose outcome is awaited; waits while another one is running. */
    private @Nullable Call<?> wanted;

    /** Told one of the two in the context, never inside {@link #start}. */
    public interface Outcome<T> {

        void succeeded(@Nullable T result);

        void failed(Throwable cause);
    }

    /** @param workers must not run tasks in the context */
    public BlockingCalls(Executor workers, SerialContext context) {
        this.workers = workers;
        this.context = context;
    }

    /** Gives up the call before, if there is one, and starts another. */
    public <T> void start(Callable<T> task, Outcome<T> outcome) {
        cancel();
        Call<T> call = new Call<>(task, outcome);
        wanted = call;
        if (running == null) {
            call.begin();
        }
    }

    /** Gives up the call, if there is one: its outcome is dropped. @return whether there was one */
    public boolean cancel() {
        context.assertInContext();
        Call<?> call = wanted;
        wanted = null;
        if (call != null) {
            call.task.cancel(true);
        }
        return call != null;
    }

    /** Whether the call waits for one that was given up and has not returned. */
    public boolean isWaiting() {
        return wanted != null && wanted != running;
    }

    private final class Call<T> {

        private final FutureTask<T> task;
        private final Outcome<T> outcome;

        Call(Callable<T> task, Outcome<T> outcome) {
            this.task = new FutureTask<>(task);
            this.outcome = outcome;
        }

        void begin() {
            running = this;
            try {
                workers.execute(this::run);
            } catch (RejectedExecutionException e) {
                post(() -> outcome.failed(e));
            }
        }

        private void run() {
            task.run();
            try {
                T result = task.get();
                post(() -> outcome.succeeded(result));
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                post(() -> outcome.failed(cause));
            } catch (CancellationException | InterruptedException e) {
                post(() -> outcome.failed(e));
            }
        }

        private void post(Runnable told) {
            try {
                context.execute(() -> ended(told));
            } catch (RejectedExecutionException e) {
                LOG.debug("The outcome of a call was dropped: its context has been shut down", e);
            }
        }

        private void ended(Runnable told) {
            if (wanted == this) {
                wanted = null;
                told.run();
            }
            running = null;
            Call<?> next = wanted;
            if (next != null) {
                next.begin();
            }
        }
    }
}
