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
package io.github.camelmqttx.internal.executor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread of an {@link ElasticExecutor}. */
final class Worker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final ElasticExecutor owner;
    private @Nullable Thread thread;
    private volatile boolean signalled;
    private volatile long begun;

    /** What the watch remembers of this worker from its last look; used by its thread only. */
    final WorkerSample sample = new WorkerSample();

    Worker(ElasticExecutor owner) {
        this.owner = owner;
    }

    /** Called before the thread starts. */
    void thread(Thread value) {
        thread = value;
    }

    private Thread thread() {
        Thread result = thread;
        if (result == null) {
            throw new IllegalStateException("The worker has no thread yet");
        }
        return result;
    }

    @Override
    public void run() {
        try {
            boolean goOn = true;
            while (goOn) {
                goOn = runTasks() && awaitTasks();
            }
        } finally {
            owner.ended(this);
        }
    }

    /** Runs tasks until none is left. @return false if the executor is closed and the worker must end */
    private boolean runTasks() {
        Runnable task = owner.firstTask();
        while (task != null) {
            begin();
            run(task);
            task = owner.nextTask();
        }
        return !owner.isClosed();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void begin() {
        begun++;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("A task of MQTT routes failed: {}", e.toString(), e);
        } finally {
            Thread.interrupted();
        }
    }

    /** @return false if the worker must end */
    private boolean awaitTasks() {
        if (!owner.becomeIdle(this)) {
            return true;
        }
        long idleSince = System.nanoTime();
        while (!signalled) {
            long left = owner.settings().idleTimeoutNanos() - (System.nanoTime() - idleSince);
            if (left <= 0) {
                if (owner.retire(this)) {
                    return false;
                }
                idleSince = System.nanoTime();
            } else {
                LockSupport.parkNanos(this, left);
                Thread.interrupted();
            }
        }
        signalled = false;
        owner.woken(this);
        return true;
    }

    void signal() {
        signalled = true;
        LockSupport.unpark(thread);
    }

    void interrupt() {
        thread().interrupt();
    }

    /** Number of tasks begun so far. */
    long begun() {
        return begun;
    }

    Thread.State state() {
        return thread().getState();
    }

    long threadId() {
        return thread().getId();
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    /** Waits for the end of the thread. @return whether the caller was interrupted, which does not end the wait */
    boolean join(long timeoutNanos) {
        boolean interrupted = false;
        long start = System.nanoTime();
        long left = timeoutNanos;
        while (left > 0 && !isCurrentThread() && thread().isAlive()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread(), left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = timeoutNanos - (System.nanoTime() - start);
        }
        return interrupted;
    }

    @Override
    public String toString() {
        return thread().getName();
    }
}
