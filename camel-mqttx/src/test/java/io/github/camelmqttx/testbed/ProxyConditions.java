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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/** The faults that a {@link TcpProxy} shows at the moment, shared by all its connections. Thread-safe. */
final class ProxyConditions {

    private final Map<Direction, Path> paths = new EnumMap<>(Direction.class);
    private final List<PacketFault> faults = new CopyOnWriteArrayList<>();

    ProxyConditions() {
        for (Direction direction : Direction.values()) {
            paths.put(direction, new Path());
        }
    }

    private static final class Path {
        private long latencyNanos;
        private long bytesPerSecond;
        private boolean blackHole;
        private long bytesUntilCut = Long.MAX_VALUE;
    }

    private Path path(Direction direction) {
        Path path = paths.get(direction);
        if (path == null) {
            throw new IllegalStateException("No path " + direction);
        }
        return path;
    }

    synchronized void latency(Direction direction, Duration latency) {
        path(direction).latencyNanos = latency.toNanos();
    }

    synchronized long latencyNanos(Direction direction) {
        return path(direction).latencyNanos;
    }

    synchronized void throttle(Direction direction, long bytesPerSecond) {
        path(direction).bytesPerSecond = bytesPerSecond;
    }

    /** How many bytes to write at once, so that a throttled line moves at least every 50 ms. */
    synchronized int slice(Direction direction, int bytes) {
        long rate = path(direction).bytesPerSecond;
        return rate == 0 ? bytes : (int) Math.min(bytes, Math.max(1, rate / 20));
    }

    /** How long the given number of bytes occupies the line. */
    synchronized long transmissionNanos(Direction direction, int bytes) {
        long rate = path(direction).bytesPerSecond;
        return rate == 0 ? 0 : bytes * 1_000_000_000L / rate;
    }

    synchronized void blackHole(Direction direction, boolean active) {
        path(direction).blackHole = active;
        notifyAll();
    }

    synchronized void cutAfterBytes(Direction direction, long bytes) {
        path(direction).bytesUntilCut = bytes;
    }

    /**
     * Counts bytes that are about to pass.
     *
     * @return how many may pass before the cut, or -1 if all may and no cut follows them
     */
    synchronized int bytesBeforeCut(Direction direction, int bytes) {
        Path path = path(direction);
        if (path.bytesUntilCut > bytes) {
            path.bytesUntilCut -= path.bytesUntilCut == Long.MAX_VALUE ? 0 : bytes;
            return -1;
        }
        int allowed = (int) path.bytesUntilCut;
        path.bytesUntilCut = Long.MAX_VALUE;
        return allowed;
    }

    /** Waits while the direction is a black hole and the connection open. */
    synchronized void awaitPassable(Direction direction, ProxyConnection connection) throws InterruptedException {
        while (path(direction).blackHole && connection.isOpen()) {
            wait();
        }
    }

    /** Makes waiting threads look at their connection again. */
    synchronized void wakeUp() {
        notifyAll();
    }

    void add(PacketFault fault) {
        faults.add(fault);
    }

    /** The fault that this packet triggers, if any. */
    @Nullable
    PacketFault hit(Direction direction, PacketType type) {
        PacketFault result = null;
        for (PacketFault fault : faults) {
            if (fault.hits(direction, type)) {
                faults.remove(fault);
                result = fault;
            }
        }
        return result;
    }

    /** No more faults of any kind. */
    synchronized void heal() {
        faults.clear();
        for (Path path : paths.values()) {
            path.latencyNanos = 0;
            path.bytesPerSecond = 0;
            path.blackHole = false;
            path.bytesUntilCut = Long.MAX_VALUE;
        }
        notifyAll();
    }
}
