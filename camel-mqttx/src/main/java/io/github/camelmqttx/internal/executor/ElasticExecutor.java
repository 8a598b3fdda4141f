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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may compute or block, in the order of their {@link #execute} calls, on a few workers that become more
 * when tasks wait and the workers are blocked. A processor-bound load does not add workers: they would not help. Tasks
 * never run in the calling thread. Thread-safe.
 * <p>
 * Invariants:
 * <ul>
 * <li>A worker goes idle in three steps: it enters {@code idle}, looks at the queue again, and only then parks. A
 * caller enqueues first and looks for idle workers afterwards. So one of the two sees the other.</li>
 * <li>At most one wake-up is under way ({@code waking}); the woken worker wakes the next one if there are tasks left. A
 * stream of tasks thus costs one wake-up, not one for each task.</li>
 * <li>A task that finds no idle worker wakes the {@link StallWatch}, which watches until the queue is empty. While it
 * watches or workers are idle nobody takes a lock to enqueue.</li>
 * <li>{@code workers} and {@code idle} change under {@code lock} only.</li>
 * </ul>
 */
public final class ElasticExecutor implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticExecutor.class);

    private static final long INTERRUPT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ElasticSettings settings;
    private final ThreadFactory threads;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final StallWatch watch;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Worker> workers = new ArrayList<>();
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private volatile int workerCount;
    private volatile int idleCount;
    private final AtomicBoolean waking = new AtomicBoolean();

    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean limitReported;

    /**
     * Starts no thread before the first task.
     *
     * @param threads makes the workers and one watching thread; a failure to make a worker is logged and survived as
     *                long as there is one worker
     */
    public ElasticExecutor(ElasticSettings settings, ThreadFactory threads) {
        this.settings = settings;
        this.threads = threads;
        this.watch = new StallWatch(this);
    }

    /**
     * Accepts a task; never runs it in the calling thread, never blocks for room.
     *
     * @throws RejectedExecutionException if this executor is closed, or no first thread could be started
     */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw rejection();
        }
        queue.offer(task);
        if (closed && queue.remove(task)) {
            throw rejection();
        }
        if (idleCount > 0) {
            wakeOne();
        } else if (workerCount < settings.coreWorkers()) {
            startForNewTask(task);
        } else {
            watch.wake();
        }
    }

    private static RejectedExecutionException rejection() {
        return new RejectedExecutionException("The workers of this component are closed: it has been stopped");
    }

    private void startForNewTask(Runnable task) {
        if (!addWorkers(1, settings.coreWorkers()) && workerCount == 0 && queue.remove(task)) {
            throw new RejectedExecutionException("No worker thread could be started, see the log");
        }
        watch.wake();
    }

    /** Wakes one idle worker unless one is being woken. Lock-free if one is. */
    void wakeOne() {
        while (idleCount > 0 && !queue.isEmpty() && waking.compareAndSet(false, true)) {
            Worker worker;
            lock.lock();
            try {
                worker = idle.pollLast();
                idleCount = idle.size();
            } finally {
                lock.unlock();
            }
            if (worker != null) {
                worker.signal();
                return;
            }
            waking.set(false);
        }
    }

    /** Called by a worker that was signalled, by {@link #wakeOne} or by {@link #close}. */
    void woken(Worker worker) {
        waking.set(false);
        if (closed) {
            leaveIdle(worker);
        }
    }

    /** The next task for a worker that has just started or woken, or null. Passes the wake-up on if there are more. */
    @Nullable
    Runnable firstTask() {
        Runnable task = queue.poll();
        if (task != null && !queue.isEmpty()) {
            if (idleCount > 0) {
                wakeOne();
            } else {
                watch.wake();
            }
        }
        return task;
    }

    /** The next task for a worker that has finished one, or null. */
    @Nullable
    Runnable nextTask() {
        return queue.poll();
    }

    /** @return false if the worker must not park because there are tasks again, or no more for ever */
    boolean becomeIdle(Worker worker) {
        lock.lock();
        try {
            idle.addLast(worker);
            idleCount = idle.size();
        } finally {
            lock.unlock();
        }
        return (queue.isEmpty() && !closed) || !leaveIdle(worker);
    }

    /** @return false if the worker has been or is being woken by {@link #wakeOne} and must take that wake-up */
    boolean leaveIdle(Worker worker) {
        lock.lock();
        try {
            boolean left = idle.remove(worker);
            idleCount = idle.size();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** @return true if the idle worker is above the core and has been removed: it must end */
    boolean retire(Worker worker) {
        lock.lock();
        try {
            if (workers.size() <= settings.coreWorkers() || !idle.remove(worker)) {
                return false;
            }
            idleCount = idle.size();
            removeLocked(worker);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Called by a worker that ends, whatever the cause. */
    void ended(Worker worker) {
        lock.lock();
        try {
            idle.remove(worker);
            idleCount = idle.size();
            removeLocked(worker);
        } finally {
            lock.unlock();
        }
    }

    private void removeLocked(Worker worker) {
        workers.remove(worker);
        workerCount = workers.size();
    }

    /**
     * Starts workers.
     *
     * @param  limit all workers together, at most
     * @return       false if not one could be started
     */
    boolean addWorkers(int number, int limit) {
        lock.lock();
        try {
            int added = 0;
            while (added < number && workers.size() < limit && startLocked()) {
                added++;
            }
            return added > 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean startLocked() {
        Worker worker = new Worker(this);
        try {
            Thread thread = threads.newThread(worker);
            if (thread == null) {
                throw new IllegalStateException("The thread factory returned no thread");
            }
            worker.thread(thread);
            workers.add(worker);
            workerCount = workers.size();
            thread.start();
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            removeLocked(worker);
            reportLimit("could not start another worker thread besides the {} that run; raise the thread limit of the process",
                    e);
            return false;
        }
    }

    /**
     * Called by the watch when workers are blocked and no more may be added. Logs once for each time the limit is met.
     */
    void atMaximum() {
        reportLimit(
                "all {} worker threads are blocked and tasks wait; make the routes faster, limit how many messages they take "
                    + "in at once, or raise the maximum of workers",
                null);
    }

    private void reportLimit(String message, @Nullable Throwable cause) {
        if (!limitReported) {
            limitReported = true;
            LOG.warn("MQTT routes: " + message, workerCount, cause);
        }
    }

    /** Called by the watch when the workers keep up again. */
    void belowMaximum() {
        limitReported = false;
    }

    ElasticSettings settings() {
        return settings;
    }

    ThreadFactory threads() {
        return threads;
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasTasks() {
        return !queue.isEmpty();
    }

    int idleWorkers() {
        return idleCount;
    }

    /** The workers of this moment. */
    List<Worker> workers() {
        lock.lock();
        try {
            return List.copyOf(workers);
        } finally {
            lock.unlock();
        }
    }

    /** Number of workers, idle ones included. */
    public int workerCount() {
        return workerCount;
    }

    /** Number of tasks that no worker has begun; costs time proportional to the result. */
    public int queuedTasks() {
        return queue.size();
    }

    /**
     * Rejects new tasks, lets those accepted before finish within the close timeout, then interrupts the rest and drops
     * what has not begun, with a warning. When it returns no thread is left, except one that ignores its interrupt and
     * one that calls this method. Idempotent; later calls return at once.
     */
    @Override
    public void close() {
        if (!closeCalled.compareAndSet(false, true)) {
            return;
        }
        closed = true;
        workers().forEach(Worker::signal);
        if (hasTasks()) {
            watch.wake();
        }
        boolean interrupted = awaitEnd(settings.closeTimeoutNanos());
        if (othersAlive()) {
            int dropped = queue.size();
            queue.clear();
            LOG.warn("MQTT routes: {} tasks still run after the close timeout and are interrupted, {} that wait are dropped",
                    workerCount, dropped);
            workers().forEach(Worker::interrupt);
            interrupted |= awaitEnd(INTERRUPT_GRACE_NANOS);
            workers().forEach(worker -> LOG.warn("MQTT routes: thread {} ignores its interrupt", worker));
        }
        watch.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean othersAlive() {
        return workers().stream().anyMatch(worker -> !worker.isCurrentThread());
    }

    /** @return whether the caller was interrupted, which does not end the wait */
    private boolean awaitEnd(long timeoutNanos) {
        boolean interrupted = false;
        long start = System.nanoTime();
        for (Worker worker : workers()) {
            interrupted |= worker.join(timeoutNanos - (System.nanoTime() - start));
        }
        return interrupted;
    }
}
