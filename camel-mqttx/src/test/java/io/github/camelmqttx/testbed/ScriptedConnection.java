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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One client's connection to a {@link ScriptedBroker}, with all packets that came over it. Thread-safe. */
public final class ScriptedConnection {

    private final ScriptedBroker broker;
    private final Channel channel;
    private final int number;
    private final List<ReceivedPacket> received = new ArrayList<>();
    private final Map<PacketType, Integer> awaited = new EnumMap<>(PacketType.class);
    private @Nullable Throwable failure;

    ScriptedConnection(ScriptedBroker broker, Channel channel, int number) {
        this.broker = broker;
        this.channel = channel;
        this.number = number;
    }

    /** Which connection to the broker this is, from 1. */
    public int number() {
        return number;
    }

    /**
     * The client's CONNECT.
     *
     * @throws IllegalStateException if it has not come yet
     */
    public MqttConnectMessage connect() {
        return received(PacketType.CONNECT).stream().findFirst()
                .orElseThrow(() -> new IllegalStateException("No CONNECT on connection " + number))
                .as(MqttConnectMessage.class);
    }

    /** Protocol level of the client: 3 (MQTT 3.1), 4 (3.1.1) or 5 (5.0). */
    public int version() {
        return connect().variableHeader().version();
    }

    public String clientId() {
        return connect().payload().clientIdentifier();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Everything that has come so far, in order. */
    public List<ReceivedPacket> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** Everything of one type that has come so far, in order. */
    public List<ReceivedPacket> received(PacketType type) {
        return received().stream().filter(packet -> packet.type() == type).toList();
    }

    /** Waits up to 10 s for the next packet of this type that no earlier call has returned. */
    public ReceivedPacket await(PacketType type) {
        return await(type, ScriptedBroker.TIMEOUT);
    }

    /**
     * Waits for the next packet of this type that no earlier call has returned.
     *
     * @throws AssertionError if it does not come in time; it lists what has come
     */
    public ReceivedPacket await(PacketType type, Duration timeout) {
        int index;
        synchronized (received) {
            index = awaited.merge(type, 1, Integer::sum);
        }
        return awaitNumber(type, index, timeout);
    }

    /** Waits up to 10 s until so many packets of this type have come, and returns them all. */
    public List<ReceivedPacket> await(PacketType type, int count) {
        awaitNumber(type, count, ScriptedBroker.TIMEOUT);
        return received(type);
    }

    private ReceivedPacket awaitNumber(PacketType type, int count, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (received) {
            List<ReceivedPacket> matching = received(type);
            while (matching.size() < count) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new AssertionError(
                            "No " + type + " number " + count + " on connection " + number + " within "
                                             + timeout + ", but " + received + (failure == null ? "" : ", failure " + failure));
                }
                ScriptedBroker.waitOn(received, millis);
                matching = received(type);
            }
            return matching.get(count - 1);
        }
    }

    /** What ended this connection, if it was a malformed packet or a handler of the test. */
    public @Nullable Throwable failure() {
        synchronized (received) {
            return failure;
        }
    }

    /** Does with the packet what the broker does without a script. */
    public void answer(ReceivedPacket packet) {
        broker.answer(this, packet);
    }

    /** Writes packets in this order. */
    public void send(MqttMessage... packets) {
        for (MqttMessage packet : packets) {
            channel.write(packet).addListener(this::noteFailure);
        }
        channel.flush();
    }

    /** Writes bytes as they are, legal or not. */
    public void sendBytes(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(this::noteFailure);
    }

    private void noteFailure(Future<?> written) {
        Throwable cause = written.cause();
        if (cause != null) {
            failed(cause);
        }
    }

    /** Sends PUBLISH. */
    public void publish(String topic, String payload, int qos, int packetId) {
        send(Packets.publish(topic, payload, qos, packetId));
    }

    /** Sends DISCONNECT with a Reason Code of MQTT 5 and closes. */
    public void disconnect(int reasonCode) {
        channel.writeAndFlush(Packets.disconnect(reasonCode, MqttProperties.NO_PROPERTIES)).addListener(done -> close());
    }

    /** Closes with FIN, after what was sent before. */
    public void close() {
        channel.eventLoop().execute(channel::close);
    }

    /** Closes with RST. */
    public void reset() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
        });
    }

    /** Leaves what the client sends in the sockets, so that the client's writes stall in the end. */
    public void stopReading() {
        channel.config().setAutoRead(false);
    }

    /** Ends {@link #stopReading()}. */
    public void startReading() {
        channel.config().setAutoRead(true);
    }

    /** Runs something on the I/O thread after a while. */
    public void schedule(Duration delay, Runnable task) {
        channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void record(ReceivedPacket packet) {
        synchronized (received) {
            received.add(packet);
            received.notifyAll();
        }
    }

    void failed(Throwable cause) {
        synchronized (received) {
            failure = failure == null ? cause : failure;
        }
    }

    @Override
    public String toString() {
        return "connection " + number + " " + received();
    }
}
