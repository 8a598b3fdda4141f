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

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * Keep Alive of one connection. Spec: 5.0 section 3.1.2.10, [MQTT-3.1.2-20].
 * <p>
 * A PINGREQ goes out when nothing was read or nothing was written for 3/4 of the Keep Alive; the peer is dead when
 * nothing at all was read for another half after it. While reading is off, one read each quarter keeps this true: a
 * peer that is alive has bytes for us then, if only PINGRESP. A check that runs late because this process was held up
 * gives the peer another chance before it is called dead.
 * <p>
 * One timer, moved only when it fires; reads and writes only store the time.
 */
final class KeepAlive {

    /** What Keep Alive does to its connection. */
    interface Link {

        /** Writes PINGREQ and flushes. */
        void ping();

        /** Reads once although reading is off. */
        void readOnce();

        /** @param silentNanos since the last read */
        void dead(long silentNanos);
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SerialContext context;
    private final Link link;
    private final long interval;

    private long lastRead;
    private long lastWrite;
    private long pingSent;
    private long due;
    private boolean pingPending;
    private boolean secondChance;
    private boolean reading = true;
    private @Nullable ScheduledTask timer;

    /** @param seconds 0 is off */
    KeepAlive(SerialContext context, int seconds, Link link) {
        this.context = context;
        this.link = link;
        this.interval = seconds * NANOS_PER_SECOND;
    }

    void start() {
        lastRead = context.nanoTime();
        lastWrite = lastRead;
        if (interval > 0) {
            schedule(lastRead);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Bytes were read. */
    void read() {
        if (interval > 0) {
            lastRead = context.nanoTime();
            pingPending = false;
        }
    }

    /** Bytes were written. */
    void written() {
        if (interval > 0) {
            lastWrite = context.nanoTime();
        }
    }

    void reading(boolean on) {
        reading = on;
        if (timer != null) {
            timer.cancel();
            schedule(context.nanoTime());
        }
    }

    private void check() {
        long now = context.nanoTime();
        timer = null;
        boolean late = now - due > interval / 4;
        if (pingPending && now - pingSent >= interval / 2) {
            if (!late || secondChance) {
                link.dead(now - lastRead);
                return;
            }
            secondChance = true;
            sendPing(now);
        } else if (!pingPending && (now - lastRead >= idle() || now - lastWrite >= idle())) {
            secondChance = false;
            sendPing(now);
        }
        if (!reading) {
            link.readOnce();
        }
        schedule(now);
    }

    private void sendPing(long now) {
        pingPending = true;
        pingSent = now;
        link.ping();
    }

    private long idle() {
        return interval / 4 * 3;
    }

    private void schedule(long now) {
        long delay = pingPending
                ? pingSent + interval / 2 - now
                : Math.min(lastRead - now, lastWrite - now) + idle();
        if (!reading) {
            delay = Math.min(delay, interval / 4);
        }
        delay = Math.max(0, delay);
        due = now + delay;
        timer = context.schedule(this::check, delay);
    }
}
