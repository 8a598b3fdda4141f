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
package io.github.camelmqttx.internal.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens, in whatever order: each message whose exchange went on reaches the broker, and per topic the first
 * arrivals are in the order of publishing.
 */
class FileOutboxPropertyTest {

    private static final int TOPICS = 3;

    @Property(tries = 500)
    @Label("F10 F18 M14 outbox=file keeps order per topic and loses nothing over outages, lost sessions, refusals, kills")
    void anyTrouble_keepsOrderAndLosesNothing(@ForAll @Size(max = 80) List<@IntRange(min = 0, max = 99) Integer> steps) {
        Run run = new Run();
        steps.forEach(run::step);
        run.drain();
        run.check();
    }

    private static final class Run {

        private SessionFixture fixture;
        private FakeJournal journal = new FakeJournal();
        private int number;
        private final Set<Integer> acceptedNumbers = new TreeSet<>();
        private final List<OutgoingMessage> arrived = new ArrayList<>();

        Run() {
            begin();
        }

        private void begin() {
            fixture = new SessionFixture();
            fixture.journal = journal;
            fixture.session().connect();
            fixture.context.run();
        }

        private ScriptedClient client() {
            return fixture.client();
        }

        void step(int code) {
            switch (code % 10) {
                case 0, 1, 2 -> publish(code / 10 % TOPICS);
                case 3 -> journal.sync(code / 10);
                case 4 -> acknowledge();
                case 5 -> connectOrDrop(code > 50);
                case 6 -> fixture.context.advance(Duration.ofMillis(code * 30L));
                case 7 -> refuse();
                case 8 -> journal.sync();
                default -> kill(code > 60);
            }
            fixture.context.run();
            fixture.workers.run();
        }

        private void publish(int topic) {
            int own = ++number;
            fixture.session().publish(new OutgoingMessage(
                    "t" + topic, new byte[own], 1, false, null, new PublishCallback() {
                        @Override
                        public void published(OutgoingMessage message) {
                            acceptedNumbers.add(own);
                        }

                        @Override
                        public void failed(OutgoingMessage message, Throwable cause) {
                            throw new IllegalStateException(cause);
                        }
                    }, OutgoingMessage.NO_DEADLINE, true));
        }

        private void acknowledge() {
            if (client().isConnected() && fixture.counters().inflight() > 0) {
                client().puback();
            }
        }

        private void connectOrDrop(boolean sessionPresent) {
            if (client().isConnecting()) {
                client().accept(sessionPresent);
            } else if (client().isConnected()) {
                client().drop();
            }
        }

        /** Only one alone in flight: of several, later ones of its topic may be at the broker already. */
        private void refuse() {
            if (client().isConnected() && fixture.counters().inflight() == 1) {
                client().refusePublish(new MqttxPublishException("busy", "t", 0x97, true));
            }
        }

        private void kill(boolean reallyKill) {
            if (reallyKill) {
                arrived.addAll(client().taken());
                journal = fixture.kill();
                begin();
            }
        }

        void drain() {
            journal.durableAtOnce();
            for (int i = 0; i < 400; i++) {
                fixture.context.advance(Duration.ofMillis(100));
                if (client().isConnecting()) {
                    client().accept(true);
                }
                while (client().isConnected() && fixture.counters().inflight() > 0) {
                    client().puback();
                }
            }
            fixture.workers.run();
            arrived.addAll(client().taken());
        }

        void check() {
            assertThat(journal.onDisk()).isEmpty();
            Map<String, Set<Integer>> firstArrivals = new HashMap<>();
            Set<Integer> all = new TreeSet<>();
            for (OutgoingMessage message : arrived) {
                firstArrivals.computeIfAbsent(message.topic(), topic -> new LinkedHashSet<>()).add(message.payload().length);
                all.add(message.payload().length);
            }
            assertThat(all).containsAll(acceptedNumbers);
            firstArrivals.values().forEach(numbers -> assertThat(new ArrayList<>(numbers)).isSorted());
        }
    }
}
