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
package io.github.camelmqttx.internal.client.netty;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;

/** A serial context that the test drives by hand, on a clock that the test moves. */
final class ManualContext implements SerialContext {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers
            = new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private long now = TimeUnit.DAYS.toNanos(1);
    private long timerNumber;

    private record Timer(long due, long number, Runnable task) {
    }

    @Override
    public boolean inContext() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        Timer timer = new Timer(now + Math.max(0, delayNanos), timerNumber++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs the tasks that wait, and those they bring about. */
    void runTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /** Moves the clock; timers run at their time. */
    void advanceMillis(long millis) {
        long target = now + TimeUnit.MILLISECONDS.toNanos(millis);
        runTasks();
        Timer next = timers.peek();
        while (next != null && next.due() <= target) {
            timers.remove(next);
            now = Math.max(now, next.due());
            next.task().run();
            runTasks();
            next = timers.peek();
        }
        now = target;
    }

    /**
     * Moves the clock without running timers, as when the process is held up; they run late, with
     * {@link #advanceMillis}.
     */
    void holdUpMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    int pendingTimers() {
        return timers.size();
    }
}
