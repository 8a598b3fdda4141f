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
package io.github.camelmqttx.benchmark.run;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.camelmqttx.benchmark.contender.Contender;

/**
 * Counts what arrives at a subscriber, in a process of its own, so that it costs the measured process nothing. Each
 * line that it reads says how many messages were sent; it answers with one line, how many of them are missing and how
 * many came again, when all are there or nothing has come for ten seconds.
 */
public final class Tally {
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOS = 500_000;

    private final Sequences arrivals = new Sequences();
    private final AtomicLong duplicates = new AtomicLong();

    /** Subscribes, says so with an empty line, answers until there is no further line. */
    public void run(Contender subscriber, String topic, BufferedReader in, PrintStream out) throws Exception {
        subscriber.startConsuming(topic, this::arrived);
        out.println();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long sent = Long.parseLong(line);
            await(sent);
            out.println(arrivals.missingBelow(sent) + " " + duplicates.get());
        }
    }

    private void arrived(byte[] payload) {
        if (!arrivals.add(ByteBuffer.wrap(payload).getLong())) {
            duplicates.incrementAndGet();
        }
    }

    private void await(long sent) {
        long lastSize = -1;
        long lastMove = System.nanoTime();
        while (arrivals.size() < sent && System.nanoTime() - lastMove < STUCK_NANOS) {
            if (arrivals.size() != lastSize) {
                lastSize = arrivals.size();
                lastMove = System.nanoTime();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
