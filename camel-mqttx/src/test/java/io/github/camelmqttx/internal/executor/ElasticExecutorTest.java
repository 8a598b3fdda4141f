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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ElasticExecutorTest {

    private static final int CORE = 2;

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ThreadFactory factory = task -> {
        Thread thread = new Thread(task, "elastic-test-" + threads.size());
        threads.add(thread);
        return thread;
    };
    private ElasticExecutor executor = executor(64, Duration.ofSeconds(30), Duration.ofSeconds(20));

    private ElasticExecutor executor(int max, Duration idle, Duration close) {
        return new ElasticExecutor(new ElasticSettings(CORE, max, idle.toNanos(), close.toNanos()), factory);
    }

    @AfterEach
    void close() {
        executor.close();
        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    @Test
    void execute_idle_runsEachTaskOnceOnItsOwnThreads() throws InterruptedException {
        int tasks = 100_000;
        CountDownLatch done = new CountDownLatch(tasks);
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean inCaller = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                runs.incrementAndGet();
                if (Thread.currentThread() == caller) {
                    inCaller.set(true);
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(tasks);
        assertThat(inCaller).isFalse();
    }

    @Test
    void execute_repeatedlyFromIdle_losesNoWakeUp() throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            CountDownLatch done = new CountDownLatch(3);
            executor.execute(done::countDown);
            executor.execute(done::countDown);
            executor.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).as("round %d", i).isTrue();
        }
    }

    @Test
    @DisplayName("F29 tasks run although all workers before them are blocked, and no further execute() comes")
    void blockedTasks_filledAllWorkers_laterTaskRuns() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        for (int i = 0; i < 40; i++) {
            executor.execute(() -> awaitUninterruptibly(release));
        }
        executor.execute(later::countDown);
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.workerCount()).isBetween(41, 64);
        release.countDown();
    }

    @Test
    void blockedInSystemCalls_filledAllWorkers_laterTaskRuns() throws Exception {
        List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CountDownLatch later = new CountDownLatch(1);
            for (int i = 0; i < 6; i++) {
                executor.execute(() -> {
                    try (Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
                        sockets.add(socket);
                        assertThat(socket.getInputStream().read()).isNegative();
                    } catch (IOException expected) {
                        assertThat(expected).isNotNull();
                    }
                });
            }
            executor.execute(later::countDown);
            assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void oneSlowRoute_amongFastTasks_isReplaced() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        executor.execute(() -> awaitUninterruptibly(release));
        for (int i = 0; i < 4; i++) {
            executor.execute(() -> repeat(stop));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> executor.workerCount() > CORE);
        stop.set(true);
        release.countDown();
    }

    private void repeat(AtomicBoolean stop) {
        if (!stop.get()) {
            compute(Duration.ofNanos(200_000));
            executor.execute(() -> repeat(stop));
        }
    }

    @Test
    void computingTasks_inALongQueue_addFewWorkers() throws InterruptedException {
        int tasks = 200;
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                compute(Duration.ofMillis(10));
                done.countDown();
            });
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.workerCount()).isLessThanOrEqualTo(4 * CORE);
    }

    @Test
    void maximum_allBlocked_isNotExceeded() {
        executor.close();
        executor = executor(8, Duration.ofSeconds(30), Duration.ofSeconds(20));
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        for (int i = 0; i < 30; i++) {
            executor.execute(() -> {
                running.incrementAndGet();
                awaitUninterruptibly(release);
            });
        }
        await().until(() -> running.get() == 8);
        await().during(Duration.ofMillis(100)).until(() -> executor.workerCount() == 8 && executor.queuedTasks() == 22);
        release.countDown();
        await().until(() -> running.get() == 30);
    }

    @Test
    void surplusWorkers_idle_endAndCoreStays() {
        executor.close();
        executor = executor(64, Duration.ofMillis(50), Duration.ofSeconds(20));
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            executor.execute(() -> awaitUninterruptibly(release));
        }
        await().until(() -> executor.workerCount() >= 20);
        release.countDown();
        await().until(() -> executor.workerCount() == CORE);
        AtomicInteger runs = new AtomicInteger();
        executor.execute(runs::incrementAndGet);
        await().until(() -> runs.get() == 1);
    }

    @Test
    void taskThrows_anything_workerLivesAndInterruptIsCleared() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(CORE * 4);
        AtomicBoolean interrupted = new AtomicBoolean();
        for (int i = 0; i < CORE * 4; i++) {
            executor.execute(() -> {
                interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
                done.countDown();
                Thread.currentThread().interrupt();
                throw new StackOverflowError("on purpose");
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        AtomicInteger runs = new AtomicInteger();
        executor.execute(runs::incrementAndGet);
        await().until(() -> runs.get() == 1);
        assertThat(interrupted).isFalse();
        assertThat(threads.stream().filter(Thread::isAlive).count()).isLessThanOrEqualTo(CORE + 1);
    }

    @Test
    void close_tasksAccepted_runsThemAndRejectsNewOnes() {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 30; i++) {
            executor.execute(() -> {
                compute(Duration.ofMillis(1));
                runs.incrementAndGet();
            });
        }
        executor.close();
        assertThat(runs).hasValue(30);
        assertThat(executor.workerCount()).isZero();
        assertThatThrownBy(() -> executor.execute(runs::incrementAndGet)).isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void close_tasksBlockForEver_interruptsThemAfterTheTimeout() {
        executor.close();
        executor = executor(8, Duration.ofSeconds(30), Duration.ofMillis(50));
        AtomicInteger interrupts = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            executor.execute(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            });
        }
        await().until(() -> executor.workerCount() == 8);
        executor.close();
        assertThat(interrupts).hasValue(8);
        assertThat(executor.queuedTasks()).isZero();
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void close_calledByATask_doesNotWaitForItself() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        executor.execute(() -> {
            executor.close();
            closed.countDown();
        });
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void close_neverUsed_startsNoThread() {
        executor.close();
        assertThat(threads).isEmpty();
    }

    @Test
    void idle_noTasks_noThreadUsesTheProcessor() {
        AtomicInteger runs = new AtomicInteger();
        executor.execute(runs::incrementAndGet);
        await().until(() -> runs.get() == 1);
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING));
        Thread watch = threads.stream().filter(thread -> thread.getState() == Thread.State.WAITING).findFirst().orElseThrow();
        await().during(Duration.ofMillis(100)).until(() -> watch.getState() == Thread.State.WAITING);
    }

    private static void compute(Duration cpu) {
        long start = System.nanoTime();
        double value = 1;
        while (System.nanoTime() - start < cpu.toNanos()) {
            value = Math.sqrt(value + 1);
        }
        assertThat(value).isPositive();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
