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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link ProxyConnection}: one thread reads, cuts the stream into packets and decides their fate;
 * the other delays and writes. In between are at most {@value #QUEUE} chunks, so a slow receiver slows its sender down.
 */
final class ProxyPump {

    private static final int CHUNK = 16 * 1024;
    private static final int QUEUE = 64;

    /** What the writer does after the bytes of a chunk. */
    private enum Then {
        CONTINUE,
        END,
        CUT
    }

    private record Chunk(byte[] bytes, long dueNanos, Then then) {
    }

    private final ProxyConnection connection;
    private final ProxyConditions conditions;
    private final Direction direction;
    private final Socket source;
    private final Socket target;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUE);
    private final PacketCutter cutter = new PacketCutter();
    private PacketFault.@Nullable Action fate;

    ProxyPump(ProxyConnection connection, ProxyConditions conditions, Direction direction, Socket source, Socket target) {
        this.connection = connection;
        this.conditions = conditions;
        this.direction = direction;
        this.source = source;
        this.target = target;
    }

    Direction direction() {
        return direction;
    }

    /** Body of the reading thread. */
    void read() {
        try {
            InputStream in = source.getInputStream();
            byte[] buffer = new byte[CHUNK];
            boolean forwarding = true;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                forwarding = forwarding && accept(buffer, length);
            }
            if (connection.isDraining(source)) {
                connection.close();
            } else if (forwarding) {
                enqueue(new byte[0], 0, 0, Then.END);
            }
        } catch (IOException e) {
            if (connection.isDraining(source)) {
                connection.close();
            } else if (!connection.isDraining(target)) {
                connection.reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
        }
    }

    /** Queues what may pass; false if nothing may pass after it. */
    private boolean accept(byte[] buffer, int length) throws InterruptedException {
        int passed = 0;
        int index = 0;
        while (index < length) {
            if (cutter.isAtBoundary()) {
                PacketFault fault = conditions.hit(direction, PacketCutter.typeOf(buffer[index]));
                fate = fault == null ? null : fault.action();
            }
            int end = cutter.consume(buffer, index, length);
            if (fate == PacketFault.Action.CUT_BEFORE) {
                enqueue(buffer, passed, index, Then.CUT);
                return false;
            }
            if (fate == PacketFault.Action.DROP) {
                enqueue(buffer, passed, index, Then.CONTINUE);
                passed = end;
            } else if (fate == PacketFault.Action.CUT_AFTER && cutter.isAtBoundary()) {
                enqueue(buffer, passed, end, Then.CUT);
                return false;
            }
            index = end;
        }
        return enqueue(buffer, passed, length, Then.CONTINUE);
    }

    private boolean enqueue(byte[] buffer, int from, int to, Then then) throws InterruptedException {
        int allowed = conditions.bytesBeforeCut(direction, to - from);
        long due = System.nanoTime() + conditions.latencyNanos(direction);
        if (allowed >= 0) {
            queue.put(new Chunk(Arrays.copyOfRange(buffer, from, from + allowed), due, Then.CUT));
            return false;
        }
        if (to > from || then != Then.CONTINUE) {
            queue.put(new Chunk(Arrays.copyOfRange(buffer, from, to), due, then));
        }
        return true;
    }

    /** Body of the writing thread. */
    void write() {
        try {
            OutputStream out = target.getOutputStream();
            Then then = Then.CONTINUE;
            while (then == Then.CONTINUE) {
                Chunk chunk = queue.take();
                sleepUntil(chunk.dueNanos());
                write(out, chunk.bytes());
                then = chunk.then();
            }
            finish(then);
        } catch (IOException e) {
            if (connection.isDraining(source)) {
                discard();
            } else {
                connection.reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
        }
    }

    /** Keeps the reader going until the connection closes and interrupts both. */
    private void discard() {
        try {
            while (connection.isOpen()) {
                queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
        int index = 0;
        while (index < bytes.length) {
            int length = conditions.slice(direction, bytes.length - index);
            sleepUntil(System.nanoTime() + conditions.transmissionNanos(direction, length));
            conditions.awaitPassable(direction, connection);
            out.write(bytes, index, length);
            index += length;
        }
        conditions.awaitPassable(direction, connection);
    }

    private void finish(Then then) throws IOException {
        switch (then) {
            case END -> {
                target.shutdownOutput();
                connection.directionEnded();
            }
            case CUT -> {
                target.shutdownOutput();
                connection.drain(source, target);
            }
            default -> throw new IllegalStateException("Cannot end with " + then);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long wait = nanos - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
