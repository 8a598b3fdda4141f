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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What {@link StallWatch} saw of one worker, and what follows from it. For one thread. */
final class WorkerSample {

    /** Less processor time than this from one look to the next is none. */
    private static final long NO_CPU_NANOS = 50_000;

    /** Looks without processor time after which a runnable thread counts as blocked in a system call. */
    private static final int LOOKS_UNTIL_BLOCKED = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean CPU_TIME = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private long begun;
    private int ticksInTask;
    private long cpuNanos;
    private int looksWithoutCpu;

    /** Called on each tick. @return number of tasks begun since the tick before */
    long tick(long begunNow) {
        long progress = begunNow - begun;
        begun = begunNow;
        if (progress == 0) {
            ticksInTask++;
        } else {
            ticksInTask = 0;
            looksWithoutCpu = 0;
        }
        return progress;
    }

    /**
     * Whether the worker is blocked in its task. A thread that waits in a system call, for example for data of a
     * socket, is runnable for the JVM; only its processor time tells it from one that computes.
     *
     * @param minimumTicks a task younger than this is not blocked yet
     */
    boolean isBlocked(Worker worker, int minimumTicks) {
        if (ticksInTask < minimumTicks) {
            return false;
        }
        return switch (worker.state()) {
            case NEW, TERMINATED -> false;
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> usesNoCpu(worker);
        };
    }

    private boolean usesNoCpu(Worker worker) {
        long now = CPU_TIME ? THREADS.getThreadCpuTime(worker.threadId()) : 0;
        looksWithoutCpu = now - cpuNanos < NO_CPU_NANOS ? looksWithoutCpu + 1 : 0;
        cpuNanos = now;
        return looksWithoutCpu >= LOOKS_UNTIL_BLOCKED;
    }
}
