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
package io.github.camelmqttx.internal.client.netty;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;

import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.testbed.HostileConnection;
import io.github.camelmqttx.testbed.HostileLink;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.WitnessedLine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection of a {@link MemoryNetwork}. What the broker writes arrives in a task of its own; what the engine
 * writes is with the broker before anything else arrives. Confined to the serial context.
 */
final class MemoryLine implements HostileLink {

    private static final int LARGEST_PACKET = 1_000_000;
    private static final int OVERHEAD_BYTES = 16_384;
    private static final int BYTES_FOR_EACH_RECEIVED = 4;

    private final MemoryNetwork network;
    private final ManualSerialContext context;
    private final TestChannel channel = new TestChannel();
    private final TestChannel decoder = new TestChannel(new MqttDecoder(LARGEST_PACKET));
    private final WitnessedLine witnessed;
    private final HostileConnection peer;
    private final ByteArrayOutputStream arriving = new ByteArrayOutputStream();
    private boolean closing;
    private boolean gone;
    private long received;

    MemoryLine(MemoryNetwork network) {
        this.network = network;
        this.context = network.context;
        this.witnessed = network.witness.line();
        this.peer = network.broker.accept(this);
        channel.onWrite(() -> context.execute(this::fromClient));
        channel.closeFuture().addListener(closed -> {
            fromClient();
            gone = true;
            peer.ended();
        });
    }

    void open(ChannelOpener.Outcome outcome) {
        outcome.opened(channel);
    }

    WitnessedLine witnessed() {
        return witnessed;
    }

    boolean isOpen() {
        return !gone;
    }

    @Override
    public void write(byte[] bytes) {
        arriving.writeBytes(bytes);
        context.execute(this::arrive);
    }

    @Override
    public void close() {
        closing = true;
        context.execute(this::arrive);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        context.schedule(() -> {
            if (!gone) {
                task.run();
            }
        }, delay.toNanos());
    }

    private void arrive() {
        fromClient();
        while (!gone && arriving.size() > 0) {
            byte[] all = arriving.toByteArray();
            int end = witnessed.isFirstIncomplete() ? 1 : all.length;
            arriving.reset();
            arriving.write(all, end, all.length - end);
            deliver(Arrays.copyOf(all, end));
        }
        if (closing && !gone) {
            channel.close();
        }
    }

    private void deliver(byte[] bytes) {
        witnessed.delivering(bytes);
        received += bytes.length;
        ByteBuf buffer = channel.alloc().heapBuffer(bytes.length).writeBytes(bytes);
        channel.writeInbound(buffer);
        long used = usedBytes();
        if (used > OVERHEAD_BYTES + received * BYTES_FOR_EACH_RECEIVED) {
            throw new AssertionError("The client holds " + used + " bytes of buffers after " + received + " received bytes");
        }
        if (witnessed.violation() != null && channel.isOpen()) {
            throw new AssertionError("The client took " + witnessed.violation() + " and left the connection open");
        }
    }

    /** Bytes of the buffers that this connection holds, those that wait for the broker left out. */
    long usedBytes() {
        fromClient();
        UnpooledByteBufAllocator allocator = (UnpooledByteBufAllocator) channel.alloc();
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    private void fromClient() {
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            if (bytes.isReadable()) {
                decoder.writeInbound(bytes);
            } else {
                bytes.release();
            }
        }
        for (MqttMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            if (message.decoderResult().isFailure()) {
                throw new AssertionError("The client sent a malformed packet", message.decoderResult().cause());
            }
            ReceivedPacket packet = ReceivedPacket.of(message);
            ReferenceCountUtil.release(message);
            witnessed.sent(packet);
            peer.received(packet);
        }
    }

    /** Ends it, if it is open still. */
    void discard() {
        if (!gone) {
            channel.close();
        }
        decoder.finishAndReleaseAll();
    }
}
