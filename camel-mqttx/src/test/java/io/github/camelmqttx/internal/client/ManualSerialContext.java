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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * A serial context in virtual time, driven by the test: nothing runs but in {@link #run} and {@link #advance}, and time
 * stands still in between. Tasks may be added by any thread.
 */
public final class ManualSerialContext implements SerialContext {

    /** Not zero, so that a time that was never set is not mistaken for one. */
    private static final long START = 1_000_000_000_000L;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Timer> timers = new ArrayList<>();
    private volatile long now = START;
    private volatile Thread runner;
    private volatile boolean ended;
    private long order;

    private final class Timer implements ScheduledTask {

        private final Runnable task;
        private final long due;
        private final long number;

        Timer(Runnable task, long due, long number) {
            this.task = task;
            this.due = due;
            this.number = number;
        }

        @Override
        public void cancel() {
            timers.remove(this);
        }
    }

    @Override
    public boolean inContext() {
        return runner == Thread.currentThread();
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        tasks.add(task);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        assertInContext();
        long delay = Math.max(0, delayNanos);
        Timer timer = new Timer(task, Long.MAX_VALUE - now < delay ? Long.MAX_VALUE : now + delay, order++);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs what waits, without letting time pass. */
    public void run() {
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            runner = before;
        }
    }

    /** Runs one task and everything it brings about. */
    public void run(Runnable task) {
        execute(task);
        run();
    }

    /** Lets time pass, and runs what becomes due, at its time and in order. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        run();
        for (Timer next = nextDue(end); next != null; next = nextDue(end)) {
            timers.remove(next);
            now = Math.max(now, next.due);
            run(next.task);
        }
        now = end;
    }

    private Timer nextDue(long end) {
        return timers.stream().filter(timer -> timer.due <= end)
                .min(Comparator.<Timer> comparingLong(timer -> timer.due).thenComparingLong(timer -> timer.number))
                .orElse(null);
    }

    /** How long until each timer that waits, the next one first. */
    public List<Duration> pendingTimers() {
        return timers.stream().map(timer -> Duration.ofNanos(timer.due - now)).sorted().toList();
    }

    /** From now on nothing is taken any more. */
    public void end() {
        ended = true;
    }
}
