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
package io.github.camelmqttx.internal.ack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.camelmqttx.internal.client.IncomingMessage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays two brokers that keep their session or lose it at random, send within a window, and after a resumption first
 * send again what was not acknowledged, in order; routes complete or fail in any order, at any time.
 */
class InboundLedgerPropertyTest {

    private static final int STEPS = 200;
    private static final int WINDOW = 5;

    /** What a broker has sent and not seen acknowledged, in its order; and its next free identifier. */
    private static final class Broker {

        final Map<Integer, String> unacknowledged = new LinkedHashMap<>();
        int nextId = 1;
    }

    @Property(tries = 500)
    void acknowledgements_anyHistory_keepOrderAndConnectionAndAreCompleteInTheEnd(@ForAll long seed) {
        new Game(seed).play();
    }

    private static final class Game {

        private final Random random;
        private final List<Delivery> completions = new ArrayList<>();
        private final InboundLedger ledger = new InboundLedger(completions::add);
        private final List<Broker> brokers = List.of(new Broker(), new Broker());
        private final List<Delivery> inRoutes = new ArrayList<>();
        private final Map<String, Integer> delivered = new HashMap<>();
        private final List<Integer> onThisConnection = new ArrayList<>();
        private final Map<String, Integer> failed = new HashMap<>();
        private boolean failing = true;
        private Broker current;
        private int number;

        Game(long seed) {
            random = new Random(seed);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> reconnect(random.nextInt(2), random.nextInt(4) > 0);
                    case 1, 2, 3, 4 -> send();
                    case 5, 6, 7, 8 -> complete();
                    default -> drain();
                }
            }
            failing = false;
            for (int i = 0; i < 4; i++) {
                reconnect(i % 2, true);
                while (!inRoutes.isEmpty()) {
                    complete();
                }
                drain();
            }
            assertThat(ledger.unacknowledged()).isZero();
            assertThat(brokers).allSatisfy(broker -> assertThat(broker.unacknowledged).isEmpty());
            delivered.forEach((text, times) -> assertThat(times).as(text)
                    .isLessThanOrEqualTo(1 + failed.getOrDefault(text, 0)));
        }

        private void reconnect(int broker, boolean present) {
            ledger.disconnected();
            onThisConnection.clear();
            current = brokers.get(broker);
            if (!present) {
                current.unacknowledged.clear();
            }
            ledger.connected(current, present);
            new LinkedHashMap<>(current.unacknowledged).forEach((id, text) -> arrive(id, text, true));
        }

        private void send() {
            if (current != null && current.unacknowledged.size() < WINDOW) {
                while (current.unacknowledged.containsKey(current.nextId)) {
                    current.nextId = current.nextId % (WINDOW + 2) + 1;
                }
                String text = "m" + number++;
                current.unacknowledged.put(current.nextId, text);
                arrive(current.nextId, text, false);
                current.nextId = current.nextId % (WINDOW + 2) + 1;
            }
        }

        private void arrive(int id, String text, boolean again) {
            IncomingMessage message = new IncomingMessage(
                    "t", text.getBytes(StandardCharsets.UTF_8), 1, false, again, id, null);
            onThisConnection.add(id);
            InboundEntry entry = ledger.arrived(message, 0);
            if (entry != null) {
                int known = entry.failedAttempts();
                assertThat(known).as("failed attempts of " + text).isLessThanOrEqualTo(failed.getOrDefault(text, 0));
                assertThat(entry.isAwaited()).as("awaited " + text).isEqualTo(known > 0);
                delivered.merge(text, 1, Integer::sum);
                for (int i = 0; i <= random.nextInt(2); i++) {
                    inRoutes.add(ledger.deliver(entry, "route " + i));
                }
            }
        }

        private void complete() {
            if (!inRoutes.isEmpty()) {
                Delivery delivery = inRoutes.remove(random.nextInt(inRoutes.size()));
                if (failing && random.nextInt(3) == 0) {
                    delivery.fail();
                    failed.merge(text(delivery), 1, Integer::sum);
                } else {
                    delivery.complete();
                }
            }
        }

        private static String text(Delivery delivery) {
            return new String(delivery.message().payload(), StandardCharsets.UTF_8);
        }

        private void drain() {
            completions.forEach(ledger::complete);
            completions.clear();
            if (current != null) {
                ledger.drain(message -> isTaken() && acknowledged(message));
            }
        }

        /** Now and then the connection has ended already, and the ledger has not been told. */
        private boolean isTaken() {
            return inRoutes.isEmpty() || random.nextInt(4) > 0;
        }

        private boolean acknowledged(IncomingMessage message) {
            assertThat(onThisConnection).as("arrival order on this connection").isNotEmpty()
                    .first().isEqualTo(message.packetId());
            onThisConnection.remove(0);
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            assertThat(current.unacknowledged.remove(message.packetId())).as("what the broker sent").isEqualTo(text);
            assertThat(inRoutes).as("acknowledged before done")
                    .noneMatch(delivery -> delivery.message().packetId() == message.packetId()
                            && delivery.entry().message() == message);
            return true;
        }
    }
}
