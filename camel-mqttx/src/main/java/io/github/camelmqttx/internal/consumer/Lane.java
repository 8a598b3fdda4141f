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
package io.github.camelmqttx.internal.consumer;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmqttx.internal.ack.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are routed one after the other, in the order in which they were put in.
 * <p>
 * Invariants: {@code running} is set by the one who submits the lane and cleared by the worker at the end of its run,
 * so at most one worker drains the lane at a time. A message is enqueued before {@code running} is looked at, and the
 * queue is looked at again after {@code running} was cleared, so none is left behind. {@code youngest} covers a message
 * before it is looked at whether it may begin, so {@link Lanes#finishBegun} misses none.
 */
final class Lane implements Runnable {

    private final Lanes lanes;
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    /** The youngest message that was begun, or is about to be; null before the first. */
    private volatile @Nullable Delivery youngest;

    Lane(Lanes lanes) {
        this.lanes = lanes;
    }

    void put(Delivery delivery) {
        queue.offer(delivery);
        runIfNeeded();
    }

    /** @throws RejectedExecutionException if there are no workers any more; the messages stay in the lane */
    void runIfNeeded() {
        if (isWorkToDo() && running.compareAndSet(false, true)) {
            try {
                lanes.workers().execute(this);
            } catch (RejectedExecutionException e) {
                running.set(false);
                throw e;
            }
        }
    }

    @Override
    public void run() {
        do {
            Delivery delivery;
            while ((delivery = next()) != null) {
                lanes.work().accept(delivery);
            }
            running.set(false);
        } while (isWorkToDo() && running.compareAndSet(false, true));
    }

    /** Takes the next message that may begin, or null. */
    private @Nullable Delivery next() {
        for (Delivery head = queue.peek(); head != null; head = queue.peek()) {
            Delivery before = youngest;
            if (before == null || head.arrivedNanos() - before.arrivedNanos() > 0) {
                youngest = head;
            }
            if (!lanes.mayBegin(head)) {
                youngest = before;
                return null;
            }
            if (queue.remove(head)) {
                return head;
            }
        }
        return null;
    }

    private boolean isWorkToDo() {
        Delivery head = running.get() ? null : queue.peek();
        return head != null && lanes.mayBegin(head);
    }

    @Nullable
    Delivery youngest() {
        return youngest;
    }

    boolean isRunning() {
        return running.get();
    }

    int waiting() {
        return queue.size();
    }

    /** How many messages wait that may begin. */
    int due() {
        int sum = 0;
        for (Delivery delivery : queue) {
            sum += lanes.mayBegin(delivery) ? 1 : 0;
        }
        return sum;
    }

    /** Takes out the messages that need not begin. */
    void takeWaiting(List<Delivery> into) {
        for (Delivery delivery : queue) {
            if (!lanes.mustBegin(delivery) && queue.remove(delivery)) {
                into.add(delivery);
            }
        }
    }
}
