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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the threads of the driver as the serial context of a session. */
final class PahoSerialContext implements SerialContext {

    private static final Logger LOG = LoggerFactory.getLogger(PahoSerialContext.class);

    private final SerialThread thread;

    PahoSerialContext(SerialThread thread) {
        this.thread = thread;
    }

    @Override
    public boolean inContext() {
        return thread.isCurrent();
    }

    @Override
    public void execute(Runnable task) {
        thread.executor().execute(() -> run(task));
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        Future<?> future
                = thread.executor().schedule(() -> run(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of a session failed", e);
        }
    }
}
