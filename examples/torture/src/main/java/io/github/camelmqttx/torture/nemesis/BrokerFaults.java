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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.torture.route.Commands;
import io.github.camelmqttx.torture.route.Payload;
import io.github.camelmqttx.torture.route.PublisherProcess;

/** Faults of the broker and of those who connect to it. Each blocks until it is over. */
final class BrokerFaults {

    private static final long QUIET_SECONDS = 20;
    private static final long SUBSCRIBED_SECONDS = 20;
    private static final long POLL_MILLIS = 50;
    private static final long CANARY_MILLIS = 300;

    private final Victims victims;

    BrokerFaults(Victims victims) {
        this.victims = victims;
    }

    void freeze(Fault fault) throws InterruptedException {
        victims.site().broker().suspend();
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        victims.site().broker().resume();
    }

    void restart(Fault fault, boolean orderly) throws InterruptedException {
        if (orderly) {
            victims.site().broker().stop();
        } else {
            victims.site().broker().kill();
        }
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        victims.site().startBroker();
    }

    /** Another client takes the session over, again and again, and acknowledges nothing. */
    boolean thief(Fault fault) throws InterruptedException {
        int qos = fault.choose(victims.spec().qos());
        String clientId = fault.atPublisher() ? victims.names().publisher(qos) : victims.names().consumer(qos);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.durationMillis());
        boolean stolen = false;
        do {
            try (BareClient thief = connect(clientId, true)) {
                stolen = true;
                TimeUnit.MILLISECONDS.sleep(fault.between(10, 200));
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } while (System.nanoTime() < deadline);
        return stolen;
    }

    private BareClient connect(String clientId, boolean resume) throws IOException {
        return new BareClient(
                victims.site().broker().host(), victims.site().broker().port(Scheme.MQTT), clientId, resume);
    }

    /**
     * Takes the broker's sessions away while publishes are under way that it has not got. What it has got is delivered
     * before, and the consumer has subscribed again before the publisher gets through: a loss is the contender's.
     */
    boolean wipeState(Fault fault) throws InterruptedException {
        long idles = victims.ledgers().idles();
        victims.publisher().command(Commands.PAUSE);
        try {
            if (!await(QUIET_SECONDS, () -> victims.ledgers().idles() > idles && isDrained())) {
                return false;
            }
            victims.site().publisherProxy().blackHole(Direction.TO_BROKER);
        } finally {
            victims.publisher().command(Commands.RESUME);
        }
        TimeUnit.MILLISECONDS.sleep(fault.durationMillis());
        victims.site().broker().restart(false);
        victims.site().startBroker();
        for (int qos : victims.spec().qos()) {
            long before = victims.ledgers().canaries();
            String topic = PublisherProcess.topicName(qos, 0);
            await(SUBSCRIBED_SECONDS, () -> sendCanary(topic) && victims.ledgers().canaries() > before);
        }
        victims.site().publisherProxy().heal();
        return true;
    }

    /** Everything sent has arrived, and nothing comes any more: the broker has nothing that it could forget. */
    private boolean isDrained() {
        long receipts = victims.ledgers().receipts();
        return victims.ledgers().missing() == 0 && pause(CANARY_MILLIS) && victims.ledgers().receipts() == receipts;
    }

    private boolean sendCanary(String topic) {
        try (BareClient client = connect("canary", false)) {
            client.publish(topic, Payload.canary());
            client.disconnect();
            return pause(CANARY_MILLIS);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private static boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
