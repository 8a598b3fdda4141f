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
package io.github.camelmqttx.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client for assertions that shares no code with the component (Eclipse Paho). Blocking; safe for use by several
 * threads. Problems are {@link IllegalStateException} with Paho's exception as cause.
 */
public abstract class MqttProbe implements AutoCloseable {

    /** Bound of every wait for the broker. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Messages that {@link #publishAll} has under way at most. */
    static final int WINDOW = 500;

    private final List<ProbeMessage> messages = new ArrayList<>();

    MqttProbe() {
    }

    /** Connects with MQTT 5 and a session that ends with the connection. */
    public static MqttProbe connect(Broker broker) {
        return connect(broker.uri(), ProbeOptions.transientSession());
    }

    /** Connects to the TCP listener. */
    public static MqttProbe connect(Broker broker, ProbeOptions options) {
        return connect(broker.uri(), options);
    }

    /** Connects to {@code mqtt}, {@code mqtts}, {@code ws} or {@code wss}. */
    public static MqttProbe connect(String uri, ProbeOptions options) {
        String paho = uri.replaceFirst("^mqtts:", "ssl:").replaceFirst("^mqtt:", "tcp:");
        return options.version() == 5 ? new Mqtt5Probe(paho, options) : new Mqtt3Probe(paho, options);
    }

    /**
     * Whether the broker holds a session of MQTT 5 for the Client Identifier. A client that is connected with it is
     * taken over. The broker keeps an existing session for another hour and makes none; messages that wait in it are
     * not acknowledged, so they will come again.
     */
    public static boolean hasSession(Broker broker, String clientId) {
        String uri = broker.uri().replaceFirst("^mqtt:", "tcp:");
        ProbeOptions durable = ProbeOptions.durable(clientId);
        try (Mqtt5Probe probe = new Mqtt5Probe(uri, durable, true)) {
            if (probe.isSessionPresent()) {
                return true;
            }
        }
        ProbeOptions wipe = new ProbeOptions(5, clientId, true, 0, durable.receiveMaximum(), null, null, null);
        new Mqtt5Probe(uri, wipe).close();
        return false;
    }

    /** Session Present of the CONNACK. */
    public abstract boolean isSessionPresent();

    /** False once the connection is lost; the probe does not reconnect. */
    public abstract boolean isConnected();

    /** Subscribes and returns the Reason Code or granted QoS of the SUBACK. */
    public abstract int subscribe(String topicFilter, int qos);

    public abstract void unsubscribe(String topicFilter);

    /** Publishes in order and returns when the broker has acknowledged all (QoS 0: when they are written). */
    public abstract void publishAll(List<ProbeMessage> list);

    /** Closes the connection without DISCONNECT, so that the broker sends the Will. */
    public abstract void abort();

    /** DISCONNECT, if connected, and close. */
    @Override
    public abstract void close();

    public void publish(ProbeMessage message) {
        publishAll(List.of(message));
    }

    public void publish(String topic, String payload, int qos) {
        publish(ProbeMessage.of(topic, payload, qos));
    }

    /** Publishes messages with the payloads {@code "0"} to {@code "count - 1"}. */
    public void publishSequence(String topic, int count, int qos) {
        List<ProbeMessage> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(ProbeMessage.of(topic, Integer.toString(i), qos));
        }
        publishAll(list);
    }

    /** Deletes the retained message of a topic. */
    public void clearRetained(String topic) {
        publish(ProbeMessage.of(topic, "", 1).withRetained());
    }

    /** What has arrived so far, in order. */
    public List<ProbeMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /** The payloads of what has arrived so far, in order. */
    public List<String> texts() {
        return messages().stream().map(ProbeMessage::text).toList();
    }

    /** Waits until at least so many messages have arrived, and returns all. */
    public List<ProbeMessage> await(int count) {
        return await(count, TIMEOUT);
    }

    /**
     * Waits until at least so many messages have arrived, and returns all.
     *
     * @throws AssertionError if they have not arrived in time; it lists those that have
     */
    public List<ProbeMessage> await(int count, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (messages) {
            while (messages.size() < count) {
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    throw new AssertionError(
                            "Only " + messages.size() + " of " + count + " messages arrived within " + timeout
                                             + ": " + messages.subList(0, Math.min(20, messages.size())));
                }
                try {
                    messages.wait(Math.max(1, remaining / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Interrupted while waiting for messages", e);
                }
            }
            return List.copyOf(messages);
        }
    }

    /** Forgets what has arrived so far. */
    public void clear() {
        synchronized (messages) {
            messages.clear();
        }
    }

    void arrived(ProbeMessage message) {
        synchronized (messages) {
            messages.add(message);
            messages.notifyAll();
        }
    }
}
