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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.ack.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Spreads messages over lanes by their topic, so that the messages of one topic are begun in the order of their arrival
 * while several topics are worked on at the same time. Thread-safe; messages are put in by one thread at a time.
 * Nothing here blocks, and no lock is taken for a message.
 */
public final class Lanes {

    private final Executor workers;
    private final Consumer<Delivery> work;
    private final Lane[] lanes;
    private volatile boolean paused;
    /** While paused, messages that arrived no later than this one may begin all the same. */
    private volatile @Nullable Delivery limit;
    /** Has failed, so that none that arrived later may begin before it comes again. */
    private final AtomicReference<@Nullable Delivery> halted = new AtomicReference<>();

    /**
     * @param count   number of messages worked on at the same time, 1 or more
     * @param workers never runs a task in the calling thread
     * @param work    begins the work on a message; must not throw
     */
    public Lanes(int count, Executor workers, Consumer<Delivery> work) {
        this.workers = workers;
        this.work = work;
        this.lanes = new Lane[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(this);
        }
    }

    /**
     * @throws java.util.concurrent.RejectedExecutionException if there are no workers any more; the message stays in
     *                                                         its lane
     */
    public void put(Delivery delivery) {
        lanes[index(delivery.message().topic())].put(delivery);
    }

    private int index(String topic) {
        if (lanes.length == 1) {
            return 0;
        }
        int hash = topic.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, lanes.length);
    }

    /** Begins no more messages; those that wait, and those that come, are kept. */
    public void pause() {
        limit = null;
        paused = true;
    }

    /**
     * While paused: begins the messages that arrived before one that was begun, and no others. Acknowledgements leave
     * in arrival order, so without them those of later messages could not leave.
     */
    public void finishBegun() {
        Delivery last = null;
        for (Lane lane : lanes) {
            Delivery youngest = lane.youngest();
            if (youngest != null && (last == null || youngest.arrivedNanos() - last.arrivedNanos() > 0)) {
                last = youngest;
            }
        }
        limit = last;
        for (Lane lane : lanes) {
            lane.runIfNeeded();
        }
    }

    /**
     * Pauses because a message has failed, so that {@link #finishBegun} begins none that arrived after it, until
     * {@link #resume}.
     */
    public void halt(Delivery failed) {
        halted.accumulateAndGet(failed, (one, other) -> one == null || other != null && isBefore(other, one) ? other : one);
        paused = true;
    }

    private static boolean isBefore(Delivery one, Delivery other) {
        return one.arrivedNanos() - other.arrivedNanos() < 0;
    }

    boolean mayBegin(Delivery delivery) {
        return !paused || mustBegin(delivery);
    }

    /** Whether the message may begin although the lanes are paused. */
    boolean mustBegin(Delivery delivery) {
        Delivery last = limit;
        Delivery failed = halted.get();
        return last != null && !isBefore(last, delivery) && (failed == null || isBefore(delivery, failed));
    }

    /** Undoes {@link #pause}. */
    public void resume() {
        halted.set(null);
        paused = false;
        limit = null;
        for (Lane lane : lanes) {
            lane.runIfNeeded();
        }
    }

    /** Whether messages are kept. */
    public boolean isPaused() {
        return paused;
    }

    /** Whether no worker is in a lane, nor on its way. */
    public boolean isQuiet() {
        for (Lane lane : lanes) {
            if (lane.isRunning()) {
                return false;
            }
        }
        return true;
    }

    /** Messages that are not begun. Takes time proportional to their number. */
    public int waiting() {
        int sum = 0;
        for (Lane lane : lanes) {
            sum += lane.waiting();
        }
        return sum;
    }

    /** How many of them may begin. Takes time proportional to their number. */
    public int due() {
        int sum = 0;
        for (Lane lane : lanes) {
            sum += lane.due();
        }
        return sum;
    }

    /**
     * Takes out the messages that are not begun, except those that {@link #finishBegun} begins, in order for each
     * topic.
     */
    public List<Delivery> takeWaiting() {
        List<Delivery> taken = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.takeWaiting(taken);
        }
        return taken;
    }

    Executor workers() {
        return workers;
    }

    Consumer<Delivery> work() {
        return work;
    }
}
