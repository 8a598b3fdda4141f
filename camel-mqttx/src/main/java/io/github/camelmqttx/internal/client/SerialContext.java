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

import java.util.concurrent.Executor;

/**
 * The one thread of control in which all state of a session changes. Tasks run one at a time, in the order in which
 * {@link #execute} accepted them; none of them may block.
 */
public interface SerialContext extends Executor {

    /** Whether the caller runs in this context. */
    boolean inContext();

    /**
     * Runs a task in this context, as soon as possible but never inside this call.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the context has been shut down
     */
    @Override
    void execute(Runnable task);

    /**
     * Runs a task in this context after a delay.
     *
     * @param  delayNanos                                      nanoseconds, values below 0 count as 0
     * @throws java.util.concurrent.RejectedExecutionException if the context has been shut down
     */
    ScheduledTask schedule(Runnable task, long delayNanos);

    /** The monotonic time of this context in nanoseconds, comparable by difference only. */
    long nanoTime();

    /** @throws IllegalStateException if the caller does not run in this context */
    default void assertInContext() {
        if (!inContext()) {
            throw new IllegalStateException(
                    "Session state was touched outside its serial context by " + Thread.currentThread());
        }
    }
}
