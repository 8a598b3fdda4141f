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
package io.github.camelmqttx.it;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.internal.session.SessionCounters;
import org.apache.camel.Exchange;

/**
 * A process with a small heap and a route for 100 messages per second until it is told to hurry by a line of input.
 * Then it works off what there is, and says how much it has routed and dropped when nothing more has come for a while.
 */
final class SlowRouteMain {

    static final String RESULT = "routed ";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** 100 messages per second, until the gate opens. */
    private static final long INTERVAL_MILLIS = 10;

    private SlowRouteMain() {
    }

    /** @param arguments broker, consumer URI, how many messages are to be accounted for */
    public static void main(String[] arguments) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicLong routed = new AtomicLong();
        long expected = Long.parseLong(arguments[2]);
        try (Application application = new Application(arguments[0])) {
            application.route("slow", arguments[1], exchange -> work(exchange, gate, routed)).start();
            System.out.println("started");
            while (System.in.read() != '\n') {
                continue;
            }
            gate.countDown();
            Its.soon().atMost(PATIENCE).until(() -> routed.get() + application.counters("slow").dropped() >= expected);
            SessionCounters counters = application.counters("slow");
            System.out.println(RESULT + routed + " dropped " + counters.dropped() + " connects " + counters.connects());
        }
    }

    private static void work(Exchange exchange, CountDownLatch gate, AtomicLong routed) throws InterruptedException {
        gate.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        if (exchange.getMessage().getBody(byte[].class).length > 0) {
            routed.incrementAndGet();
        }
    }
}
