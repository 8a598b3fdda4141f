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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.PacketFault;
import io.github.camelmqttx.torture.route.Commands;
import io.github.camelmqttx.torture.run.RouteJvm;

/**
 * Lets the faults of the plans happen and logs them: those of one plan one after the other, those of different plans
 * side by side, but for lost sessions, which nothing else may disturb.
 */
public final class Nemesis {

    private static final long READY_SECONDS = 10;

    private final List<FaultPlan> plans;
    private final Victims victims;
    private final FaultLog log;
    private final NetworkFaults network;
    private final BrokerFaults broker;
    private final ReadWriteLock alone = new ReentrantReadWriteLock(true);

    public Nemesis(List<FaultPlan> plans, Victims victims, FaultLog log) {
        this.plans = plans;
        this.victims = victims;
        this.log = log;
        network = new NetworkFaults(victims);
        broker = new BrokerFaults(victims);
    }

    /**
     * Goes on until the time of the leg is up; then everything is healed.
     *
     * @throws ExecutionException if a fault could not be done
     */
    public void rage(long untilMillis) throws ExecutionException, InterruptedException {
        ExecutorService hands = Executors.newFixedThreadPool(plans.size());
        try {
            List<Callable<Boolean>> work
                    = plans.stream().map(plan -> (Callable<Boolean>) () -> rage(plan, untilMillis)).toList();
            for (Future<Boolean> done : hands.invokeAll(work)) {
                done.get();
            }
        } finally {
            hands.shutdownNow();
        }
        victims.site().heal();
    }

    private boolean rage(FaultPlan plan, long untilMillis) throws IOException, InterruptedException {
        Fault fault = plan.next();
        while (victims.ledgers().millis() + fault.gapMillis() < untilMillis) {
            TimeUnit.MILLISECONDS.sleep(fault.gapMillis());
            Lock lock = fault.kind() == FaultKind.STATE_WIPE ? alone.writeLock() : alone.readLock();
            lock.lock();
            try {
                strike(fault);
            } finally {
                lock.unlock();
            }
            fault = plan.next();
        }
        return true;
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        PacketFault cut = fault.kind() == FaultKind.CUT_AT_PACKET ? network.plannedCut(fault) : null;
        String detail = fault.kind().hitsOneSide() ? Victims.side(fault) + (cut == null ? "" : ", " + cut) : "";
        long begin = victims.ledgers().millis();
        boolean happened = cut == null ? happen(fault) : network.cut(fault, cut);
        log.add(new FaultLog.Entry(fault.kind(), detail, begin, victims.ledgers().millis(), happened));
    }

    private boolean happen(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case RESET -> victims.proxy(fault).resetAll();
            case CLOSE -> victims.proxy(fault).closeAll();
            case BLACK_HOLE -> network.blackHole(fault, false, Direction.TO_BROKER, Direction.TO_CLIENT);
            case BLACK_HOLE_TO_BROKER -> network.blackHole(fault, false, Direction.TO_BROKER);
            case BLACK_HOLE_TO_CLIENT -> network.blackHole(fault, false, Direction.TO_CLIENT);
            case HALF_OPEN -> network.blackHole(fault, true, Direction.TO_BROKER, Direction.TO_CLIENT);
            case LATENCY -> network.latency(fault);
            case THROTTLE -> network.throttle(fault);
            case REFUSE -> network.refuse(fault);
            case BROKER_FREEZE -> broker.freeze(fault);
            case BROKER_RESTART -> broker.restart(fault, true);
            case BROKER_KILL -> broker.restart(fault, false);
            case STATE_WIPE -> {
                return broker.wipeState(fault);
            }
            case CERTIFICATE_ROTATION -> victims.site().rotateCertificate();
            case THIEF -> {
                return broker.thief(fault);
            }
            case SLOW_CONSUMER -> slow(fault);
            case CONSUMER_KILL, CONSUMER_FREEZE, CONSUMER_RESTART -> strike(fault, victims.consumer());
            case PUBLISHER_KILL, PUBLISHER_FREEZE, PUBLISHER_RESTART -> strike(fault, victims.publisher());
            default -> throw new IllegalStateException("Nothing is known of " + fault.kind());
        }
        return true;
    }

    /** A process that is still starting is left alone for a while: to kill it would show little. */
    private static void strike(Fault fault, RouteJvm victim) throws IOException, InterruptedException {
        victim.isReadyWithin(READY_SECONDS);
        switch (fault.kind()) {
            case CONSUMER_FREEZE, PUBLISHER_FREEZE -> {
                victim.freeze();
                TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
                victim.unfreeze();
                return;
            }
            case CONSUMER_KILL, PUBLISHER_KILL -> victim.kill();
            default -> victim.stop();
        }
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        victim.start();
    }

    private void slow(Fault fault) throws InterruptedException {
        victims.consumer().command(Commands.SLOW + " " + fault.between(1, 20));
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        victims.consumer().command(Commands.SLOW + " 0");
    }
}
