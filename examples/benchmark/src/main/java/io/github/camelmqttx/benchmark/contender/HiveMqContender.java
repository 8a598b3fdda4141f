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
package io.github.camelmqttx.benchmark.contender;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.reactivex.schedulers.Schedulers;
import org.jspecify.annotations.Nullable;

/**
 * The HiveMQ client library without Camel, tuned: its callbacks run on its I/O thread, which makes automatic
 * acknowledgement, too, come after the callback. Publishing and consuming have a connection each.
 */
final class HiveMqContender implements Contender {
    private static final long TIMEOUT_SECONDS = 15;

    private final InetSocketAddress broker;
    private final MqttQos qos;
    private final int window;
    private final boolean manual;
    private @Nullable Mqtt5AsyncClient publisher;
    private @Nullable Mqtt5AsyncClient subscriber;
    private @Nullable MqttTopic topic;
    private @Nullable Outcome outcome;

    /**
     * @param manual whether arriving messages are acknowledged by the callback instead of by the library after it
     */
    HiveMqContender(InetSocketAddress broker, int qos, int window, boolean manual) {
        this.manual = manual;
        this.broker = broker;
        this.qos = Objects.requireNonNull(MqttQos.fromCode(qos));
        this.window = window;
    }

    @Override
    public void startConsuming(String filter, Consumer<byte[]> sink) throws Exception {
        Mqtt5AsyncClient client = connect();
        subscriber = client;
        client.subscribeWith().topicFilter(filter).qos(qos).callback(publish -> {
            sink.accept(publish.getPayloadAsBytes());
            if (manual) {
                publish.acknowledge();
            }
        }).manualAcknowledgement(manual).send().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void startPublishing(String name, Outcome listener) throws Exception {
        topic = MqttTopic.of(name);
        outcome = listener;
        publisher = connect();
    }

    @Override
    public void publish(long sequence, byte[] payload) {
        Outcome listener = Objects.requireNonNull(outcome);
        Mqtt5Publish publish = Mqtt5Publish.builder().topic(Objects.requireNonNull(topic)).qos(qos).payload(payload).build();
        Objects.requireNonNull(publisher).publish(publish).whenComplete((result, failure) -> {
            Throwable cause = failure != null ? failure : result.getError().orElse(null);
            if (cause == null) {
                listener.published(sequence);
            } else {
                listener.failed(sequence, cause);
            }
        });
    }

    @Override
    public void close() throws Exception {
        for (Mqtt5AsyncClient client : new Mqtt5AsyncClient[] { subscriber, publisher }) {
            if (client != null) {
                client.disconnect().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private Mqtt5AsyncClient connect() throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder().useMqttVersion5()
                .identifier("hivemq-" + UUID.randomUUID())
                .serverAddress(broker)
                .executorConfig(MqttClientExecutorConfig.builder()
                        .applicationScheduler(Schedulers.from(Runnable::run)).build())
                .buildAsync();
        client.connectWith().restrictions().receiveMaximum(window).applyRestrictions().send()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return client;
    }
}
