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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The way of packets to one client, on which faults happen as a seeded random generator says. For one thread.
 */
public final class FaultyWire {

    /**
     * What may happen, and how often.
     *
     * @param faults      the kinds of faults; none for a wire that does its duty
     * @param probability of a fault for each packet, 0 to 1
     */
    public record Weather(List<WireFault> faults, double probability) {

        /** Nothing happens. */
        public static final Weather CALM = new Weather(List.of(), 0);

        boolean strikes(RandomGenerator random) {
            return !faults.isEmpty() && random.nextDouble() < probability;
        }

        WireFault any(RandomGenerator random) {
            return faults.get(random.nextInt(faults.size()));
        }
    }

    private static final int LONGEST_DELAY_MILLIS = 3_000;

    private final HostileLink link;
    private final RandomGenerator random;
    private final Weather weather;
    /** Pieces that wait for an earlier one; an empty one stands for a delay. */
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private byte @Nullable [] overtaken;
    private boolean held;
    private boolean stalled;
    private boolean closing;

    public FaultyWire(HostileLink link, RandomGenerator random, Weather weather) {
        this.link = link;
        this.random = random;
        this.weather = weather;
    }

    /** Sends a packet, if nothing happens to it. */
    public void send(byte[] packet) {
        if (stalled || closing) {
            return;
        }
        byte[] earlier = overtaken;
        overtaken = null;
        if (weather.strikes(random)) {
            fault(weather.any(random), packet);
        } else {
            write(packet);
        }
        if (earlier != null) {
            write(earlier);
        }
    }

    /** Closes the connection, after what waits. */
    public void close() {
        closing = true;
        if (!held) {
            link.close();
        }
    }

    private void fault(WireFault fault, byte[] packet) {
        switch (fault) {
            case SPLIT -> split(packet);
            case DELAY -> {
                write(new byte[0]);
                write(packet);
            }
            case DUPLICATE -> {
                write(packet);
                write(packet);
            }
            case REORDER -> overtaken = packet;
            case TRUNCATE_AND_CLOSE -> {
                write(Arrays.copyOf(packet, random.nextInt(packet.length)));
                close();
            }
            case TRUNCATE_AND_STALL -> {
                write(Arrays.copyOf(packet, random.nextInt(packet.length)));
                stalled = true;
            }
            case CORRUPT -> write(corrupted(packet));
            case LOSE -> {
            }
        }
    }

    private void split(byte[] packet) {
        int from = 0;
        while (from < packet.length) {
            int to = from + 1 + random.nextInt(packet.length - from);
            write(Arrays.copyOfRange(packet, from, to));
            if (random.nextInt(4) == 0) {
                write(new byte[0]);
            }
            from = to;
        }
    }

    private byte[] corrupted(byte[] packet) {
        byte[] changed = packet.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int bit = random.nextInt(changed.length * 8);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
        }
        return changed;
    }

    private void write(byte[] piece) {
        if (held) {
            waiting.add(piece);
        } else if (piece.length == 0) {
            held = true;
            link.later(Duration.ofMillis(1 + random.nextInt(LONGEST_DELAY_MILLIS)), this::release);
        } else {
            link.write(piece);
        }
    }

    private void release() {
        held = false;
        while (!held && !waiting.isEmpty()) {
            write(waiting.remove());
        }
        if (closing && !held) {
            link.close();
        }
    }
}
