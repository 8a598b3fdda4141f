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
package io.github.camelmqttx.it;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishes 500 numbers a second with QoS 1 and 2 in turn, until it is ended. */
final class Traffic implements AutoCloseable {

    private static final int TOPICS = 16;
    private static final int BATCH = 10;
    private static final int INTERVAL_MILLIS = 20;

    private final MqttProbe publisher;
    private final String prefix;
    private final Set<String> published = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private int number;

    /** @param prefix of the topics, without slash */
    Traffic(Broker broker, String prefix) {
        this.publisher = MqttProbe.connect(broker);
        this.prefix = prefix;
        timer.scheduleAtFixedRate(this::publish, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void publish() {
        List<ProbeMessage> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++, number++) {
            batch.add(ProbeMessage.of(prefix + "/" + number % TOPICS, "n" + number, 1 + number % 2));
        }
        publisher.publishAll(batch);
        synchronized (published) {
            batch.forEach(message -> published.add(message.text()));
        }
    }

    /** What the broker has acknowledged. */
    Set<String> published() {
        synchronized (published) {
            return new HashSet<>(published);
        }
    }

    /** Ends it, and returns what the broker has acknowledged. */
    Set<String> end() throws InterruptedException {
        timer.shutdown();
        assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        return published();
    }

    @Override
    public void close() throws InterruptedException {
        end();
        publisher.close();
    }
}
