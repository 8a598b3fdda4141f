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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.ack.LedgerModel.Message;
import io.github.camelmqttx.internal.ack.LedgerModel.Sent;
import io.github.camelmqttx.internal.ack.LedgerModel.Work;
import io.github.camelmqttx.internal.client.IncomingMessage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays any history, also of brokers that break the rules: identifiers that are in use, DUP on what is new, no DUP on
 * what is not, sessions that come and go at two brokers, completions in any order, twice, or late.
 */
class InboundLedgerModelTest {

    private enum Kind {
        ARRIVE,
        ARRIVE_AGAIN,
        COMPLETE,
        RELAY,
        DRAIN,
        DRAIN_SOME,
        DISCONNECT,
        CONNECT
    }

    /** One step; which of its numbers are used depends on the kind. */
    private record Step(Kind kind, int number, int other, boolean flag) {
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.ARRIVE), Tuple.of(3, Kind.ARRIVE_AGAIN),
                Tuple.of(6, Kind.COMPLETE), Tuple.of(5, Kind.RELAY),
                Tuple.of(3, Kind.DRAIN), Tuple.of(1, Kind.DRAIN_SOME),
                Tuple.of(1, Kind.DISCONNECT), Tuple.of(2, Kind.CONNECT));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 11), Arbitraries.integers().between(0, 5),
                Arbitraries.of(true, false)).as(Step::new).list().ofMaxSize(80);
    }

    @Property(tries = 3000)
    @Label("F02 F06 F12 promise 1: the ledger does what a simple model of it does, in any history")
    void ledger_anyHistory_doesWhatTheModelDoes(@ForAll("histories") List<Step> steps) {
        Game game = new Game();
        steps.forEach(game::play);
        game.end();
    }

    private static final class Game {

        private final LedgerModel model = new LedgerModel();
        private final Deque<Delivery> completed = new ArrayDeque<>();
        private final InboundLedger ledger = new InboundLedger(completed::add);
        private final Map<Delivery, Message> messages = new HashMap<>();
        private final Map<Delivery, Work> works = new HashMap<>();
        private final List<Delivery> deliveries = new ArrayList<>();
        private final List<Sent> history = new ArrayList<>();
        private int texts;

        void play(Step step) {
            switch (step.kind()) {
                case CONNECT -> connect("broker " + step.number() % 2, step.flag());
                case DISCONNECT -> disconnect();
                case ARRIVE -> arrive(
                        new Sent(1 + step.number() % 4, step.other() / 2, step.flag() ? "m" + texts++ : "same"),
                        step.other() % 4 == 3, step.number());
                case ARRIVE_AGAIN -> arriveAgain(step.number(), step.flag());
                case COMPLETE -> complete(step.number());
                case RELAY -> relay();
                case DRAIN -> drain(Integer.MAX_VALUE);
                case DRAIN_SOME -> drain(step.number() % 3);
            }
            assertThat(ledger.unacknowledged()).isEqualTo(model.unacknowledged());
            assertThat(ledger.staleCompletions()).isEqualTo(model.staleCompletions());
            assertThat(ledger.isHoldingUp()).isEqualTo(model.isHoldingUp());
            Message head = model.head();
            InboundEntry actual = ledger.head();
            assertThat(actual == null ? null : sent(actual.message())).isEqualTo(head == null ? null : head.sent);
        }

        /** Whatever is left of the current connection is acknowledged when everything is complete, in order. */
        void end() {
            List.copyOf(deliveries).forEach(Delivery::complete);
            works.values().forEach(work -> work.done = true);
            relay();
            drain(Integer.MAX_VALUE);
            assertThat(ledger.unacknowledged()).isZero();
        }

        private void connect(String broker, boolean present) {
            disconnect();
            model.connected(broker, present);
            ledger.connected(broker, present);
        }

        private void disconnect() {
            model.disconnected();
            ledger.disconnected();
        }

        private void arriveAgain(int number, boolean dup) {
            if (!history.isEmpty()) {
                arrive(history.get(Math.max(0, history.size() - 1 - number)), dup, number);
            }
        }

        private void arrive(Sent sent, boolean dup, int number) {
            if (!model.isConnected()) {
                return;
            }
            history.add(sent);
            Message expected = model.arrived(sent, dup);
            InboundEntry entry = ledger.arrived(new IncomingMessage(
                    "t", sent.text().getBytes(StandardCharsets.UTF_8), sent.qos(), false, dup, sent.packetId(), null), 0);
            assertThat(entry != null).as("delivered, not recognised as a repetition").isEqualTo(expected != null);
            for (int i = 0; entry != null && expected != null && i <= number % 2; i++) {
                Delivery delivery = ledger.deliver(entry, "route " + (number + i) % 3);
                Work work = new Work("route " + (number + i) % 3);
                expected.works.add(work);
                expected.open++;
                deliveries.add(delivery);
                messages.put(delivery, expected);
                works.put(delivery, work);
            }
        }

        private void complete(int number) {
            if (!deliveries.isEmpty()) {
                Delivery delivery = deliveries.get(number % deliveries.size());
                assertThat(delivery.complete()).as("completes once").isEqualTo(!works.get(delivery).done);
                works.get(delivery).done = true;
            }
        }

        /** The session's context takes note of what other threads have completed. */
        private void relay() {
            for (Delivery next = completed.poll(); next != null; next = completed.poll()) {
                assertThat(ledger.complete(next)).isEqualTo(model.completed(messages.get(next)));
            }
        }

        private void drain(int most) {
            if (!model.isConnected()) {
                return;
            }
            List<Sent> expected = model.acknowledge(most);
            List<Sent> actual = new ArrayList<>();
            int drained = ledger.drain(message -> actual.size() < most && actual.add(sent(message)));
            assertThat(actual).isEqualTo(expected);
            assertThat(drained).isEqualTo(expected.size());
        }

        private static Sent sent(IncomingMessage message) {
            return new Sent(message.packetId(), message.qos(), new String(message.payload(), StandardCharsets.UTF_8));
        }
    }
}
