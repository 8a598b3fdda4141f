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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two milliseconds, while tasks wait, whether the workers get on, and adds workers if they are blocked.
 * Sleeps without a timeout when no task waits; its thread starts with the first {@link #wake}.
 */
final class StallWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long END_TIMEOUT_MILLIS = 1_000;

    private final ElasticExecutor owner;
    private final GrowthPolicy policy;
    private final AtomicBoolean asleep = new AtomicBoolean(true);
    private final ReentrantLock threadLock = new ReentrantLock();
    private volatile @Nullable Thread thread;
    private volatile boolean ended;
    private int ticksSinceLook;

    StallWatch(ElasticExecutor owner) {
        this.owner = owner;
        this.policy = new GrowthPolicy(owner.settings().coreWorkers());
    }

    /** Makes sure that the queue is watched until it is empty. One volatile read if it is. Any thread. */
    void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            Thread watching = thread;
            if (watching == null) {
                start();
            } else {
                LockSupport.unpark(watching);
            }
        }
    }

    private void start() {
        threadLock.lock();
        try {
            if (thread == null && !ended) {
                Thread started = owner.threads().newThread(this);
                thread = started;
                started.start();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            thread = null;
            asleep.set(true);
            LOG.warn("MQTT routes: could not start the thread that adds workers, blocked routes hold up others for now", e);
        } finally {
            threadLock.unlock();
        }
    }

    @Override
    public void run() {
        while (!ended) {
            if (owner.hasTasks()) {
                LockSupport.parkNanos(this, TICK_NANOS);
                tick();
            } else {
                policy.reset();
                owner.belowMaximum();
                sleep();
            }
            Thread.interrupted();
        }
    }

    private void sleep() {
        asleep.set(true);
        if (owner.hasTasks()) {
            asleep.set(false);
        }
        while (asleep.get() && !ended) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    private void tick() {
        List<Worker> workers = owner.workers();
        long begun = 0;
        for (Worker worker : workers) {
            begun += worker.sample.tick(worker.begun());
        }
        if (!owner.hasTasks()) {
            return;
        }
        if (owner.idleWorkers() > 0) {
            owner.wakeOne();
            policy.reset();
            return;
        }
        boolean stalled = policy.isStalled(begun);
        if (stalled || ++ticksSinceLook >= GrowthPolicy.PATIENCE_TICKS) {
            ticksSinceLook = 0;
            grow(stalled, workers);
        }
    }

    private void grow(boolean stalled, List<Worker> workers) {
        int minimumTicks = stalled ? 1 : GrowthPolicy.PATIENCE_TICKS;
        int active = 0;
        for (Worker worker : workers) {
            if (!worker.sample.isBlocked(worker, minimumTicks)) {
                active++;
            }
        }
        int number = policy.workersToAdd(stalled, active);
        int limit = owner.settings().maxWorkers();
        if (number > 0 && !owner.addWorkers(number, limit) && workers.size() >= limit && active == 0) {
            owner.atMaximum();
        }
    }

    /** Ends the thread and waits for it, unless called by it. */
    void end() {
        threadLock.lock();
        Thread watching;
        try {
            ended = true;
            watching = thread;
        } finally {
            threadLock.unlock();
        }
        if (watching == null) {
            return;
        }
        LockSupport.unpark(watching);
        try {
            watching.join(END_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
