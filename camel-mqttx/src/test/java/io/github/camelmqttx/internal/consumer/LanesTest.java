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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.ack.Deliveries;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.client.IncomingMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LanesTest {

    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private final List<Delivery> begun = new ArrayList<>();

    private void runAll() {
        Runnable task;
        while ((task = submitted.poll()) != null) {
            task.run();
        }
    }

    @Test
    void manyMessages_oneLane_areDrainedByOneTaskInOrder() {
        Lanes lanes = new Lanes(1, submitted::add, begun::add);
        List<Delivery> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Delivery delivery = Deliveries.of("a/" + i);
            sent.add(delivery);
            lanes.put(delivery);
        }
        assertThat(submitted).hasSize(1);
        assertThat(begun).isEmpty();
        assertThat(lanes.isQuiet()).isFalse();
        runAll();
        assertThat(begun).isEqualTo(sent);
        assertThat(lanes.isQuiet()).isTrue();
    }

    @Test
    @DisplayName("F06 onFailure=stop: what arrived before the failed message is finished, nothing that arrived after it begins")
    void halt_finishBegun_beginsNothingAfterTheFailedMessage() {
        Lanes lanes = new Lanes(2, submitted::add, begun::add);
        Delivery failed = Deliveries.of(new IncomingMessage("a", new byte[0], 1, false, false, 2, null), 2);
        Delivery earlier = Deliveries.of(new IncomingMessage("b", new byte[0], 1, false, false, 1, null), 1);
        Delivery later = Deliveries.of(new IncomingMessage("a", new byte[0], 1, false, false, 3, null), 3);
        Delivery begunBefore = Deliveries.of(new IncomingMessage("b", new byte[0], 1, false, false, 4, null), 4);
        lanes.put(begunBefore);
        lanes.put(failed);
        runAll();
        lanes.halt(begunBefore);
        lanes.halt(failed);
        lanes.put(earlier);
        lanes.put(later);
        lanes.pause();
        lanes.finishBegun();
        runAll();
        assertThat(begun).containsExactlyInAnyOrder(begunBefore, failed, earlier);
        assertThat(lanes.takeWaiting()).containsExactly(later);
        lanes.resume();
        lanes.put(later);
        runAll();
        assertThat(begun).endsWith(later);
    }

    @Test
    void pause_messages_areKeptUntilResume() {
        Lanes lanes = new Lanes(2, submitted::add, begun::add);
        lanes.put(Deliveries.of("a"));
        lanes.pause();
        runAll();
        lanes.put(Deliveries.of("a"));
        assertThat(begun).isEmpty();
        assertThat(submitted).isEmpty();
        assertThat(lanes.waiting()).isEqualTo(2);
        lanes.resume();
        runAll();
        assertThat(begun).hasSize(2);
    }

    @Test
    void pauseFromTheWork_restOfTheBatch_isKept() {
        List<Lanes> self = new ArrayList<>();
        Lanes lanes = new Lanes(1, submitted::add, delivery -> {
            begun.add(delivery);
            self.get(0).pause();
        });
        self.add(lanes);
        lanes.put(Deliveries.of("a"));
        lanes.put(Deliveries.of("b"));
        runAll();
        assertThat(begun).hasSize(1);
        assertThat(lanes.takeWaiting()).hasSize(1);
        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.isQuiet()).isTrue();
    }

    @Test
    void rejectingWorkers_put_keepsTheMessage() {
        Lanes lanes = new Lanes(1, task -> {
            throw new RejectedExecutionException("closed");
        }, begun::add);
        assertThatThrownBy(() -> lanes.put(Deliveries.of("a"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(lanes.takeWaiting()).hasSize(1);
        assertThat(lanes.isQuiet()).isTrue();
    }

    @Test
    @DisplayName("F16: acknowledgements leave in arrival order, so what arrived before a begun message is begun at a stop")
    void finishBegun_olderMessagesInOtherLanes_areBegunAndYoungerOnesTakenOut() {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        List<Integer> begun = new ArrayList<>();
        Lanes lanes = new Lanes(2, tasks::add, delivery -> begun.add(delivery.message().packetId()));
        lanes.put(arrived("b", 2, Long.MAX_VALUE));
        tasks.remove().run();
        lanes.put(arrived("a", 1, Long.MAX_VALUE - 1));
        lanes.put(arrived("a", 3, Long.MIN_VALUE));
        lanes.pause();
        tasks.remove().run();
        assertThat(begun).containsExactly(2);
        assertThat(lanes.due()).isZero();
        lanes.finishBegun();
        assertThat(lanes.due()).isOne();
        assertThat(lanes.takeWaiting()).extracting(delivery -> delivery.message().packetId()).containsExactly(3);
        tasks.remove().run();
        assertThat(begun).containsExactly(2, 1);
        assertThat(tasks).isEmpty();
        assertThat(lanes.isQuiet()).isTrue();
    }

    private static Delivery arrived(String topic, int packetId, long nanos) {
        return Deliveries.of(new IncomingMessage(topic, new byte[0], 1, false, false, packetId, null), nanos);
    }

    @Test
    @DisplayName("C02 X05 order of each topic with several lanes, nothing lost, one worker in a lane at a time")
    void manyTopics_severalLanes_orderOfEachTopicIsKept() throws Exception {
        int count = 40_000;
        ExecutorService workers = Executors.newFixedThreadPool(4);
        ConcurrentHashMap<String, Queue<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(count);
        try {
            Lanes lanes = new Lanes(3, workers, delivery -> {
                seen.computeIfAbsent(delivery.message().topic(), key -> new ConcurrentLinkedQueue<>())
                        .add(delivery.message().packetId());
                done.countDown();
            });
            for (int i = 0; i < count; i++) {
                lanes.put(Deliveries.of("t/" + i % 17, i));
                if (i % 1000 == 0) {
                    lanes.pause();
                    lanes.resume();
                }
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(17)
                    .allSatisfy((topic, numbers) -> assertThat(List.copyOf(numbers)).isSorted().doesNotHaveDuplicates());
        } finally {
            workers.shutdownNow();
        }
    }
}
