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
package io.github.camelmqttx.torture.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.PacketFault;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.TcpProxy;

/** Faults between a side and the broker. Each blocks until it is over; false if its occasion did not come. */
final class NetworkFaults {

    private static final int MOST_ORDINAL = 60;
    private static final int SLOWEST_MILLIS = 300;

    private final Victims victims;

    NetworkFaults(Victims victims) {
        this.victims = victims;
    }

    /** Describes the cut that {@link #cut} makes. */
    PacketFault plannedCut(Fault fault) {
        boolean toBroker = fault.salt() % 2 == 0;
        PacketType type = fault.choose(types(fault.atPublisher() == toBroker));
        Direction direction = toBroker ? Direction.TO_BROKER : Direction.TO_CLIENT;
        int ordinal = type == PacketType.CONNACK || type == PacketType.CONNECT ? 1 : fault.between(1, MOST_ORDINAL);
        return fault.salt() / 4_096 % 2 == 0
                ? PacketFault.cutBefore(direction, type, ordinal) : PacketFault.cutAfter(direction, type, ordinal);
    }

    /** Packets that a message's sender sends, or its receiver. */
    private List<PacketType> types(boolean bySender) {
        List<PacketType> types = new ArrayList<>();
        types.add(bySender ? PacketType.PUBLISH : PacketType.PUBACK);
        if (victims.spec().qos().contains(2)) {
            types.addAll(bySender ? List.of(PacketType.PUBREL) : List.of(PacketType.PUBREC, PacketType.PUBCOMP));
        }
        return types;
    }

    boolean cut(Fault fault, PacketFault cut) throws InterruptedException {
        TcpProxy proxy = victims.proxy(fault);
        proxy.inject(cut);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.durationMillis());
        while (!cut.hasHappened() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        boolean happened = cut.hasHappened();
        proxy.heal();
        return happened;
    }

    void blackHole(Fault fault, boolean resetAtEnd, Direction... directions) throws InterruptedException {
        TcpProxy proxy = victims.proxy(fault);
        for (Direction direction : directions) {
            proxy.blackHole(direction);
        }
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        if (resetAtEnd) {
            proxy.resetAll();
        }
        proxy.heal();
    }

    void latency(Fault fault) throws InterruptedException {
        Duration latency = Duration.ofMillis(fault.between(20, SLOWEST_MILLIS));
        TcpProxy proxy = victims.proxy(fault);
        proxy.latency(Direction.TO_BROKER, latency).latency(Direction.TO_CLIENT, latency);
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        proxy.heal();
    }

    void throttle(Fault fault) throws InterruptedException {
        int bytesPerSecond = fault.between(10_000, 60_000);
        TcpProxy proxy = victims.proxy(fault);
        proxy.throttle(Direction.TO_BROKER, bytesPerSecond).throttle(Direction.TO_CLIENT, bytesPerSecond);
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        proxy.heal();
    }

    void refuse(Fault fault) throws InterruptedException {
        TcpProxy proxy = victims.proxy(fault);
        proxy.down();
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        proxy.up();
    }
}
