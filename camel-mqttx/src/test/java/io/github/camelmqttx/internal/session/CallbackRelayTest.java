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
package io.github.camelmqttx.internal.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.internal.client.ManualExecutor;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Outcomes of publishes on worker threads (promise 4; F04)")
class CallbackRelayTest {

    private final ManualSerialContext context = new ManualSerialContext();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private OutgoingMessage message(String topic, Runnable onPublished) {
        return new OutgoingMessage(topic, new byte[0], 1, false, null, new PublishCallback() {
            @Override
            public void published(OutgoingMessage message) {
                onPublished.run();
                told.add(topic);
            }

            @Override
            public void failed(OutgoingMessage message, Throwable cause) {
                told.add(topic + " failed");
            }
        }, OutgoingMessage.NO_DEADLINE);
    }

    @Test
    void outcomes_areToldInOrderByOneTask() {
        ManualExecutor workers = new ManualExecutor();
        CallbackRelay relay = new CallbackRelay(context, workers);
        context.run(() -> {
            relay.published(message("a", () -> {
            }));
            relay.failed(message("b", () -> {
            }), new Exception());
            relay.handOver();
        });
        assertThat(told).isEmpty();
        assertThat(workers.waiting()).isEqualTo(1);
        workers.run();
        assertThat(told).containsExactly("a", "b failed");
    }

    @Test
    void callback_throws_othersAreToldAllTheSame() {
        ManualExecutor workers = new ManualExecutor();
        CallbackRelay relay = new CallbackRelay(context, workers);
        context.run(() -> {
            relay.published(message("bad", () -> {
                throw new IllegalStateException("a route failed");
            }));
            relay.published(message("good", () -> {
            }));
            relay.handOver();
        });
        workers.run();
        assertThat(told).containsExactly("good");
    }

    @Test
    void callback_blocks_othersAreToldByAnotherWorker() {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        CountDownLatch release = new CountDownLatch(1);
        try {
            CallbackRelay relay = new CallbackRelay(context, workers);
            context.run(() -> {
                relay.published(message("blocked", () -> await(release)));
                relay.handOver();
            });
            context.run(() -> {
                relay.published(message("free", () -> {
                }));
                relay.handOver();
            });
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                context.advance(Duration.ofMillis(CallbackRelay.PATIENCE_MILLIS));
                return told.contains("free");
            });
            assertThat(told).containsExactly("free");
            release.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> told.contains("blocked"));
        } finally {
            release.countDown();
            workers.shutdownNow();
        }
    }

    @Test
    void workers_allBusy_areNotFloodedWithTasks() {
        ManualExecutor workers = new ManualExecutor();
        CallbackRelay relay = new CallbackRelay(context, workers);
        context.run(() -> {
            relay.published(message("a", () -> {
            }));
            relay.handOver();
            relay.handOver();
        });
        context.advance(Duration.ofSeconds(10));
        assertThat(workers.waiting()).isEqualTo(1);
        workers.run();
        context.advance(Duration.ofSeconds(1));
        assertThat(told).containsExactly("a");
        assertThat(context.pendingTimers()).isEmpty();
    }

    @Test
    void workers_haveEnded_outcomesAreToldAllTheSame() {
        CallbackRelay relay = new CallbackRelay(context, task -> {
            throw new RejectedExecutionException("ended");
        });
        context.run(() -> {
            relay.published(message("a", () -> {
            }));
            relay.handOver();
        });
        assertThat(told).containsExactly("a");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
