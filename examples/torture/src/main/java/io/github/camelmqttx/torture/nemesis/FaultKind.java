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

import java.util.Arrays;
import java.util.List;

import io.github.camelmqttx.torture.run.LegSpec;

/**
 * What can happen, how often in relation to the others and for how long. A fault that makes a broker lose or repeat
 * messages by itself is not drawn for that broker, so that every loss in a leg is the contender's.
 */
public enum FaultKind {
    /** The connection of one side ends at a chosen packet. */
    CUT_AT_PACKET(30, 400, 1_500, Needs.PLAIN_TCP),
    /** RST on the connections of one side. */
    RESET(8, 0, 300, Needs.NOTHING),
    /** FIN on the connections of one side. */
    CLOSE(4, 0, 300, Needs.NOTHING),
    /** Nothing passes in either direction; sockets stay open. */
    BLACK_HOLE(6, 300, 9_000, Needs.NOTHING),
    /** Nothing passes to the broker. */
    BLACK_HOLE_TO_BROKER(5, 300, 8_000, Needs.NOTHING),
    /** Nothing passes to the client. */
    BLACK_HOLE_TO_CLIENT(5, 300, 8_000, Needs.NOTHING),
    /** Nothing passes, then the connections are reset: what was under way is gone. */
    HALF_OPEN(4, 1_000, 8_000, Needs.NOTHING),
    /** Each read is delayed. */
    LATENCY(6, 500, 4_000, Needs.NOTHING),
    /** A narrow network. */
    THROTTLE(3, 500, 3_000, Needs.NOTHING),
    /** The address of the broker refuses connections, open ones are reset. */
    REFUSE(6, 300, 4_000, Needs.NOTHING),
    /** SIGSTOP of the broker. */
    BROKER_FREEZE(6, 300, 7_000, Needs.NOTHING),
    /** The broker ends in an orderly way and comes back with what it keeps. */
    BROKER_RESTART(5, 0, 2_000, Needs.RESTART),
    /** SIGKILL of the broker. */
    BROKER_KILL(7, 0, 2_000, Needs.KILL),
    /** The broker comes back without sessions while publishes are under way: Session Present 0. */
    STATE_WIPE(3, 300, 1_500, Needs.NOTHING),
    /** The broker comes back with another certificate. */
    CERTIFICATE_ROTATION(6, 0, 0, Needs.TLS),
    /** Somebody else connects with the Client Identifier of one side. */
    THIEF(6, 200, 1_500, Needs.PLAIN_TCP),
    /** SIGKILL of the consumer's JVM. */
    CONSUMER_KILL(8, 0, 1_500, Needs.NOTHING),
    /** SIGSTOP of the consumer's JVM. */
    CONSUMER_FREEZE(4, 300, 7_000, Needs.NOTHING),
    /** The consumer's JVM ends in an orderly way and is started again. */
    CONSUMER_RESTART(3, 0, 1_000, Needs.NOTHING),
    /** The consumer's sink takes its time. */
    SLOW_CONSUMER(5, 500, 4_000, Needs.NOTHING),
    /** SIGKILL of the publisher's JVM. */
    PUBLISHER_KILL(8, 0, 1_500, Needs.NOTHING),
    /** SIGSTOP of the publisher's JVM. */
    PUBLISHER_FREEZE(4, 300, 7_000, Needs.NOTHING),
    /** The publisher's JVM ends in an orderly way and is started again. */
    PUBLISHER_RESTART(3, 0, 1_000, Needs.NOTHING);

    private enum Needs {
        NOTHING,
        PLAIN_TCP,
        TLS,
        RESTART,
        KILL
    }

    private final int weight;
    private final long leastMillis;
    private final long mostMillis;
    private final Needs needs;

    FaultKind(int weight, long leastMillis, long mostMillis, Needs needs) {
        this.weight = weight;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
        this.needs = needs;
    }

    /** The kinds that a leg can have. */
    static List<FaultKind> of(LegSpec leg) {
        return Arrays.stream(values()).filter(kind -> switch (kind.needs) {
            case NOTHING -> true;
            case PLAIN_TCP -> !leg.tls();
            case TLS -> leg.tls();
            case RESTART -> leg.survivesRestart();
            case KILL -> leg.survivesKill();
        }).toList();
    }

    /** Whether it happens between a side and the broker. */
    boolean isOfNetwork() {
        return ordinal() <= REFUSE.ordinal();
    }

    /** Whether it hits the publisher's or the consumer's side. */
    boolean hitsOneSide() {
        return isOfNetwork() || this == THIEF;
    }

    int weight() {
        return weight;
    }

    long leastMillis() {
        return leastMillis;
    }

    long mostMillis() {
        return mostMillis;
    }
}
