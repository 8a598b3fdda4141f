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
package io.github.camelmqttx.internal.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.canary.ProbeTarget;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.session.DataPlane;
import org.jspecify.annotations.Nullable;

/** One probe for each filter, on one connection. Confined to the serial context. */
final class CanaryRound {

    private final int connection;
    private final long begunNanos;
    private final int pausesBefore;
    private final long receivedBefore;
    private final Deque<ProbeTarget> unsent;
    private final Map<Long, Probe> outstanding = new LinkedHashMap<>();
    private int returned;
    private boolean proven;

    CanaryRound(DataPlane plane, Collection<ProbeTarget> targets) {
        this.connection = plane.connection();
        this.begunNanos = plane.context().nanoTime();
        this.pausesBefore = plane.pauses();
        this.receivedBefore = plane.received();
        this.unsent = new ArrayDeque<>(targets);
    }

    int connection() {
        return connection;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** The next filter whose probe has not been sent, or null. */
    @Nullable
    ProbeTarget nextUnsent() {
        return unsent.peek();
    }

    void sent(Probe probe) {
        unsent.remove();
        outstanding.put(probe.sequence(), probe);
    }

    /** A probe has come back. @return false if it is not awaited any more */
    boolean returned(long sequence) {
        if (outstanding.remove(sequence) == null) {
            return false;
        }
        returned++;
        proven = true;
        return true;
    }

    /**
     * A message of the application has arrived: it proves its filters as well as a probe does, unless the broker has
     * sent it for another reason than its having just been published. @return whether a probe is not awaited any more
     */
    boolean received(IncomingMessage message) {
        if (message.retained() || message.duplicate() || outstanding.isEmpty()) {
            return false;
        }
        boolean any = outstanding.values().removeIf(probe -> probe.target().filter().matches(message.topic()));
        proven |= any;
        return any;
    }

    /** The broker does not take a probe, which says nothing about its filter. @return false if it is not awaited */
    boolean refused(Probe probe) {
        return outstanding.remove(probe.sequence(), probe);
    }

    boolean isComplete() {
        return unsent.isEmpty() && outstanding.isEmpty();
    }

    /** Whether a filter was proven to deliver. */
    boolean isProven() {
        return proven;
    }

    List<ProbeTarget> missing() {
        List<ProbeTarget> targets = new ArrayList<>();
        outstanding.values().forEach(probe -> targets.add(probe.target()));
        return targets;
    }

    /**
     * Whether missing probes prove nothing: the broker held messages back for good reason, or could not be sent all
     * probes.
     */
    boolean isInconclusive(DataPlane plane) {
        return outstanding.isEmpty() || plane.isHeldUp() || plane.pauses() != pausesBefore;
    }

    /** Whether all probes may be behind other messages, which have arrived in the meantime. */
    boolean isBehindOthers(DataPlane plane) {
        return returned == 0 && plane.received() != receivedBefore;
    }
}
